// What LLVM is told of arrays that share no memory.
import t from "tap";
import { compileSource, stageText } from "./compile-source.js";

/** The alias scopes of the accesses in each function that is the body of a parallel loop. */
function scopesOfLoops(text: string, types: readonly string[]): readonly number[] {
  const ir = stageText(compileSource(text, "f", types), "emit-llvm");
  const bodies = ir.split(/^define /m).filter((part) => /^internal .*@loop_/.test(part));
  return bodies.map((body) => new Set(body.match(/!alias\.scope !\d+/g)).size);
}

t.test("in a parallel loop, arrays of variables that exchange them are apart", async (t) => {
  const text = `function f(a, n: int) {
  let [before, now] = [a.copy(), 0.5 * a];
  let next = zerosLike(a);
  for (const t of range(n)) {
    next["1:-1"] = now["2:"] + now[":-2"] - before["1:-1"];
    [before, now, next] = [now, next, before];
  }
  return now;
}`;
  t.equal(scopesOfLoops(text, ["float64[::1]", "int64"]).at(-1), 3);
});

t.test("arrays of variables that may hold the same one are not", async (t) => {
  const text = `function f(a, n: int) {
  let [before, now] = [a.copy(), 0.5 * a];
  for (const t of range(n)) {
    const sum = now + before;
    if (t == 3) before = now;
    now = sum;
  }
  return now;
}`;
  t.equal(scopesOfLoops(text, ["float64[::1]", "int64"]).at(-1), 2);
});
