// Every name of the language gives the same in ordinary cells as in parallel ones, on arrays, typed arrays and numbers.
import t from "tap";
import type { NameEntry } from "../../compiler/frontend/names/entry.js";
import { NAME_TABLES } from "../../compiler/frontend/names/registry.js";
import { Complex } from "../../runtime/complex.js";
import { compile } from "../../runtime/library.js";
import { NDArray } from "../../runtime/ndarray.js";
import { np } from "../../runtime/np.js";

/** What calls are made on; the texts of calls use these names. */
const VALUES = {
  a: np.array([
    [0.5, -0.25, 0.75],
    [0.125, 1, -1],
  ]),
  t: np.arange(6).reshape(2, 3).T.slice("::-1"),
  f: new Float32Array([0.5, 0.25, 1]),
  i: np.array([[6, 4, 9]], "int32"),
  u: new Uint8Array([200, 100, 3]),
  b: np.array([true, false, true]),
  z: np.array([new Complex(1, 2), new Complex(0, -1)]),
  x: 0.5,
  n: 3,
};
const NAMES = Object.keys(VALUES);

/** Names that ordinary cells have as JavaScript's own, as methods of arrays, or have no use for. */
const ELSEWHERE =
  /^(Math\.|Number\.|Array\.|console\.|(isNaN|isFinite|Boolean|Number|BigInt|int|float|product|map|astype|fill|flatten|reduce)$)/;
const ELSEWHERE_FAMILIES = new Set(["loops", "user functions", "random"]);

/** Arguments to elementwise functions, by the number of their parameters. */
const ELEMENTWISE: Readonly<Record<number, readonly string[]>> = {
  1: ["t", "u", "x"],
  2: ["a, f", "u, u", "x, n"],
  3: ["b, f, a", "x, x, n"],
};
const REDUCTIONS = ["t", "u", "b", "a, 1, true", "t, { axis: -1, keepdims: true }", "a, 5"];

/** Arguments of the other names. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  round: ["a", "a, 1", "f", "i", "x"],
  ldexp: ["a, i", "x, n"],
  countNonzero: ["a", "b", "t, 1"],
  searchsorted: ["f, a", 'f, f, "right"', "f, x"],
  diff: ["a", "u", "t, 1, 0"],
  cumsum: ["a", "u", "t, 1", "i"],
  cumprod: ["a", "u", "t, 0"],
  sort: ["a", "t, 0", "u"],
  argsort: ["a", "t, 0", "u"],
  zeros: ["[2, 3]", "n", '[2], "int32"', '[2], { dtype: "bool" }'],
  ones: ["[2, 3]", "n", '[2], "uint8"'],
  empty: ["[0, 3]"],
  full: ["[2, 3], x", '[2], n, "int16"', "[2, 3], f"],
  zerosLike: ["a", "t", "u"],
  onesLike: ["a", "t", 'u, "float32"'],
  emptyLike: ["a"],
  fromFunction: ["[2, 3], (i, j) => 10.5 * i + j"],
  fullLike: ["a, x", "u, n"],
  arange: ["n", "x, n", "n, x, -x", "0, n, x", '0, 5, 2, "int32"'],
  linspace: ["0, 1, 5", "x, n, 4", "0, 1, 5, false"],
  eye: ["3", "2, 4", "3, 3, 1"],
  identity: ["3"],
  array: ["a", "t", "u", "[x, n]", '[x, n], "float32"'],
  copy: ["a", "t"],
  ascontiguousarray: ["t"],
  asarray: ["a", "u"],
  dot: ["a, f", "f, f", "a, t"],
  vdot: ["f, f", "a, a"],
  matmul: ["a, t", "a, f"],
  outer: ["f, u"],
  trace: ["a", "t"],
  transpose: ["a", "t", "a, [1, 0]"],
  permuteDims: ["a, [1, 0]"],
  swapaxes: ["a, 0, 1"],
  reshape: ["a, [3, 2]", "t, [6]", "a, [-1, 2]", "a, [4, 2]"],
  ravel: ["a", "t"],
  concatenate: ["[a, a]", "[a, a], 1", "[f, u]"],
  stack: ["[f, u]", "[a, a], 1", "[f, f], -1"],
  vstack: ["[f, u]"],
  hstack: ["[f, u]"],
  expandDims: ["f, 0", "a, -1", "a, 1"],
  squeeze: ["i, 0", "a, 0"],
  flip: ["a", "a, 0", "t, 1"],
  roll: ["a, 1", "a, -1, 1", "u, 4"],
  broadcastTo: ["f, [2, 3]", "i, [2, 3]", "a, [3, 3]"],
};

interface Outcome {
  readonly value?: unknown;
  readonly error?: string;
}

function outcome(run: () => unknown): Outcome {
  try {
    return { value: plain(run()) };
  } catch (error) {
    return { error: error instanceof Error ? error.name : String(error) };
  }
}

function plain(value: unknown): unknown {
  if (value instanceof NDArray)
    return { dtype: value.dtype, shape: value.shape, elements: String(value.toArray()) };
  return Array.isArray(value) ? value.map(plain) : value;
}

/** The argument lists to try a name with. */
function callsOf({ names, group: { family }, signature }: NameEntry, name: string): readonly string[] {
  const own = CALLS[name] ?? CALLS[names[0] ?? ""];
  if (own !== undefined) return own;
  if (family === "reductions") return REDUCTIONS;
  if (family === "casts") return ELEMENTWISE[1] ?? [];
  const parameters =
    /\((.*?)\)/
      .exec(signature)?.[1]
      ?.split(",")
      .filter((parameter) => !parameter.includes("?")) ?? [];
  return family === "elementwise" ? (ELEMENTWISE[parameters.length] ?? []) : [];
}

const eager = (expression: string): Outcome =>
  outcome(() => new Function("np", ...NAMES, `return ${expression};`)(np, ...Object.values(VALUES)));

const parallel = (expression: string): Outcome =>
  outcome(() => {
    const { body } = compile(`function body(${NAMES.join(", ")}) { return ${expression}; }`);
    return body?.(...Object.values(VALUES));
  });

t.setTimeout(180_000);

t.test("every name gives the same in ordinary cells and in parallel ones", async (t) => {
  for (const entry of NAME_TABLES.flat()) {
    const { family } = entry.group;
    if (ELSEWHERE_FAMILIES.has(family)) continue;
    for (const name of entry.names) {
      if (ELSEWHERE.test(name)) continue;
      t.ok(name in np, `np.${name}`);
      const all = callsOf(entry, name).map((args) => `np.${name}(${args})`);
      const calls = name === entry.names[0] ? all : all.slice(0, 1);
      t.ok(calls.length > 0, `calls of ${name}`);
      // One function for all of them compiles faster, where none is an error.
      const whole = parallel(`[${calls.join(", ")}]`);
      const wanted = Array.isArray(whole.value)
        ? whole.value.map((value: unknown) => ({ value }))
        : calls.map(parallel);
      for (const [at, call] of calls.entries()) t.same(eager(call), wanted[at], call);
    }
  }
});

t.test("random numbers are the same, too", async (t) => {
  const calls = {
    rand: "2, 3",
    random: "[4]",
    standardNormal: "3",
    normal: "x, n, [2, 2]",
    poisson: "n, [5]",
    randint: "0, 10, [2, 3]",
  };
  for (const [name, args] of Object.entries(calls)) {
    np.random.seed(7);
    const found = eager(`np.random.${name}(${args})`);
    np.random.seed(7);
    t.same(found, parallel(`np.random.${name}(${args})`), name);
  }
});
