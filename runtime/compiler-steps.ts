import { elaborateFunction } from "../compiler/frontend/elaborate.js";
import { parseUnit } from "../compiler/frontend/parse-unit.js";
import type { InputType } from "../compiler/frontend/signature.js";
import { compileToLlvm } from "../compiler/pipeline.js";
import { hostTarget } from "./host-target.js";
import type { Native } from "./native.js";
import { parseType } from "./parse-type.js";

/** Programs that use different parts of the compiler; each takes a matrix and a vector. */
const PROGRAMS = [
  "function warm(a, b) { return 1 / (1 + exp(-(a * b))) + where(a > 0, sqrt(abs(a)), b ** 2); }",
  `function warm(a, b) {
    const centered = a - mean(a, 0);
    return { scaled: centered / std(a, 0), best: argmax(a, 1), total: (a * b).sum(1), norm: sqrt(sum(b * b)) };
  }`,
  `const around = stencil((u) => 0.25 * (u[-1, 0] + u[1, 0] + u[0, -1] + u[0, 1]));
  function warm(a, b) {
    let u = around(a);
    for (let step = 0; step < 2; step++) u = u["1:-1"] + b[step];
    return u;
  }`,
  `function warm(a, b) {
    let s = 0.0;
    for (const i of prange(a.shape[0])) {
      let most = b[0];
      for (let j = 0; j < a.shape[1]; j++) if (a[i, j] > most) most = a[i, j];
      s += most;
    }
    console.log("sum", s);
    return s;
  }`,
];

/** How often a program is taken through: what ran once is compiled by V8, and fast at the third time. */
const ROUNDS = 2;

/**
 * Steps of some 20 ms each that run the compiler, but not LLVM, on small programs: its code, which V8 loads where it is first called,
 * is there then, and the first cell compiles in half of the time. They change nothing else.
 */
export function compilerSteps(native: Native): readonly (() => void)[] {
  const types: readonly InputType[] = [parseType("float64[:, ::1]"), parseType("float64[::1]")];
  const steps = PROGRAMS.map((text) => () => {
    const source = parseUnit({ name: "warm-up", text, firstLine: 1 }).functions.get("warm");
    if (source === undefined) throw new Error(`There is no function to warm up with in ${text}`);
    const options = { mayAlias: false, fastMath: false, bounds: true };
    const { program } = elaborateFunction(source, types, { lookup: () => undefined }, options);
    compileToLlvm(program, hostTarget(native), { dump: null });
  });
  return Array.from({ length: ROUNDS }, () => steps).flat();
}
