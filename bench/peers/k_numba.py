"""Numba.  KERNELS[kernel][idiom] is a factory: it takes a decorator (njit with
the mode's options) and returns a fresh dispatcher, so that each mode compiles
on its own.  Idioms: array (NumPy expressions, left to the ParallelAccelerator),
loop (explicit prange), stencil, ufunc (@vectorize called from jitted code)."""
import math

import numba
import numpy as np
from numba import prange, stencil, vectorize

from .spec import BLUR_N, BS_R, BS_V, GAMMA

KERNELS: dict[str, dict] = {}


def kernel(*names, idiom):
    def add(factory):
        for name in names:
            KERNELS.setdefault(name, {})[idiom] = factory
        return factory
    return add


@kernel("sq_sum_f64", "sq_sum_f32", idiom="array")
def _(jit):
    @jit
    def sq_sum(a, b):
        return (a**2 + b**2).sum()
    return sq_sum


@kernel("sq_sum_f64", "sq_sum_f32", idiom="loop")
def _(jit):
    @jit
    def sq_sum(a, b):
        s = 0.0
        for i in prange(a.size):
            s += a[i] * a[i] + b[i] * b[i]
        return s
    return sq_sum


@kernel("sq_vec_f64", "sq_vec_f32", idiom="array")
def _(jit):
    @jit
    def sq_vec(a, b):
        return a**2 + b**2
    return sq_vec


@kernel("sq_vec_out_f64", idiom="array")
def _(jit):
    @jit
    def sq_vec_out(a, b, c):
        c[:] = a**2 + b**2
        return c
    return sq_vec_out


@kernel("sq_vec_out_f64", idiom="loop")
def _(jit):
    @jit
    def sq_vec_out(a, b, c):
        for i in prange(a.size):
            c[i] = a[i] * a[i] + b[i] * b[i]
        return c
    return sq_vec_out


@kernel("exp_vec", idiom="array")
def _(jit):
    @jit
    def exp_vec(x):
        return np.exp(x)
    return exp_vec


@kernel("exp_vec", idiom="loop")
def _(jit):
    @jit
    def exp_vec(x):
        y = np.empty_like(x)
        for i in prange(x.size):
            y[i] = math.exp(x[i])
        return y
    return exp_vec


@kernel("logreg", idiom="array")
def _(jit):
    @jit
    def logreg(Y, X, w0, iters):
        w = w0.copy()
        for _ in range(iters):
            w -= np.dot(((1.0 / (1.0 + np.exp(-Y * np.dot(X, w)))) - 1.0) * Y, X)
        return w
    return logreg


@kernel("logreg", idiom="loop")
def _(jit):
    # The gradient has a function of its own because an array reduction in a
    # prange inside a serial loop corrupts the heap (Numba 0.61.2 and 0.68.1).
    @jit
    def gradient(Y, X, w):
        n, d = X.shape
        g = np.zeros(d)
        for i in prange(n):
            z = 0.0
            for j in range(d):
                z += X[i, j] * w[j]
            g += ((1.0 / (1.0 + math.exp(-Y[i] * z)) - 1.0) * Y[i]) * X[i]
        return g

    @jit
    def logreg(Y, X, w0, iters):
        w = w0.copy()
        for _ in range(iters):
            w = w - gradient(Y, X, w)
        return w
    return logreg


@kernel("response", idiom="ufunc")
def _(jit):
    @vectorize
    def f(v, g):
        if v < 0.0:
            return 0.0
        elif v < 1.0:
            return v * v * (3.0 - 2.0 * v) * g
        else:
            return g + 0.1 * (v - 1.0)

    @jit
    def response(v, g):
        return f(v, g)
    return response


@kernel("response", idiom="loop")
def _(jit):
    @jit
    def response(v, g):
        out = np.empty_like(v)
        for i in prange(v.shape[0]):
            for j in range(v.shape[1]):
                x = v[i, j]
                if x < 0.0:
                    out[i, j] = 0.0
                elif x < 1.0:
                    out[i, j] = x * x * (3.0 - 2.0 * x) * g[j]
                else:
                    out[i, j] = g[j] + 0.1 * (x - 1.0)
        return out
    return response


@kernel("normalize_rows", idiom="loop")
def _(jit):
    @jit
    def normalize_rows(X):
        out = np.empty_like(X)
        for i in prange(X.shape[0]):
            s = 0.0
            for j in range(X.shape[1]):
                s += X[i, j] * X[i, j]
            s = math.sqrt(s)
            for j in range(X.shape[1]):
                out[i, j] = X[i, j] / s
        return out
    return normalize_rows


@kernel("normalize_rows", idiom="array")
def _(jit):
    @jit
    def normalize_rows(X):
        out = np.empty_like(X)
        for i in prange(X.shape[0]):
            out[i] = X[i] / math.sqrt((X[i] * X[i]).sum())
        return out
    return normalize_rows


@kernel("zscore_rows", idiom="array")
def _(jit):
    @jit
    def zscore_rows(X):
        out = np.empty_like(X)
        for i in prange(X.shape[0]):
            out[i] = (X[i] - X[i].mean()) / X[i].std()
        return out
    return zscore_rows


@kernel("zscore_rows", idiom="loop")
def _(jit):
    @jit
    def zscore_rows(X):
        out = np.empty_like(X)
        d = X.shape[1]
        for i in prange(X.shape[0]):
            m = 0.0
            for j in range(d):
                m += X[i, j]
            m /= d
            v = 0.0
            for j in range(d):
                v += (X[i, j] - m) ** 2
            s = math.sqrt(v / d)
            for j in range(d):
                out[i, j] = (X[i, j] - m) / s
        return out
    return zscore_rows


@kernel("neighbor_mean", idiom="stencil")
def _(jit):
    @stencil
    def mean3(x):
        return (x[-1] + x[0] + x[1]) / 3.0

    @jit
    def neighbor_mean(x):
        return mean3(x)
    return neighbor_mean


@kernel("neighbor_mean", idiom="loop")
def _(jit):
    @jit
    def neighbor_mean(x):
        y = np.empty_like(x)
        y[0] = y[-1] = 0.0
        for i in prange(1, x.size - 1):
            y[i] = (x[i - 1] + x[i] + x[i + 1]) / 3.0
        return y
    return neighbor_mean


@kernel("neighbor_mean", idiom="array")
def _(jit):
    @jit
    def neighbor_mean(x):
        y = np.zeros_like(x)
        y[1:-1] = (x[:-2] + x[1:-1] + x[2:]) / 3.0
        return y
    return neighbor_mean


@kernel("heat2d", idiom="stencil")
def _(jit):
    @stencil
    def step(u):
        return u[0, 0] + 0.1 * (u[-1, 0] + u[1, 0] + u[0, -1] + u[0, 1] - 4.0 * u[0, 0])

    @jit
    def heat2d(u):
        return step(u)
    return heat2d


@kernel("heat2d", idiom="loop")
def _(jit):
    @jit
    def heat2d(u):
        h, w = u.shape
        o = np.zeros_like(u)
        for i in prange(1, h - 1):
            for j in range(1, w - 1):
                o[i, j] = u[i, j] + 0.1 * (
                    u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j])
        return o
    return heat2d


@kernel("blur_u8", idiom="stencil")
def _(jit):
    @stencil(neighborhood=((-BLUR_N, BLUR_N), (-BLUR_N, BLUR_N)))
    def blur(x):
        acc = 0.0
        for i in range(-BLUR_N, BLUR_N + 1):
            for j in range(-BLUR_N, BLUR_N + 1):
                acc += x[i, j] ** GAMMA
        return np.uint8((acc / (2 * BLUR_N + 1) ** 2) ** (1.0 / GAMMA))

    @jit
    def blur_u8(img):
        return blur(img)
    return blur_u8


@kernel("blur_u8", idiom="loop")
def _(jit):
    n = BLUR_N

    @jit
    def blur_u8(img):
        h, w = img.shape
        out = np.zeros_like(img)
        for i in prange(n, h - n):
            for j in range(n, w - n):
                acc = 0.0
                for di in range(-n, n + 1):
                    for dj in range(-n, n + 1):
                        acc += img[i + di, j + dj] ** GAMMA
                out[i, j] = np.uint8((acc / (2 * n + 1) ** 2) ** (1.0 / GAMMA))
        return out
    return blur_u8


@kernel("blur_u8_hoist", idiom="stencil")
def _(jit):
    @stencil(neighborhood=((-BLUR_N, BLUR_N), (-BLUR_N, BLUR_N)))
    def box(x):
        acc = 0.0
        for i in range(-BLUR_N, BLUR_N + 1):
            for j in range(-BLUR_N, BLUR_N + 1):
                acc += x[i, j]
        return acc / (2 * BLUR_N + 1) ** 2

    @jit
    def blur_u8(img):
        return (box(img**GAMMA) ** (1.0 / GAMMA)).astype(np.uint8)
    return blur_u8


@kernel("blur_u8_sep", idiom="loop")
def _(jit):
    n = BLUR_N

    @jit
    def blur_u8(img):
        h, w = img.shape
        lut = np.arange(256.0) ** GAMMA
        out = np.zeros_like(img)
        rows = np.zeros((h, w))
        for i in prange(h):
            for d in range(-n, n + 1):
                for j in range(n, w - n):
                    rows[i, j] += lut[img[i, j + d]]
        for i in prange(n, h - n):
            acc = np.zeros(w)
            for d in range(-n, n + 1):
                for j in range(n, w - n):
                    acc[j] += rows[i + d, j]
            for j in range(n, w - n):
                out[i, j] = np.uint8((acc[j] / (2 * n + 1) ** 2) ** (1.0 / GAMMA))
        return out
    return blur_u8


@kernel("bs_erf", idiom="array")
def _(jit):
    @vectorize
    def cnd(d):
        return 0.5 + 0.5 * math.erf(d * 0.7071067811865476)

    @jit
    def bs_erf(S, X, T):
        vt = BS_V * np.sqrt(T)
        d1 = (np.log(S / X) + (BS_R + 0.5 * BS_V * BS_V) * T) / vt
        n1 = cnd(d1)
        n2 = cnd(d1 - vt)
        e = X * np.exp(-BS_R * T)
        return S * n1 - e * n2, e * (1.0 - n2) - S * (1.0 - n1)
    return bs_erf


@kernel("bs_erf", idiom="loop")
def _(jit):
    @jit
    def bs_erf(S, X, T):
        C, P = np.empty_like(S), np.empty_like(S)
        for i in prange(S.size):
            vt = BS_V * math.sqrt(T[i])
            d1 = (math.log(S[i] / X[i]) + (BS_R + 0.5 * BS_V * BS_V) * T[i]) / vt
            n1 = 0.5 + 0.5 * math.erf(d1 * 0.7071067811865476)
            n2 = 0.5 + 0.5 * math.erf((d1 - vt) * 0.7071067811865476)
            e = X[i] * math.exp(-BS_R * T[i])
            C[i] = S[i] * n1 - e * n2
            P[i] = e * (1.0 - n2) - S[i] * (1.0 - n1)
        return C, P
    return bs_erf


@kernel("bs_poly", idiom="array")
def _(jit):
    @vectorize
    def cnd(d):
        k = 1.0 / (1.0 + 0.2316419 * abs(d))
        q = 0.3989422804014327 * math.exp(-0.5 * d * d) * (k * (0.31938153 + k * (
            -0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429)))))
        return 1.0 - q if d > 0 else q

    @jit
    def bs_poly(S, X, T):
        vt = BS_V * np.sqrt(T)
        d1 = (np.log(S / X) + (BS_R + 0.5 * BS_V * BS_V) * T) / vt
        n1 = cnd(d1)
        n2 = cnd(d1 - vt)
        e = X * np.exp(-BS_R * T)
        return S * n1 - e * n2, e * (1.0 - n2) - S * (1.0 - n1)
    return bs_poly


@kernel("bs_poly", idiom="loop")
def _(jit):
    @jit
    def bs_poly(S, X, T):
        C, P = np.empty_like(S), np.empty_like(S)
        for i in prange(S.size):
            vt = BS_V * math.sqrt(T[i])
            d1 = (math.log(S[i] / X[i]) + (BS_R + 0.5 * BS_V * BS_V) * T[i]) / vt
            d2 = d1 - vt
            k = 1.0 / (1.0 + 0.2316419 * abs(d1))
            n1 = 0.3989422804014327 * math.exp(-0.5 * d1 * d1) * (k * (0.31938153 + k * (
                -0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429)))))
            n1 = 1.0 - n1 if d1 > 0 else n1
            k = 1.0 / (1.0 + 0.2316419 * abs(d2))
            n2 = 0.3989422804014327 * math.exp(-0.5 * d2 * d2) * (k * (0.31938153 + k * (
                -0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429)))))
            n2 = 1.0 - n2 if d2 > 0 else n2
            e = X[i] * math.exp(-BS_R * T[i])
            C[i] = S[i] * n1 - e * n2
            P[i] = e * (1.0 - n2) - S[i] * (1.0 - n1)
        return C, P
    return bs_poly


def _mandelbrot(jit, chunk):
    @jit
    def mandelbrot(h, w, maxit):
        out = np.empty((h, w), np.int32)
        if chunk:
            numba.set_parallel_chunksize(chunk)
        for i in prange(h):
            ci = 1.25 * i / h
            for j in range(w):
                cr = -2.0 + 2.5 * j / w
                zr = zi = 0.0
                k = 0
                while k < maxit:
                    r2, i2 = zr * zr, zi * zi
                    if r2 + i2 > 4.0:
                        break
                    zi = 2.0 * zr * zi + ci
                    zr = r2 - i2 + cr
                    k += 1
                out[i, j] = k
        return out
    return mandelbrot


@kernel("mandelbrot", idiom="loop")
def _(jit):
    return _mandelbrot(jit, 0)


@kernel("mandelbrot", idiom="chunk4")
def _(jit):
    return _mandelbrot(jit, 4)


@kernel("mc_pi_rng", idiom="loop")
def _(jit):
    @jit
    def mc_pi(n):
        hits = 0
        for _ in prange(n):
            x = np.random.random()
            y = np.random.random()
            if x * x + y * y <= 1.0:
                hits += 1
        return 4.0 * hits / n
    return mc_pi


@kernel("mc_pi_rng", idiom="array")
def _(jit):
    @jit
    def mc_pi(n):
        x = np.random.random(n)
        y = np.random.random(n)
        return 4.0 * np.sum(x**2 + y**2 <= 1.0) / n
    return mc_pi


@kernel("mc_pi_hash", idiom="loop")
def _(jit):
    from numba import njit, uint32

    @njit(inline="always")
    def h(i):
        x = uint32(i) + uint32((7 * 0x9E3779B9) & 0xFFFFFFFF)
        x = uint32(x)
        x = uint32(x ^ (x >> uint32(16))) * uint32(0x7FEB352D)
        x = uint32(x)
        x = uint32(x ^ (x >> uint32(15))) * uint32(0x846CA68B)
        x = uint32(x)
        return uint32(x ^ (x >> uint32(16))) * 2.0**-32

    @jit
    def mc_pi(n):
        hits = 0
        for i in prange(n):
            x = h(2 * i)
            y = h(2 * i + 1)
            if x * x + y * y <= 1.0:
                hits += 1
        return 4.0 * hits / n
    return mc_pi


@kernel("randn", idiom="array")
def _(jit):
    @jit
    def randn(n):
        return np.random.randn(n)
    return randn


@kernel("randn", idiom="loop")
def _(jit):
    @jit
    def randn(n):
        out = np.empty(n)
        for i in prange(n):
            out[i] = np.random.standard_normal()
        return out
    return randn


@kernel("arr_prod", idiom="loop")
def _(jit):
    @jit
    def two_d_array_reduction_prod(n):
        shp = (13, 17)
        result = 2 * np.ones(shp, np.int64)
        tmp = 3 * np.ones_like(result)
        for _ in prange(n):
            result *= tmp
        return result
    return two_d_array_reduction_prod


@kernel("band_matrix", idiom="array")
def _(jit):
    @jit
    def get_array(n):
        return np.array([[(i + 1.0) / (j + 1.0) if abs(i - j) <= 2 else 0.0
                          for j in range(n)] for i in range(n)])
    return get_array


@kernel("band_matrix", idiom="loop")
def _(jit):
    @jit
    def get_array(n):
        out = np.zeros((n, n))
        for i in prange(n):
            for j in range(max(0, i - 2), min(n, i + 3)):
                out[i, j] = (i + 1.0) / (j + 1.0)
        return out
    return get_array


def _method(method):
    # one source per method: Numba resolves attributes at compile time
    space = {}
    exec(f"def {method}(x):\n    return x.{method}()\n", space)
    KERNELS[method] = {"array": lambda jit: jit(space[method])}


for _name in ("mean", "var", "std", "argmin", "argmax"):
    _method(_name)


@kernel("mask_assign", idiom="array")
def _(jit):
    @jit
    def mask_assign(a, b):
        b[:] = a
        b[b < 0] = 0
        return b
    return mask_assign


@kernel("mask_assign", idiom="loop")
def _(jit):
    @jit
    def mask_assign(a, b):
        for i in prange(a.size):
            b[i] = 0.0 if a[i] < 0 else a[i]
        return b
    return mask_assign


@kernel("kmeans", idiom="array")
def _(jit):
    @jit
    def kmeans(A, C0, iters):
        C = C0.copy()
        k, d = C.shape
        n = A.shape[0]
        for _ in range(iters):
            dist = np.array([[math.sqrt(np.sum((A[i, :] - C[j, :]) ** 2)) for j in range(k)]
                             for i in range(n)])
            labels = np.array([dist[i, :].argmin() for i in range(n)])
            C = np.array([[np.sum(A[labels == i, j]) / np.sum(labels == i) for j in range(d)]
                          for i in range(k)])
        return C
    return kmeans


@kernel("kmeans", idiom="loop")
def _(jit):
    # Partial sums per chunk by hand: a reduction into s[best] would be a race.
    @jit
    def kmeans(A, C0, iters):
        C = C0.copy()
        k, d = C.shape
        n = A.shape[0]
        P = 8
        for _ in range(iters):
            s = np.zeros((P, k, d))
            cnt = np.zeros((P, k))
            for p in prange(P):
                for i in range(p * n // P, (p + 1) * n // P):
                    best = 0
                    bd = 1e308
                    for c in range(k):
                        t = 0.0
                        for j in range(d):
                            t += (A[i, j] - C[c, j]) ** 2
                        if t < bd:
                            bd = t
                            best = c
                    for j in range(d):
                        s[p, best, j] += A[i, j]
                    cnt[p, best] += 1.0
            C = s.sum(axis=0) / cnt.sum(axis=0).reshape(k, 1)
        return C
    return kmeans


@kernel("nbody", idiom="loop")
def _(jit):
    @jit
    def nbody(x, y, z, m):
        n = x.size
        ax, ay, az = np.empty(n), np.empty(n), np.empty(n)
        for i in prange(n):
            sx = sy = sz = 0.0
            for j in range(n):
                dx, dy, dz = x[j] - x[i], y[j] - y[i], z[j] - z[i]
                r2 = dx * dx + dy * dy + dz * dz + 1e-3
                w = m[j] / (r2 * math.sqrt(r2))
                sx += w * dx
                sy += w * dy
                sz += w * dz
            ax[i], ay[i], az[i] = sx, sy, sz
        return ax, ay, az
    return nbody


@kernel("wave2d", idiom="array")
def _(jit):
    @jit
    def wave2d(u0, u1, steps):
        p, u = u0.copy(), u1.copy()
        nxt = np.zeros_like(u)
        for _ in range(steps):
            nxt[1:-1, 1:-1] = 2.0 * u[1:-1, 1:-1] - p[1:-1, 1:-1] + 0.25 * (
                u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1])
            p, u, nxt = u, nxt, p
        return u
    return wave2d


@kernel("wave2d", idiom="loop")
def _(jit):
    @jit
    def wave2d(u0, u1, steps):
        p, u = u0.copy(), u1.copy()
        nxt = np.zeros_like(u)
        h, w = u.shape
        for _ in range(steps):
            for i in prange(1, h - 1):
                for j in range(1, w - 1):
                    nxt[i, j] = 2.0 * u[i, j] - p[i, j] + 0.25 * (
                        u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j])
            p, u, nxt = u, nxt, p
        return u
    return wave2d


@kernel("kde", idiom="array")
def _(jit):
    @jit
    def kde(ev, s, w):
        out = np.empty_like(ev)
        for i in prange(ev.size):
            out[i] = np.mean(np.exp(-0.5 * ((ev[i] - s) / w) ** 2) / w) / 2.5066282746310002
        return out
    return kde


@kernel("kde", idiom="loop")
def _(jit):
    @jit
    def kde(ev, s, w):
        out = np.empty_like(ev)
        for i in prange(ev.size):
            acc = 0.0
            for j in range(s.size):
                t = (ev[i] - s[j]) / w[j]
                acc += math.exp(-0.5 * t * t) / w[j]
            out[i] = acc / (2.5066282746310002 * s.size)
        return out
    return kde
