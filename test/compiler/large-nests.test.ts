// Loops of known length with loops in them: unrolled where that saves loads, else LLVM would only compile each inner loop many times.
import t from "tap";
import { compileSource, stageText } from "./compile-source.js";

function keptWhole(text: string): number {
  const compiled = compileSource(text, "f", ["float64[:, ::1]", "float64[::1]"]);
  const ir = stageText(compiled, "emit-llvm");
  const nodeOf = (hint: string): string =>
    ir
      .split("\n")
      .find((line) => line.endsWith(` = !{!"llvm.loop.${hint}}`))
      ?.split(" ")[0] ?? "none";
  const [unroll, scalar] = [nodeOf('unroll.disable"'), nodeOf('vectorize.enable", i1 false')];
  // Loops that run rarely are left as they are altogether.
  return (ir.match(/^.* = distinct !\{.*\}$/gm) ?? []).filter(
    (line) => line.includes(`, ${unroll}}`) && !line.includes(`, ${scalar},`),
  ).length;
}

const taps = (near: number, access: string): string => `function f(a, b) {
  const out = zeros(a.shape[0]);
  for (const i of prange(a.shape[0] - ${near}, a.shape[0])) {
    let most = 0;
    for (const k of range(${near})) for (const l of range(${near})) if (${access} > b[k]) most += 1;
    out[i] = most;
  }
  return out;
}`;

t.test("a nest of many iterations is not unrolled whole", async (t) => {
  t.ok(keptWhole(taps(21, "a[i, l]")) >= 1);
});

t.test("one of few is, and so is one whose iterations read next to each other in a row", async (t) => {
  t.equal(keptWhole(taps(3, "a[i, l]")), 0);
  t.equal(keptWhole(taps(21, "a[i, k + l]")), 0);
});

t.test("one around a loop of unknown length is not", async (t) => {
  const sums =
    "const s = zeros(4); for (const k of range(4)) for (const j of range(b.size)) s[k] += a[k, j] * b[j]; return s;";
  t.ok(keptWhole(`function f(a, b) { ${sums} }`) >= 1);
});
