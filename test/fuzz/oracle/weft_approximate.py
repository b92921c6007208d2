"""How far a result may be from NumPy's.

Where the language leaves bits open (library functions, the order of a sum) a program is run again with those results
moved by their bound, in several directions. What a result moves by then is what it may differ by: a measure of the
program's own sensitivity instead of a tolerance that fits none.
"""

import numpy as np

# The language allows 4 units in the last place, and NumPy's own functions need about as many.
FUNCTION_EPSILONS = 8
SUM_EPSILONS = 8

_direction = 0
_random = np.random.default_rng(0)


def set_direction(direction):
    """0 runs the program as it is; 1 and -1 move everything up and down, others each result by chance.

    A difference of two results that move alike does not move at all, so chance is needed, and more than once.
    """
    global _direction, _random
    _direction, _random = direction, np.random.default_rng(abs(direction))


def _shares(shape):
    """The part of its bound that each element moves by."""
    if abs(_direction) == 1:
        return np.full(shape, float(_direction))
    return _random.uniform(-1.0, 1.0, shape)


def moved(result, size):
    """`result` moved by `size`, an array of magnitudes of its shape."""
    dtype = np.asarray(result).dtype
    if _direction == 0 or dtype.kind not in "fc":
        return result
    values = np.asarray(result)
    shift = np.where(np.isfinite(values), _shares(values.shape) * size, 0.0)
    with np.errstate(all="ignore"):
        out = (values + shift.astype(dtype)).astype(dtype)
    return np.asarray(out) if isinstance(result, np.ndarray) else out[()]


def function(result):
    """A library function's result."""
    dtype = np.asarray(result).dtype
    if _direction == 0 or dtype.kind not in "fc":
        return result
    return moved(result, FUNCTION_EPSILONS * np.finfo(dtype).eps * np.abs(np.asarray(result)))


def total(result, magnitude):
    """A sum whose terms have magnitudes that add up to `magnitude`."""
    dtype = np.asarray(result).dtype
    if _direction == 0 or dtype.kind not in "fc":
        return result
    return moved(result, SUM_EPSILONS * np.finfo(dtype).eps * np.asarray(magnitude))
