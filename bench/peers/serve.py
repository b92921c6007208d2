"""python serve.py SYSTEM KERNEL IDIOM THREADS: runs one kernel in one system as the lines of its input say (../messages.ts).
python serve.py --list: the systems installed here, and their ways of writing each kernel."""
import gc
import importlib
import importlib.util
import itertools
import json
import os
import shutil
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

SHORTEST_SAMPLE, MOST_SAMPLES = 1e-4, 2000
# Numba: fm = fastmath=True; np = error_model="numpy", without which a division keeps a loop scalar.
NUMBA = {
    f"numba-{'par' if par else 'ser'}{'-fm' * fm}{'-np' * np_}": dict(
        parallel=par, fastmath=fm, error_model="numpy" if np_ else "python")
    for par, fm, np_ in itertools.product((False, True), repeat=3)
}
MODULES = {"numpy": "k_numpy", "numexpr": "k_numexpr", "jax": "k_jax", "pythran": "k_pythran",
           "c-gcc": "k_c", "c-clang": "k_c", **dict.fromkeys(NUMBA, "k_numba")}


def installed(system):
    if system == "c-gcc":
        return shutil.which("gcc") is not None
    if system == "c-clang":
        return shutil.which("clang-19") is not None
    return importlib.util.find_spec(system.split("-")[0]) is not None


def load(system):
    return importlib.import_module(f"peers.{MODULES[system]}")


def listing():
    from peers.spec import K
    found = {}
    for system in MODULES:
        if not installed(system):
            continue
        module = load(system)
        found[system] = {kernel: module.idioms(kernel) if hasattr(module, "idioms")
                         else list(module.KERNELS.get(kernel, ())) for kernel in K}
    print(json.dumps(found))


class Compiled:
    """A kernel that returns its result, called from Python."""

    def __init__(self, system, kernel, idiom, threads):
        module = load(system)
        if hasattr(module, "setup"):
            module.setup(threads)
        jit = None
        if system in NUMBA:
            import numba
            import numpy as np
            jit = lambda f: numba.njit(f, **NUMBA[system])    # noqa: E731
            jit(lambda x: x.sum())(np.zeros(8))   # thread pool, LLVM start-up and lazy imports are not the kernel's
        self.module, self.f = module, module.KERNELS[kernel][idiom](jit)

    def bind(self, args, params):
        if hasattr(self.module, "place"):
            args = self.module.place(args)
        return lambda: self.f(*args)

    def samples(self, run, seconds):
        _, one = timed(run)
        batch = max(1, int(SHORTEST_SAMPLE / max(one, 1e-7)))
        samples, end = [], time.perf_counter() + seconds
        while len(samples) < 3 or (time.perf_counter() < end and len(samples) < MOST_SAMPLES):
            begin = time.perf_counter()
            for _ in itertools.repeat(None, batch):
                run()
            samples.append((time.perf_counter() - begin) / batch)
        return samples


class NativeC:
    """A kernel of csrc/kernels.c, timed by a loop in C."""

    def __init__(self, system, kernel, idiom, threads):
        from peers import k_c
        self.k, self.kernel, self.idiom = k_c, kernel, idiom
        self.library, _ = k_c.load(system, threads)

    def bind(self, args, params):
        return self.k.Bound(self.library, self.kernel, self.idiom, args, params)

    def samples(self, run, seconds):
        one = float(run.times(2, 1).min())
        batch = max(1, int(SHORTEST_SAMPLE / max(one, 1e-7)))
        return list(run.times(max(3, min(MOST_SAMPLES, int(seconds / (one * batch)))), batch))


def timed(run):
    begin = time.perf_counter()
    result = run()
    return result, time.perf_counter() - begin


def serve(system, kernel, idiom, threads):
    from peers.spec import K, checksum
    maker = NativeC if MODULES[system] == "k_c" else Compiled
    program = maker(system, kernel, idiom, threads)
    compile_seconds_wanted = True
    gc.disable()
    bound = run = None
    for line in sys.stdin:
        request = json.loads(line)
        params = tuple(int(p) for p in request["parameters"])
        if params != bound:   # inputs are kept from one request to the next
            run = None
            bound, run = params, program.bind(K[kernel].make(*params), params)
        _, first = timed(run)
        result, second = timed(run)
        total, absolute = checksum(result)
        del result
        samples = program.samples(run, request["seconds"])
        print(json.dumps(dict(samples=samples, sum=total, absolute=absolute,
                              compileSeconds=max(0.0, first - second) if compile_seconds_wanted else None)), flush=True)
        compile_seconds_wanted = False


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        listing()
    else:
        serve(*sys.argv[1:4], int(sys.argv[4]))
