"""The kernels of compare.ts in NumPy and, where it is installed, Numba (parallel=True).

python peers.py KERNEL REPEATS prints one line of JSON: {"numpy": seconds, "numba": seconds or null}, the best of the repeats.
The inputs are those of compare.ts.
"""

import json
import sys
import time

import numpy as np

try:
    import numba
except ImportError:
    numba = None

SIZE = 10_000_000
N, GAMMA = 10, 2.2


def sum_of_squares(a, b):
    return (a**2 + b**2).sum()


def squares(a, b):
    return a**2 + b**2


def exponential(a, b):
    return np.exp(a)


def logistic_regression(y, x, w):
    for _ in range(20):
        w = w - np.dot(((1.0 / (1.0 + np.exp(-y * np.dot(x, w))) - 1.0) * y), x)
    return w


def blur(image):
    light = image.astype(np.float64) ** GAMMA
    total = np.zeros_like(light)
    for i in range(-N, N + 1):
        for j in range(-N, N + 1):
            total += np.roll(light, (-i, -j), (0, 1))
    return ((total / (2 * N + 1) ** 2) ** (1 / GAMMA)).astype(np.uint8)


def numba_blur():
    @numba.njit(parallel=True)
    def run(x):
        def kernel(a):
            acc = 0.0
            for i in range(-N, N + 1):
                for j in range(-N, N + 1):
                    acc += a[i, j] ** GAMMA
            return np.uint8((acc / ((2 * N + 1) * (2 * N + 1))) ** (1 / GAMMA))

        return numba.stencil(kernel, neighborhood=((-N, N), (-N, N)))(x)

    return run


def vectors():
    return np.linspace(0, 1, SIZE), np.linspace(1, 0, SIZE)


def regression():
    rows, columns = 100_000, 30
    x = np.sin(np.arange(rows * columns) * 0.37).reshape(rows, columns) * 0.01
    return np.where(np.arange(rows) % 3 == 0, -1.0, 1.0), x, np.zeros(columns)


def picture():
    return ((np.arange(512 * 512) * 7919) % 256).astype(np.uint8).reshape(512, 512)


KERNELS = {
    "sumOfSquares": (sum_of_squares, vectors),
    "squares": (squares, vectors),
    "exponential": (exponential, vectors),
    "logisticRegression": (logistic_regression, regression),
    "blur": (blur, lambda: (picture(),)),
}


def best(function, arguments, repeats):
    function(*arguments)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function(*arguments)
        times.append(time.perf_counter() - start)
    return min(times)


def main():
    name, repeats = sys.argv[1], int(sys.argv[2])
    function, inputs = KERNELS[name]
    arguments = inputs()
    result = {"numpy": best(function, arguments, repeats), "numba": None}
    if numba is not None:
        compiled = numba_blur() if name == "blur" else numba.njit(parallel=True)(function)
        result["numba"] = best(compiled, arguments, repeats)
    print(json.dumps(result))


main()
