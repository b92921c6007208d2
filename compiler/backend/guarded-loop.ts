// Loops whose iterations may fail a check. A check in the loop would keep LLVM from vectorizing it, so each strip of
// iterations is probed first, in a loop that only evaluates the checks; then the strip runs without checks, or, where one of them
// will fail or an index counts from the end, iteration by iteration with all of them.
import type { LoopOp } from "../ir/ops.js";
import type { CountedLoop, Iteration } from "./counted-loop.js";
import { countedLoop, plainLoop, stripLoop } from "./counted-loop.js";
import type { Checks, Emission } from "./emission.js";
import type { Iterations } from "./probe-region.js";
import { probeRegion } from "./probe-region.js";

/** Iterations of a strip: the probed indices are still in the first-level cache when they are used. */
const LENGTH = 2048;

/** Emits one iteration of `ops`, whose checks are dealt with as `e` says. */
type Fill = (e: Emission, ops: readonly LoopOp[]) => Iteration;

/** Emits the loop over a body, probed where that lets LLVM vectorize it. */
export function guardedLoop(e: Emission, loop: CountedLoop, iterations: Iterations, fill: Fill): void {
  const { unit, code } = e;
  const { body } = iterations;
  const probe = loop.poll === "iteration" ? null : probeRegion(iterations, unit.tables, unit.scopes);
  if (probe === null) {
    countedLoop(e, loop, fill(e, body));
    return;
  }
  const failed = code.alloca("i1", "suspect");
  const checks = (kind: Checks): Emission => ({ ...e, checks: kind });
  stripLoop(e, { ...loop, length: LENGTH, poll: loop.poll === "strip" }, (strip, done) => {
    const [probed, safe, careful] = [code.label("probed"), code.label("safe"), code.label("careful")];
    code.emit(`store i1 false, ptr ${failed}`);
    const probing = checks({ kind: "collect", failed });
    if (probe.ends.length > 0) {
      for (const index of [strip.begin, code.assign(`sub i64 ${strip.end}, 1`)]) {
        const passed = code.label("end");
        fill(probing, probe.ends)(index, passed);
        code.start(passed);
      }
    }
    if (probe.each.length > 0) {
      plainLoop(e, { ...strip, metadata: "", exit: probed }, false, fill(probing, probe.each));
    } else {
      code.start(probed);
    }
    const suspect = code.assign(`load i1, ptr ${failed}`);
    code.branchIf(code.assign(`xor i1 ${suspect}, true`), safe, careful, unit.loops.likely());
    code.start(careful);
    const after = code.label("careful.done");
    plainLoop(e, { ...strip, metadata: unit.loops.scalar(), exit: after }, false, fill(e, body));
    code.branch(done);
    code.start(safe);
    const fast = checks({ kind: "assume" });
    plainLoop(e, { ...strip, metadata: loop.metadata, exit: done }, false, fill(fast, body));
  });
}
