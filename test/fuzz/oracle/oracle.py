"""Runs programs in NumPy: a JSON request on each line of the input, an answer on each line of the output."""

import base64
import json
import sys
import traceback
import warnings

import numpy as np

import weft_approximate as approximate
from weft_casts import is_array, strong
from weft_names import names
from weft_operators import WeftRangeError

# What NumPy raises where the language has a RangeError.
RANGE_ERRORS = (IndexError, ValueError, WeftRangeError, OverflowError)
DIRECTIONS = (1, -1, 2, 3, 4, 5)


def text_of(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def decode_base(base):
    return np.frombuffer(base64.b64decode(base["data"]), base["dtype"]).copy()


def decode_argument(argument, bases):
    match argument["kind"]:
        case "number":
            return float(argument["value"])
        case "boolean":
            return np.bool_(argument["value"])
        case "bigint":
            return np.int64(int(argument["value"]))
    base = bases[argument["base"]]
    strides = [step * base.itemsize for step in argument["strides"]]
    return np.lib.stride_tricks.as_strided(base[argument["offset"] :], argument["shape"], strides)


def run_once(function, call):
    bases = [decode_base(base) for base in call["bases"]]
    arguments = [decode_argument(argument, bases) for argument in call["arguments"]]
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            results = function(*arguments)
        except RANGE_ERRORS as error:
            return {"error": "RangeError", "message": f"{type(error).__name__}: {error}"}
    return {"error": None, "results": list(results), "bases": bases}


def encode(value, moved):
    array = np.asarray(strong(value))
    encoded = {
        "isArray": is_array(value),
        "dtype": str(array.dtype),
        "shape": list(array.shape),
        "data": text_of(array),
        "spread": None,
    }
    if moved:
        encoded["spread"] = text_of(spread_of(array, [np.asarray(strong(other)) for other in moved]))
    return encoded


def spread_of(array, moved):
    """The farthest that each element moved; infinity where it can't be compared."""
    farthest = np.zeros(array.shape)
    with np.errstate(all="ignore"):
        for other in moved:
            if other.shape != array.shape or other.dtype != array.dtype:
                return np.full(array.shape, np.inf)
            same = (other == array) | ((other != other) & (array != array))
            distance = np.where(same, 0.0, np.inf)
            if array.dtype.kind in "fc":
                wide = np.complex128 if array.dtype.kind == "c" else np.float64
                finite = np.isfinite(other) & np.isfinite(array)
                distance = np.where(finite & ~same, np.abs(other.astype(wide) - array.astype(wide)), distance)
            farthest = np.maximum(farthest, distance)
    return farthest


def run_call(function, call, is_approximate):
    approximate.set_direction(0)
    outcome = run_once(function, call)
    if outcome["error"] is not None:
        return outcome
    others = []
    for direction in DIRECTIONS if is_approximate else ():
        approximate.set_direction(direction)
        other = run_once(function, call)
        if other["error"] is not None:
            return {"error": "unstable", "message": other["message"]}
        others.append(other)
    encoded = {
        key: [
            encode(value, [other[key][index] for other in others]) for index, value in enumerate(outcome[key])
        ]
        for key in ("results", "bases")
    }
    return {"error": None, **encoded}


def answer(request):
    scope = names()
    exec(compile(request["source"], "program", "exec"), scope)
    return {"calls": [run_call(scope["f"], call, request["isApproximate"]) for call in request["calls"]]}


def main():
    for line in sys.stdin:
        try:
            response = answer(json.loads(line))
        except Exception as error:
            response = {"failure": "".join(traceback.format_exception(error))}
        print(json.dumps(response), flush=True)


if __name__ == "__main__":
    main()
