import { isInteger } from "../compiler/ir/dtype.js";
import type { ValueId } from "../compiler/ir/ids.js";
import { shapesBySource } from "../compiler/report/loop-structure.js";
import { loopWork } from "../compiler/report/loop-work.js";
import { positionAt } from "../compiler/source.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import type { Native } from "./native.js";
import { measurePeakFlops } from "./peak-flops.js";
import { Roofline, type RooflineLoop } from "./roofline.js";
import { takeInteger } from "./slots.js";

/**
 * The loops of kernels that have run, beside what memory and arithmetic of the machine allow, which is measured: some 50 ms.
 * @throws Error where none has run whose work can be counted
 */
export function makeRoofline(kernels: readonly CompiledKernel[], native: Native): Roofline {
  const placed = kernels.map(loopsOf);
  const loops = placed.flatMap((each) => each.loops);
  const uncounted = placed.flatMap((each) => each.uncounted);
  if (loops.length === 0) {
    const others = uncounted.length === 0 ? "" : `: not that of ${uncounted.join("; ")}`;
    throw new Error(
      `No parallel loop has run whose operations on floats can be counted${others}. Run one, and ask again`,
    );
  }
  const dtypes = new Set(loops.map(({ dtype }) => dtype));
  return new Roofline({
    gigabytesPerSecond: native.memoryBandwidth(),
    peaks: new Map([...dtypes].sort().map((dtype) => [dtype, measurePeakFlops(native, dtype)])),
    threads: native.numThreads(),
    loops,
    uncounted,
  });
}

function loopsOf(kernel: CompiledKernel): Pick<Roofline, "loops" | "uncounted"> {
  const { name, module } = kernel;
  const { compilation } = kernel.material();
  const statistics = new Map(module.loopStatistics().map((entry) => [entry.loop, entry]));
  const works = loopWork(compilation.loops, argumentValues(kernel));
  const loops: RooflineLoop[] = [];
  const uncounted: string[] = [];
  for (const [number, { loop, span, description }] of shapesBySource(compilation.formed).entries()) {
    const run = statistics.get(loop);
    const work = works.get(loop);
    if (work === undefined || run === undefined || run.nanoseconds === 0 || run.iterations === 0) continue;
    const label = `${name} #${number} ${description}, line ${positionAt(span.source, span.start).line}`;
    if (work === null) {
      uncounted.push(label);
      continue;
    }
    const { calls, nanoseconds, iterations } = run;
    loops.push({
      label,
      dtype: work.dtype,
      intensity: work.flops / work.bytes,
      gigaflops: (work.flops * (iterations / work.iterations)) / nanoseconds,
      calls,
      milliseconds: nanoseconds / 1e6,
    });
  }
  return { loops, uncounted };
}

/** The numbers and the extents that the latest synchronous call was given. */
function argumentValues({
  material,
  arguments: plan,
  frame: { args: argumentSlots },
}: CompiledKernel): ReadonlyMap<ValueId, number> {
  const { parameters, tables } = material().elaborated.program;
  const values = new Map<ValueId, number>();
  for (const [place, { value }] of parameters.entries()) {
    const at = plan.slots[place];
    if (at === undefined) continue;
    const type = tables.typeOf(value);
    if (type.kind === "array") {
      for (const [axis, extent] of type.shape.entries())
        values.set(extent, Number(takeInteger(argumentSlots, at.slot + 1 + axis)));
    } else {
      const isWhole = isInteger(at.dtype) || at.dtype === "bool";
      values.set(
        value,
        isWhole ? Number(takeInteger(argumentSlots, at.slot)) : (argumentSlots.floats[at.slot] ?? Number.NaN),
      );
    }
  }
  return values;
}
