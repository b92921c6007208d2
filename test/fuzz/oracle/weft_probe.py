"""Whether an element is computed only to see its dtype, of an array that has none: then it reads zeros, and nothing raises."""

from contextlib import contextmanager

is_probing = False


@contextmanager
def probing():
    global is_probing
    before, is_probing = is_probing, True
    try:
        yield
    finally:
        is_probing = before
