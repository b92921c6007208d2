"""What is made element by element: comprehensions and stencils."""

import numpy as np

import weft_approximate as approximate
import weft_probe
from weft_casts import cast, strong
from weft_operators import WeftRangeError, add, multiply


def from_function(shape, element):
    """One element for each index; of no elements the dtype is that which one would have."""
    values = [element(*(np.int64(i) for i in index)) for index in np.ndindex(*shape)]
    if values:
        dtype = strong(values[0]).dtype
    else:
        with weft_probe.probing():
            dtype = strong(element(*[np.int64(0)] * len(shape))).dtype
    return np.array(values, dtype).reshape(shape)


def vectorized(function, *arrays):
    """A scalar function of the elements of arrays that broadcast."""
    spread = np.broadcast_arrays(*arrays)

    def element(*index):
        return function(*(a.dtype.type(0 if weft_probe.is_probing else a[index]) for a in spread))

    return from_function(spread[0].shape, element)


class Relative:
    """An array of a stencil's kernel: indices are relative to the element that is computed."""

    def __init__(self, padded, origin):
        self.padded = padded
        self.origin = origin
        self.center = (0,) * padded.ndim

    def at(self, offsets):
        place = tuple(c + o + int(d) for c, o, d in zip(self.center, self.origin, offsets))
        return self.padded[place]


def stencil(kernel, neighborhood, mode, fill, arrays, scalars):
    shape = arrays[0].shape
    if any(array.shape != shape for array in arrays):
        raise WeftRangeError("the arrays of a stencil must have one shape")
    widths = [(max(0, -low), max(0, high)) for low, high in neighborhood]
    origin = [low for low, _ in widths]
    padding = "edge" if mode == "nearest" else mode
    probes = [Relative(np.zeros([low + high + 1 for low, high in widths], a.dtype), origin) for a in arrays]
    with weft_probe.probing():
        dtype = strong(kernel(*probes, *scalars)).dtype
    result = np.full(shape, cast(dtype, fill), dtype)
    if result.size == 0:
        return result
    views = [Relative(np.pad(a, widths, mode=padding), origin) for a in arrays]
    for index in np.ndindex(*shape):
        inside = all(0 <= i - low and i + high < n for i, (low, high), n in zip(index, widths, shape))
        if mode == "constant" and not inside:
            continue
        for view in views:
            view.center = index
        result[index] = kernel(*views, *scalars)
    return result


def accumulate(total, value, operator=add):
    """A step of a sum whose order is open."""
    reach = np.abs(np.asarray(strong(total))) + np.abs(np.asarray(strong(value)))
    return approximate.total(operator(total, value), reach)


def accumulate_product(total, value):
    result = multiply(total, value)
    return approximate.total(result, np.abs(np.asarray(result)))
