// Parallel programs that take many seconds, or have no end: one for each way in which generated code or the runtime can be busy.
import { np } from "../../runtime/np.js";

export interface LongProgram {
  readonly name: string;
  readonly source: string;
  /** The arguments of `f`. */
  readonly args: () => readonly unknown[];
}

const none = (): readonly unknown[] => [];

export const LONG_PROGRAMS: readonly LongProgram[] = [
  {
    name: "a serial loop without an end",
    source: "function f() { let i = 0; while (i >= 0) i = (i + 1) % 7; return i; }",
    args: none,
  },
  {
    name: "a serial loop that counts",
    source: "function f(n) { let x = 0.5; for (const i of range(n)) x = 3.9 * x * (1 - x); return x; }",
    args: () => [1e12],
  },
  {
    name: "a parallel loop of few iterations without an end",
    source: `function f() {
      const out = zeros(3);
      for (const i of prange(3)) { let x = 1.0; while (x > 0) x = x * 0.5 + 1; out[i] = x; }
      return out;
    }`,
    args: none,
  },
  {
    name: "a reduction over more numbers than there is time for",
    source: "function f(n) { let s = 0.0; for (const i of prange(n)) s += sin(i * 0.5); return s; }",
    args: () => [1e12],
  },
  {
    name: "whole arrays, again and again",
    source: `function f(a, n) {
      let s = 0.0;
      for (const k of range(n)) s += sum(exp(a) * k);
      return s;
    }`,
    args: () => [np.ones([100_000]), 1e9],
  },
  {
    name: "running sums",
    source: "function f(a, n) { let s = 0.0; for (const k of range(n)) s += cumsum(a + k)[5]; return s; }",
    args: () => [np.ones([100_000]), 1e9],
  },
  {
    name: "random numbers",
    source:
      "function f(n) { let s = 0.0; for (const k of range(n)) s += random.normal(0, 1, 10000)[5]; return s; }",
    args: () => [1e9],
  },
  {
    name: "random numbers that functions of the runtime draw",
    source: "function f(n) { let s = 0; for (const i of prange(n)) s += random.poisson(1000); return s; }",
    args: () => [1e11],
  },
  {
    name: "a sort",
    source: "function f(a) { return sort(a); }",
    args: () => [scrambled(150_000_000)],
  },
  {
    name: "the order of an array",
    source: "function f(a) { return argsort(a); }",
    args: () => [scrambled(40_000_000)],
  },
  {
    name: "many short sorts",
    source: "function f(a, n) { let s = 0; for (const k of range(n)) s += sort(a, 1)[0, 0]; return s; }",
    args: () => [np.ones([1000, 100]), 1e9],
  },
  {
    name: "a product of matrices",
    source: "function f(a) { return matmul(a, a); }",
    args: () => [np.ones([6000, 6000])],
  },
  {
    name: "a function that calls another, which loops",
    source: `function inner(x, n) { let y = x; for (const i of range(n)) y = y * 0.5 + 1; return y; }
    function f(n) { let s = 0.0; for (const k of prange(1000)) s += inner(k * 1.0, n); return s; }`,
    args: () => [1e10],
  },
];

/** Bytes in no order. */
function scrambled(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let k = 0; k < length; k++) bytes[k] = Math.imul(k, 0x9e3779b1) >>> 24;
  return bytes;
}
