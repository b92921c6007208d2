"""C + OpenMP anchors: builds csrc/kernels.c and drives its timing loop."""
import ctypes
import os
import subprocess
import time
from pathlib import Path

import numpy as np

from .spec import K

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["-O3", "-march=native", "-shared", "-fPIC", str(ROOT / "csrc/kernels.c")]
BUILDS = {
    "c-gcc": ["gcc", "-fopenmp", "-ffast-math", *FLAGS, "-lm"],
    "c-gcc-strict": ["gcc", "-fopenmp", *FLAGS, "-lm"],
    "c-clang": ["clang-19", "-fopenmp", "-ffast-math", "-fveclib=libmvec", *FLAGS, "-lmvec", "-lm"],
    "c-serial": ["clang-19", "-fopenmp-simd", "-ffast-math", "-fveclib=libmvec", *FLAGS, "-lmvec", "-lm"],
}


def idioms(kernel):
    """c: results into reused arrays; alloc: malloc and free per call, as a
    language that returns fresh arrays does; other names: source variants."""
    names = ["c", *K[kernel].extra.get("c_variants", ())]
    if K[kernel].outputs and K[kernel].outputs(*next(iter(K[kernel].sizes.values())))[0][0] != ():
        names.append("alloc")
    return names


def load(system, threads):
    """(library, compile seconds or None when it was already built)"""
    so = ROOT.parent / "build" / "bench" / f"{system}.so"
    so.parent.mkdir(parents=True, exist_ok=True)
    took = None
    if not so.exists() or so.stat().st_mtime < (ROOT / "csrc/kernels.c").stat().st_mtime:
        t = time.perf_counter()
        subprocess.run([*BUILDS[system], "-w", "-o", f"{so}.{os.getpid()}"], check=True)
        os.replace(f"{so}.{os.getpid()}", so)
        took = time.perf_counter() - t
    lib = ctypes.CDLL(str(so))
    lib.set_threads(threads)
    lib.threads = threads
    return lib, took


class Bound:
    """One kernel with its arguments, callable from Python or timed in C."""

    def __init__(self, lib, kernel, idiom, args, params):
        spec = K[kernel]
        name = spec.extra.get("c", kernel)
        if idiom not in ("c", "alloc"):
            name += "_" + idiom
        self.lib, self.fn = lib, getattr(lib, name)
        self.cpu = lib.threads == 1
        ins = [a for a in args if isinstance(a, np.ndarray)][:spec.extra.get("c_inputs")]
        self.out = [np.empty(shape, dt) for shape, dt in spec.outputs(*params)]
        self.keep = ins
        ptrs = [a.ctypes.data for a in (*ins, *self.out)]
        self.np = len(ptrs)
        self.p = (ctypes.c_void_p * self.np)(*ptrs)
        n = spec.extra.get("c_n", lambda *k: k)(*params)
        self.n = (ctypes.c_int64 * len(n))(*n)
        self.nout = len(self.out) if idiom == "alloc" else 0
        self.bytes = (ctypes.c_int64 * len(self.out))(*(o.nbytes for o in self.out))

    def __call__(self):
        self.fn(self.p, self.n)
        return self.out[0] if len(self.out) == 1 else self.out

    def times(self, samples, inner):
        t = np.empty(samples)
        saved = list(self.p)
        self.lib.bench_loop(self.fn, self.p, self.n, self.np, self.nout, self.bytes,
                            samples, inner, self.cpu, t.ctypes.data_as(ctypes.c_void_p))
        self.p[:] = saved
        return t * 1e-9
