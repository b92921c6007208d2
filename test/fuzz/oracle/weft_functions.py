"""The named functions of a parallel cell: NumPy's, where the language does not say otherwise."""

import math

import numpy as np

import weft_approximate as approximate
from weft_casts import cast, is_array, is_weak, like, strong
from weft_operators import WeftRangeError, apply, is_integral, operands

EXACT = {
    name: getattr(np, name)
    for name in "copysign nextafter isnan isinf isfinite signbit gcd lcm".split()
}
ROUNDING = {name: getattr(np, name) for name in "floor ceil trunc rint sign square abs".split()}
LIBRARY = {
    name: getattr(np, name)
    for name in (
        "exp exp2 expm1 log log2 log10 log1p sin cos tan arctan sinh tanh cbrt hypot arctan2 logaddexp "
    "arcsinh deg2rad"
    ).split()
}

# NumPy has no error function; Python's is correct to an ulp of float64.
LIBRARY["erf"] = lambda value: np.vectorize(math.erf, otypes=[np.float64])(value).astype(np.asarray(value).dtype)


def extreme(name):
    """NumPy leaves open which of two zeros is the greater; here, as in TypeScript, the positive one is."""
    function = getattr(np, name)
    greatest = name in ("maximum", "fmax")

    def of(left, right):
        result = apply(function, left, right)
        dtype = np.asarray(result).dtype
        if dtype.kind != "f" or is_weak(result):
            return result
        zeros = (np.asarray(left) == 0) & (np.asarray(right) == 0)
        signs = [np.signbit(np.asarray(strong(value), np.float64)) for value in (left, right)]
        negative = np.logical_and(*signs) if greatest else np.logical_or(*signs)
        fixed = np.where(zeros, np.where(negative, dtype.type(-0.0), dtype.type(0.0)), result)
        return like(is_array(result), fixed[()])

    return of


def extreme_of(name):
    """The greatest or least element, with the zeros in that order, too."""
    function = getattr(np, name)

    def reduced(value, axis=None, keepdims=False):
        axis = tuple(axis) if isinstance(axis, list) else axis
        result = like(keepdims, function(value, axis=axis, keepdims=keepdims))
        if np.asarray(result).dtype.kind != "f":
            return result
        negative = np.signbit(value)
        zeros = (np.asarray(value) == 0) & (~negative if name == "max" else negative)
        some = np.any(zeros, axis=axis, keepdims=keepdims)
        zero = np.where(some == (name == "max"), 0.0, -0.0)
        fixed = np.where(np.asarray(result) == 0, zero, result).astype(np.asarray(result).dtype)
        return fixed if is_array(result) else fixed[()]

    return reduced


def in_floats(*values):
    """Functions that need floats take integers to the smallest float that holds every value."""
    if all(is_weak(value) for value in values):
        return [float(value) for value in values]
    return [
        value
        if is_weak(value) or np.asarray(value).dtype.kind in "fc"
        else cast("float32" if np.asarray(value).dtype.itemsize <= 2 else "float64", value)
        for value in values
    ]


def library(name):
    return lambda *values: approximate.function(apply(LIBRARY[name], *in_floats(*values)))


def sqrt(value):
    result = apply(np.sqrt, *in_floats(value))
    return approximate.function(result) if np.asarray(result).dtype.kind == "c" else result


def where(condition, left, right):
    arrays = any(is_array(value) for value in (condition, left, right))
    return like(arrays, np.where(condition, left, right)[()])


def clip(value, low, high):
    return extreme("minimum")(extreme("maximum")(value, low), high)


def complex_of(real_part, imaginary_part):
    dtype = np.result_type(real_part, imaginary_part, np.complex64)
    result = np.empty(np.broadcast_shapes(np.shape(real_part), np.shape(imaginary_part)), dtype)
    result.real = real_part
    result.imag = imaginary_part
    return result


def real(value):
    return like(is_array(value), np.real(value))


def imag(value):
    return like(is_array(value), np.imag(value))


def magnitudes(value, axis, keepdims=False):
    wide = np.complex128 if np.asarray(value).dtype.kind == "c" else np.float64
    return np.sum(np.abs(np.asarray(value, wide)), axis=axis, keepdims=keepdims)


def summing(name):
    function = getattr(np, name)

    def reduced(value, axis=None, keepdims=False):
        axis = tuple(axis) if isinstance(axis, list) else axis
        result = like(keepdims, function(value, axis=axis, keepdims=keepdims))
        # Along the first axis NumPy adds one row after the other: its error grows with their number.
        count = np.asarray(value).size / max(1, np.asarray(result).size)
        return approximate.total(result, max(1.0, np.sqrt(count)) * _reach(name, value, axis, keepdims, result))

    return reduced


def _reach(name, value, axis, keepdims, result):
    """The magnitude that rounding errors of a reduction are relative to."""
    if name == "prod":
        return np.abs(result) * np.asarray(value).size
    terms = magnitudes(value, axis, keepdims)
    if name == "sum":
        return terms
    count = max(1, np.asarray(value).size // max(1, np.asarray(result).size))
    average = terms / count
    if name == "mean":
        return terms / max(1, count)
    largest = np.max(np.abs(value), axis=axis, keepdims=keepdims, initial=0)
    return largest.astype(np.float64) ** 2 + average**2 if name == "var" else largest + average


def choosing(name):
    function = getattr(np, name)

    def reduced(value, axis=None, keepdims=False):
        axis = tuple(axis) if isinstance(axis, list) else axis
        return like(keepdims, function(value, axis=axis, keepdims=keepdims))

    return reduced


def cumulative(name):
    function = getattr(np, name)

    def scanned(value, axis=None):
        result = np.asarray(function(value, axis=axis))
        terms = np.cumsum(np.abs(np.asarray(value)), axis=axis)
        return approximate.total(result, terms if name == "cumsum" else np.abs(result) * np.asarray(value).size)

    return scanned


def dot(left, right):
    result = np.dot(left, right)
    kind = np.asarray(result).dtype.kind
    if kind in "fc":
        # A BLAS may skip zeros, and with them NaN times zero; long doubles have none.
        wide = np.longdouble if kind == "f" else np.clongdouble
        exact = np.dot(np.asarray(left).astype(wide), np.asarray(right).astype(wide))
        result = np.where(np.isnan(exact), exact, result).astype(result.dtype)[()]
    return approximate.total(result, np.dot(np.abs(left), np.abs(right)))


def sort(value, axis=-1):
    return np.sort(value, axis=axis, kind="stable")


def argsort(value, axis=-1):
    return np.argsort(value, axis=axis, kind="stable")


def array_function(function):
    return lambda *values, **options: np.asarray(function(*values, **options))
