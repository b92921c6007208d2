"""TypeScript's operators on NumPy's values, as a parallel cell means them."""

import numpy as np

import weft_approximate as approximate
import weft_probe
from weft_casts import cast, is_array, is_weak, like, strong


class WeftRangeError(Exception):
    """What the language calls a RangeError and NumPy lets pass."""


def _widened(value):
    """In scalar code elements of 8 and 16 bits count as int32 once they take part in arithmetic."""
    if isinstance(value, np.generic) and value.dtype.kind in "iu" and value.dtype.itemsize < 4:
        return np.int32(value)
    return value


def operands(*values):
    """Arithmetic on booleans alone counts in int64."""
    arrays = any(is_array(value) for value in values)
    if not arrays:
        values = [_widened(value) for value in values]
    kinds = [None if is_weak(value) else np.asarray(value).dtype.kind for value in values]
    if all(kind == "b" for kind in kinds):
        values = [cast("int64", value) for value in values]
    elif not arrays and all(kind in ("b", None) for kind in kinds):
        values = [cast("int64", value) if kind == "b" else value for value, kind in zip(values, kinds)]
    return values


def apply(function, *values):
    """A ufunc on values; of weak scalars alone the result is weak."""
    if all(is_weak(value) for value in values):
        result = function(*(strong(value) for value in values))
        return result if result.dtype.kind == "b" else result.item()
    return like(any(is_array(value) for value in values), function(*values))


def _arithmetic(function):
    return lambda *values: apply(function, *operands(*values))


add = _arithmetic(np.add)
subtract = _arithmetic(np.subtract)
multiply = _arithmetic(np.multiply)
negative = _arithmetic(np.negative)
positive = _arithmetic(np.positive)


def divide(left, right):
    result = apply(np.true_divide, *operands(left, right))
    return approximate.function(result) if np.asarray(result).dtype.kind == "c" else result


def is_integral(*values):
    return all(np.asarray(strong(value)).dtype.kind in "iub" for value in values)


def checked_divisor(left, right):
    """An integer division by zero is a RangeError, of elements that there are."""
    if not weft_probe.is_probing and np.result_type(left, right).kind in "iu" and np.any(np.broadcast_arrays(left, np.asarray(right) == 0)[1]):
        raise WeftRangeError("division by zero")


def _dividing(function):
    def divided(left, right):
        left, right = operands(left, right)
        checked_divisor(left, right)
        return apply(function, left, right)

    return divided


remainder = _dividing(np.fmod)
floor_divide = _dividing(np.floor_divide)
mod = _dividing(np.mod)
fmod = remainder


def power(left, right):
    left, right = operands(left, right)
    if is_weak(right) and isinstance(right, int) and right >= 0:
        if is_integral(left):
            return apply(np.power, left, right)
        square = right <= 2 and np.asarray(left).dtype.kind == "f"
        result = apply(np.power, left, right)
        return result if square else approximate.function(result)
    if is_integral(left, right):
        left, right = cast("float64", left), cast("float64", right)
    return approximate.function(apply(np.power, left, right))


def _bitwise(function):
    def bits(*values):
        if not any(is_array(value) for value in values):
            if not all(np.asarray(strong(value)).dtype.kind == "b" for value in values):
                values = [_widened(value) for value in values]
        return apply(function, *values)

    return bits


bit_and = _bitwise(np.bitwise_and)
bit_or = _bitwise(np.bitwise_or)
bit_xor = _bitwise(np.bitwise_xor)
invert = _bitwise(np.invert)


def _shift(function, unsigned=False):
    def shifted(left, right):
        left, right = operands(left, right)
        weak = is_weak(left) and is_weak(right)
        dtype = np.result_type(strong(left), strong(right)) if weak else np.result_type(left, right)
        target = np.dtype(f"uint{8 * dtype.itemsize}") if unsigned else dtype
        count = cast(dtype, right) & dtype.type(8 * dtype.itemsize - 1)
        result = function(cast(target, cast(dtype, left)), np.asarray(count).astype(target)[()])
        return like(is_array(left) or is_array(right), result)

    return shifted


shift_left = _shift(np.left_shift)
shift_right = _shift(np.right_shift)
shift_right_unsigned = _shift(np.right_shift, unsigned=True)


def _comparison(function):
    return lambda left, right: apply(function, left, right)


less = _comparison(np.less)
less_equal = _comparison(np.less_equal)
greater = _comparison(np.greater)
greater_equal = _comparison(np.greater_equal)
equal = _comparison(np.equal)
not_equal = _comparison(np.not_equal)


def truth(value):
    """What a condition takes a scalar for: NaN is false, as in TypeScript."""
    value = strong(value)
    return bool(value) and not (value != value)
