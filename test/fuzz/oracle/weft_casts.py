"""Conversions of a parallel cell: what a cast, a store and a typed variable do to a value."""

import numpy as np


def is_array(value):
    return isinstance(value, np.ndarray)


def is_weak(value):
    """Python's own numbers stand for weak scalars, as in NumPy 2; NumPy's scalars are strong."""
    return isinstance(value, (int, float)) and not isinstance(value, (bool, np.generic))


def strong(value):
    """A weak scalar as the int64 or float64 that it counts as."""
    if isinstance(value, bool):
        return np.bool_(value)
    if isinstance(value, int) and not isinstance(value, np.generic):
        return np.int64(value)
    if isinstance(value, float) and not isinstance(value, np.generic):
        return np.float64(value)
    return value


def like(model, result):
    """NumPy makes scalars of arrays without axes; here what comes from an array stays one."""
    return np.asarray(result) if model else result


def cast(dtype, value):
    """Float to integer truncates and saturates, NaN gives 0; integer to integer keeps the low bits."""
    dtype = np.dtype(dtype)
    value = strong(value)
    source = np.asarray(value)
    if source.dtype.kind == "c" and dtype.kind in "iuf":
        source = source.real
    if source.dtype.kind == "f" and dtype.kind in "iu":
        result = _saturate(source.astype(np.float64), dtype)
    else:
        result = source.astype(dtype)
    return result if is_array(value) else result[()]


def _saturate(source, dtype):
    limits = np.iinfo(dtype)
    whole = np.trunc(np.where(np.isnan(source), 0.0, source))
    inside = (whole > float(limits.min)) & (whole < float(limits.max))
    kept = np.where(inside, whole, 0.0).astype(dtype)
    ends = np.where(whole >= float(limits.max), limits.max, limits.min).astype(dtype)
    return np.where(inside, kept, ends).astype(dtype)
