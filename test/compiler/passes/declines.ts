// What each pass must leave alone, beside a program that differs in what matters and on which it acts.

export interface Decline {
  /** Why the pass must not act. */
  readonly because: string;
  readonly types: readonly string[];
  /** Bodies of a function of a, b, c, …, which have these types. */
  readonly acts: string;
  readonly declines: string;
  /** What the pass changes the number of; without it, it must leave every operation as it is. */
  readonly counted?: RegExp;
  /** What the report is told. */
  readonly remark?: RegExp;
}

const VECTOR = "float64[::1]";
const MATRIX = "float64[:, ::1]";
const INDICES = "int64[::1]";

/** For each column j of a: `before`, then `update` for each row, then out[j] = s. */
const columns = (update: string): string =>
  `const [n, m] = a.shape; const out = zeros(m);
   for (const j of prange(m)) { let s = 0.5; for (const i of range(n)) { ${update} } out[j] = s; }
   return out;`;
/** A search for the least element in which each iteration also does `more`. */
const search = (more: string): string =>
  `let best = Infinity; let count = 0;
   for (const i of range(a.size)) { if (a[i] < best) best = a[i]; ${more} }
   return [best, count];`;
const drawn = (statement: string): string =>
  `for (const i of prange(a.size)) { const x = random.random(); ${statement} a[i] = x; } return a;`;
const filled = (statement: string): string =>
  `const [n, m] = a.shape; const out = zeros([n, m]);
   for (const i of prange(n)) for (const j of range(m)) { ${statement} }
   return out;`;

/** By name of the pass; `simplify` stands for all its places in the pipeline. */
export const DECLINES: Readonly<Record<string, Decline>> = {
  "forward-variables": {
    because: "an earlier iteration may have set the variable",
    types: ["int64"],
    acts: "let k = a; for (const i of range(a)) { k = k + 1; k = k + i; } return k;",
    declines: "let k = a; for (const i of range(a)) k = k + i; return k;",
    counted: /= get /g,
  },
  "raise-checks": {
    because: "what is printed before the error must be seen",
    types: [VECTOR, VECTOR],
    acts: "const s = sum(a); const e = a + b; return [s, e];",
    declines: 'const s = sum(a); console.log("before"); const e = a + b; return [s, e];',
  },
  simplify: {
    because: "a float times 0 is not 0 for infinity, NaN and negative numbers",
    types: ["int64", "float64"],
    acts: "return a * 0 + 1;",
    declines: "return b * 0.0 + 1;",
    counted: /= mul /g,
  },
  "resolve-variables": {
    because: "the arrays of the variable have different extents and strides",
    types: [VECTOR, "number"],
    acts: "let x = a; for (let t = 0; t < b; t++) x = x * 0.5 + a; return x;",
    declines: 'let x = a; for (let t = 0; t < b; t++) x = x["::2"]; return x;',
  },
  "hoist-stencil-inputs": {
    because: "the function is of two elements",
    types: [VECTOR],
    acts: "return stencil((w) => exp(w[-1]) + exp(w[0]) + exp(w[1]))(a);",
    declines: "return stencil((w) => exp(w[-1] - w[0]) + exp(w[0] - w[1]))(a);",
  },
  "merge-expressions": {
    because: "every row would compute the logarithms of the vector again",
    types: [MATRIX, VECTOR],
    acts: "return a * (b + 1);",
    declines: "return a * log(b);",
  },
  "form-parfors": {
    because: "what combines two results is no single operation on the elements of arrays",
    types: [MATRIX],
    acts: "return sum(a, 0);",
    declines: "return argmax(a, 0);",
    counted: /reduction /g,
  },
  "prove-bounds": {
    because: "an index from memory can be anything",
    types: [VECTOR, INDICES],
    acts: "let s = 0.0; for (const i of prange(a.length)) s += a[i]; return s;",
    declines: "let s = 0.0; for (const i of prange(10)) s += a[b[i]]; return s;",
    counted: / checked /g,
  },
  "remove-dead-fills": {
    because: "some elements keep the zeros",
    types: [MATRIX],
    acts: filled("out[i, j] = a[i, j] * 2;"),
    declines: filled("if (a[i, j] > 0) out[i, j] = a[i, j];"),
  },
  "drop-unit-axes": {
    because: "the extent is 1 at run time only, if at all",
    types: [MATRIX, "int64"],
    acts: "const s = sum(a, 1, true); return sqrt(s);",
    declines: "const s = ones([a.shape[0], b]); return sqrt(s);",
  },
  "fuse-parfors": {
    because: "the loops are over different spaces",
    types: [VECTOR],
    acts: "const x = sin(a); const y = cos(a); return [x, y];",
    declines: 'const x = sin(a["1:"]); const y = cos(a); return [x, y];',
    remark: /^loop dimension mismatched in axis 0: .* != a\.shape\[0\]$/,
  },
  "forward-elements": {
    because: "the store in between may be to the same element",
    types: [VECTOR, VECTOR],
    acts: "const n = a.length; for (const i of range(n)) { a[i] = b[i] * 2; b[i] = a[i]; } return a;",
    declines:
      "const n = a.length; for (const i of range(n)) { a[i] = b[i] * 2; a[n - 1 - i] = 0; b[i] = a[i]; } return a;",
  },
  "remove-dead-arrays": {
    because: "the array is returned",
    types: [VECTOR],
    acts: "const x = sin(a); const y = x * 2; return y;",
    declines: "const x = sin(a); const y = x * 2; return [x, y];",
  },
  "reuse-inputs": {
    because: "the array is needed after the loop",
    types: [VECTOR],
    acts: "const e = exp(a); const c = e / sum(e); return c;",
    declines: "const e = exp(a); const c = e / sum(e); return [c, e];",
  },
  "serialize-epilogues": {
    because: "its iterations take longer than combining the sums",
    types: [MATRIX],
    acts: "const g = sum(a, 0); const w = g * 2; return w;",
    declines: "const g = sum(a, 0); const w = exp(sin(g)) / (1 + exp(-g)); return w;",
  },
  "flatten-loops": {
    because: "the vector is read by columns",
    types: [MATRIX, VECTOR],
    acts: "const c = a * 2; return c;",
    declines: "const c = a * 2 + b; return c;",
  },
  "hoist-invariants": {
    because: "only some iterations may compute it",
    types: [VECTOR, "float64"],
    acts: "const n = a.length; const c = zeros(n); for (const i of prange(n)) c[i] = a[i] * exp(b); return c;",
    declines:
      "const n = a.length; const c = zeros(n); for (const i of prange(n)) if (a[i] > 0) c[i] = exp(b); return c;",
    remark: /^the branch around it$/,
  },
  "hoist-checks": {
    because: "iterations have written before one of them comes to the check",
    types: [VECTOR, "float64"],
    acts: "for (const i of prange(a.size)) { let s = 0.0; for (const j of range(b)) s += a[i]; a[i] = s; } return a;",
    declines:
      "for (const i of prange(a.size)) { let s = a[i]; a[i] = 0; for (const j of range(b)) s = s * 0.5 + 1; a[i] += s; } return a;",
  },
  "hoist-allocations": {
    because: "only some iterations may allocate it",
    types: [MATRIX],
    acts: `const c = zeros(a.shape[0]);
      for (const i of prange(a.shape[0])) { const t = zeros(10); for (const j of range(10)) t[j] = a[i, 0] * j; c[i] = max(t); }
      return c;`,
    declines: `const c = zeros(a.shape[0]);
      for (const i of prange(a.shape[0])) if (a[i, 0] > 0) { const t = zeros(10); for (const j of range(10)) t[j] = a[i, 0] * j; c[i] = max(t); }
      return c;`,
    remark: /^the branch around it$/,
  },
  "version-bounds": {
    because: "an index from memory is not known before the loop",
    types: [VECTOR, INDICES, "int64"],
    acts: "let s = 0.0; for (const i of prange(10)) s += a[i + c]; return s;",
    declines: "let s = 0.0; for (const i of prange(b.length)) s += a[b[i]]; return s;",
    remark: /^its index is read from memory$/,
  },
  "plan-parallelism": {
    because: "a parallel loop over one axis is what runs on threads",
    types: [MATRIX],
    acts: "const [n, m] = a.shape; for (const i of prange(n)) for (const j of prange(m)) a[i, j] += i; return a;",
    declines:
      "const [n, m] = a.shape; for (const i of prange(n)) for (const j of range(m)) a[i, j] += i; return a;",
  },
  "split-index-sets": {
    because: "the test is made on another value than the index of the loop",
    types: [VECTOR],
    acts: "return stencil((w) => w[-1] + w[1])(a);",
    declines: "const n = a.length; for (const i of prange(n)) if (a[i] > 1 && a[i] < n) a[i] = 0; return a;",
  },
  "skip-idle-blocks": {
    because: "each iteration changes the count",
    types: [VECTOR],
    acts: search(""),
    declines: search("count += i & 1;"),
  },
  "lift-accumulations": {
    because: "the order of the sum is not open",
    types: [VECTOR],
    acts: "let s = 0.0; for (const i of prange(a.length)) if (a[i] > 0) s += a[i]; return s;",
    declines: "let s = 0.0; for (const i of range(a.length)) if (a[i] > 0) s += a[i]; return s;",
  },
  "vectorize-across": {
    because: "an iteration that fails must be the first one that does",
    types: [MATRIX],
    acts: columns("s = s * 0.5 + a[i, j];"),
    declines: columns('s = s * 0.5 + a[i, j]; if (s > 1e9) throw new Error("too large");'),
    remark: /^its iterations can fail$/,
  },
  "jam-loops": {
    because: "an iteration reads what the one before stored",
    types: [MATRIX],
    acts: "const s = zeros(a.shape[1]); for (const i of range(a.shape[0])) for (const j of range(a.shape[1])) s[j] += a[i, j]; return s;",
    declines:
      "const s = a.copy(); for (const i of range(a.shape[0])) for (const j of range(a.shape[1])) s[0, j] += s[i, j]; return s;",
  },
  "share-random-blocks": {
    because: "an iteration that fails must be the first one that does",
    types: [VECTOR],
    acts: drawn(""),
    declines: drawn('if (x > 0.9) throw new Error("too large");'),
  },
  "place-releases": {
    because: "the caller gets the array",
    types: [VECTOR],
    acts: 'const x = a * 2; const y = x["1:"] + x[":-1"]; const z = y["1:"] + y[":-1"]; return z;',
    declines:
      'const x = a * 2; const y = x["1:"] + x[":-1"]; const z = y["1:"] + y[":-1"]; return [x, y, z];',
  },
};
