// Which loops fuse, and what the report says of those that do not.
import t from "tap";
import { compileSource } from "../compile-source.js";

const VECTOR = "float64[::1]";
const MATRIX = "float64[:, ::1]";

interface Attempt {
  readonly types: readonly string[];
  readonly body: string;
  /** The reason of the last attempt; null where it succeeds. */
  readonly reason: RegExp | null;
}

const attempts: Readonly<Record<string, Attempt>> = {
  "a chain": { types: [VECTOR], body: "const b = sin(a); const c = b * 2; return c;", reason: null },
  "independent loops": {
    types: [VECTOR],
    body: "const b = sin(a); const c = cos(a); return [b, c];",
    reason: null,
  },
  "a reduction after its input": { types: [VECTOR], body: "const b = sin(a); return sum(b);", reason: null },
  "another length": {
    types: [VECTOR],
    body: 'const b = a["1:"] * 2; const c = a * 3; return [b, c];',
    reason: /^loop dimension mismatched in axis 0: .* != a\.shape\[0\]$/,
  },
  "another rank": {
    types: [MATRIX, VECTOR],
    body: "const r = v * 2; const c = a + 1; return [r, c];",
    reason: /different numbers of dimensions: 1 axis and 2 axes/,
  },
  "a result that is used between": {
    types: [VECTOR],
    body: "const s = sum(a); const b = a / s; return b;",
    reason: /needs the first and is needed by the second/,
  },
  "the next element": {
    types: [VECTOR],
    body: "const n = a.length; const b = a * 2; const c = zeros(n); for (const i of prange(n - 1)) c[i] = b[i + 1]; return c;",
    reason: /a\.shape\[0\] != n - 1|another iteration/,
  },
  "the reversed element": {
    types: [VECTOR],
    body: "const n = a.length; const b = a * 2; const c = zeros(n); for (const i of prange(n)) c[i] = b[n - 1 - i]; return c;",
    reason: /^b\[n - 1 - i\] may read what another iteration of the first loop computes$/,
  },
  "an overwritten neighbour": {
    types: [VECTOR],
    body: "const n = a.length; const b = zeros(n); const c = zeros(n); for (const i of prange(n)) b[i] = a[n - 1 - i]; a += 1; return [b, c];",
    reason: /may overwrite what another iteration reads as a\[n - 1 - i\]$/,
  },
};

for (const [name, { types, body, reason }] of Object.entries(attempts)) {
  t.test(name, async (t) => {
    const { report } = compileSource(
      `function f(a, v) { ${body} }`,
      "f",
      types.length === 1 ? [...types, "number"] : types,
    );
    const last = report.fusion.at(-1);
    if (last === undefined) throw new Error("nothing was tried");
    t.equal(last.succeeded, reason === null);
    if (reason !== null) t.match(last.reason, reason);
  });
}
