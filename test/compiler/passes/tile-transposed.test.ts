// Transposing loops run in square tiles, others in parts of rows, and each element is computed once.
import t from "tap";
import { walk } from "../../../compiler/ir/visit.js";
import { optimizeSource } from "../optimize-source.js";
import { compiled, doubles } from "../run-kernel.js";

const TYPES = ["float64[:, ::1]", "float64[:, ::1]"];

interface Example {
  readonly body: string;
  /** Both axes are cut. */
  readonly square: boolean;
  /** The result where the transposed `a` has this element; all of `b` is 1. */
  readonly element: (a: number) => number;
}

const examples: Readonly<Record<string, Example>> = {
  "a transposed operand": { body: "return a.T + b;", square: true, element: (at) => at + 1 },
  "a transposed result": {
    body: "const [n, m] = a.shape; const c = zeros([m, n]); for (const [i, j] of prange([n, m])) c[j, i] = a[i, j] + b[j, i]; return c;",
    square: true,
    element: (at) => at + 1,
  },
  "rows from the last to the first": { body: 'return b["::-1"] * 2;', square: false, element: () => 2 },
  "a reduction": { body: "return zeros(a.T.shape) + sum(a.T * b) * 0 + 1;", square: false, element: () => 1 },
};

for (const [name, { body, square, element }] of Object.entries(examples)) {
  t.test(name, async (t) => {
    const { loops } = optimizeSource(`function f(a, b) { ${body} }`, TYPES);
    let nests = 0;
    walk(loops.body, (op) => {
      if (op.kind === "parfor" && op.body.some((each) => each.kind === "for" && hasLoop(each))) nests++;
    });
    t.equal(nests > 0, square, "square tiles");
    const kernel = compiled(loops);
    for (const [n, m] of [
      [1, 1],
      [3, 130],
      [64, 64],
      [129, 65],
    ] as const) {
      const a = Float64Array.from({ length: n * m }, (_, k) => k);
      const b = new Float64Array(n * m).fill(1);
      const got = doubles(kernel({ data: a, shape: [n, m] }, { data: b, shape: [m, n] }));
      const want = Array.from({ length: n * m }, (_, k) => {
        const [i, j] = [Math.floor(k / n), k % n];
        return element(j * m + i);
      });
      t.same(got, want, `${n} by ${m}`);
    }
  });
}

function hasLoop(op: Parameters<Parameters<typeof walk>[1]>[0]): boolean {
  let found = false;
  if (op.kind === "for") walk(op.body, ({ kind }) => (found ||= kind === "for"));
  return found;
}
