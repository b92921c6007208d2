// What the code of tiles does without: guards of a division that can't fail, and polls of the stop flag, as a tile is short.
import t from "tap";
import { compileSource, stageText } from "./compile-source.js";

const STENCIL = `const step = stencil((u) => u[-1, 0] + u[1, 0] + u[0, -1] + u[0, 1]);
function f(u) { return step(u); }`;
const ROWS = `function f(X) {
  const out = emptyLike(X);
  for (const i of prange(X.shape[0])) for (const j of range(X.shape[1])) out[i, j] = 2 * X[i, j];
  return out;
}`;
const QUOTIENTS = `function f(a, b) {
  const out = emptyLike(a);
  for (const i of prange(a.size)) out[i] = a[i] % b[i];
  return out;
}`;

/** The text of the first parallel loop's function. */
function loopOf(source: string, ...types: readonly string[]): string {
  const text = stageText(compileSource(source, "f", types), "emit-llvm");
  return text.match(/^define [^@]*@loop_.*?^}/ms)?.[0] ?? "";
}
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

t.test(
  "the rows of a tile are found by one division without guards, and its loops do not poll",
  async (t) => {
    const loop = loopOf(STENCIL, "float64[:, ::1]");
    t.equal(count(loop, /udiv i64/g), 1);
    t.equal(count(loop, /sdiv i64/g), 0);
    t.equal(count(loop, /load atomic volatile/g), 0);
  },
);

t.test("rows of any length poll, once in so many iterations", async (t) => {
  t.ok(count(loopOf(ROWS, "float64[:, ::1]"), /load atomic volatile/g) >= 1);
});

t.test("a divisor that may be 0 or -1 is looked at first", async (t) => {
  const loop = loopOf(QUOTIENTS, "int64[::1]", "int64[::1]");
  t.equal(count(loop, /urem i64/g), 0);
  t.ok(count(loop, /srem i64/g) >= 1);
  t.ok(count(loop, /icmp eq i64 %\S+, -1/g) >= 1);
});
