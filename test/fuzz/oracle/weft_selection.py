"""Elements, views, selections, and assignment through them."""

import numpy as np

import weft_probe
from weft_casts import cast, is_array
from weft_operators import WeftRangeError


def get(array, *items):
    if not is_array(array):
        return array.at(items)
    if weft_probe.is_probing:
        return array.dtype.type(0)
    _check_masks(array, items)
    return array[items]


def put(array, items, value):
    _check_masks(array, items)
    # Of a mask that lies in the array itself, NumPy reads what it has just written.
    kept = tuple(item.copy() if is_array(item) else item for item in items)
    # A view of the array itself stays one: between overlapping views the order of NumPy's copy shows.
    array[kept] = value if is_array(value) and value.dtype == array.dtype else cast(array.dtype, value)


def update(array, items, operator, value):
    put(array, items, operator(get(array, *items), value))


def in_place(array, operator, value):
    """`array += value`: all is computed before anything is stored."""
    result = cast(array.dtype, operator(array, value))
    if np.shape(result) != array.shape:
        raise WeftRangeError(f"{np.shape(result)} does not fit {array.shape}")
    array[...] = result
    return array


def _check_masks(array, items):
    """NumPy lets a mask of another shape pass where nothing is selected; the language does not."""
    for axis, item in enumerate(items):
        if is_array(item) and item.dtype.kind == "b" and item.shape != array.shape[axis : axis + item.ndim]:
            raise WeftRangeError(f"a mask of shape {item.shape} does not fit {array.shape}")
