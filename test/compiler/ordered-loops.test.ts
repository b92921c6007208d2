// Loops whose iterations wait for each other: LLVM can't make vectors of them, so the code asks it to unroll them.
import t from "tap";
import { compileSource, stageText } from "./compile-source.js";

const distances = (distance: string): string => `function f(X, y) {
  const out = empty(X.shape[0]);
  for (const i of prange(X.shape[0])) {
    let best = Infinity;
    for (const c of range(2)) {
      ${distance}
      if (q < best) best = q;
    }
    out[i] = best;
  }
  return out;
}`;

function unrolled(distance: string): number {
  const compiled = compileSource(distances(distance), "f", ["float64[:, ::1]", "float64[::1]"]);
  return stageText(compiled, "emit-llvm").match(/"llvm\.loop\.unroll\.count", i32 4/g)?.length ?? 0;
}

t.test("a sum of floats that keeps its order is unrolled", async (t) => {
  t.ok(unrolled("let q = 0.0; for (const j of range(y.size)) q += (X[i, j] - y[j]) ** 2;") >= 1);
});

t.test("one that may be added up in any order, or of integers, is left to the vectorizer", async (t) => {
  t.equal(unrolled("const q = sum((X[i] - y) ** 2);"), 0);
  t.equal(unrolled("let q = 0; for (const j of range(y.size)) if (X[i, j] > y[j]) q += 1;"), 0);
});
