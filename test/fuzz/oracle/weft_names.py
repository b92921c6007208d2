"""The names that a rendered program sees."""

import numpy as np

import weft_functions as functions
import weft_loops
import weft_operators as operators
import weft_selection
from weft_casts import cast
from weft_operators import apply

DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128".split()


def caster(dtype):
    return lambda value: cast(dtype, value)


def names():
    table = {
        name: getattr(operators, name)
        for name in (
            "add subtract multiply divide remainder floor_divide mod fmod power negative positive bit_and bit_or bit_xor invert "
            "shift_left shift_right shift_right_unsigned less less_equal greater greater_equal equal not_equal truth"
        ).split()
    }
    table |= {name: (lambda f: lambda *v: apply(f, *v))(f) for name, f in functions.EXACT.items()}
    table |= {name: (lambda f: lambda v: apply(f, v))(f) for name, f in functions.ROUNDING.items()}
    table |= {name: functions.library(name) for name in functions.LIBRARY}
    table |= {name: functions.summing(name) for name in "sum prod mean var std".split()}
    table |= {name: functions.extreme(name) for name in "maximum minimum fmax fmin".split()}
    table |= {name: functions.extreme_of(name) for name in ("min", "max")}
    table |= {
        name: functions.choosing(name) for name in "argmin argmax any all count_nonzero ptp".split()
    }
    table |= {name: functions.cumulative(name) for name in ("cumsum", "cumprod")}
    table |= {
        name: functions.array_function(getattr(np, name))
        for name in "flip roll transpose reshape ravel concatenate stack expand_dims squeeze diff arange outer trace".split()
    }
    table |= {f"cast_{dtype}": caster(dtype) for dtype in DTYPES}
    table |= {name: getattr(functions, name) for name in "sqrt where clip real imag dot sort argsort complex_of".split()}
    table |= {
        name: (lambda f: lambda *v: apply(f, *v))(getattr(np, name))
        for name in ("logical_and", "logical_or", "logical_xor", "logical_not", "left_shift", "right_shift")
    }
    table |= {name: getattr(weft_selection, name) for name in ("get", "put", "update", "in_place")}
    table |= {
        name: getattr(weft_loops, name) for name in ("from_function", "vectorized", "stencil", "accumulate", "accumulate_product")
    }
    table |= {
        "np": np,
        "cast": cast,
        "full": lambda shape, value, dtype: np.full(shape, cast(dtype, value), dtype),
        "zeros": lambda shape, dtype="float64": np.zeros(shape, dtype),
        "ones": lambda shape, dtype="float64": np.ones(shape, dtype),
        "fround": caster("float32"),
        "reciprocal": lambda a: apply(np.reciprocal, a),
        "round": lambda a: apply(np.rint, a),
        "copy": lambda a: a.copy(),
        "astype": lambda a, dtype: cast(dtype, a),
        "broadcast_to": lambda a, shape: np.broadcast_to(a, shape).copy(),
    }
    return table
