import type { FloatDType } from "../compiler/ir/dtype.js";
import { itemsize } from "../compiler/ir/dtype.js";
import type { Native } from "./native.js";

/** Sums that don't wait for one another: as many as keep the units for floats busy, and as registers hold. */
const CHAINS = 12;
const ITERATIONS = 2_000_000;
/** Nanoseconds of one iteration, about. */
const COST = 3;
const ROUNDS = 3;

/**
 * Billions of additions and multiplications of floats in a second, on all threads: measured by vectors that are multiplied and added to in
 * registers, fused where the processor can. It takes some 20 ms. The fastest of several rounds counts.
 */
export function measurePeakFlops(native: Native, dtype: FloatDType): number {
  const lanes = native.cpu().vectorBits / 8 / itemsize(dtype);
  const kernel = native.compile(peakProgram(dtype, lanes), { optLevel: 3 }).lookup("peak");
  const [args, results] = [native.slots(2), native.slots(1)];
  args.floats.set([0.5, 1]);
  let fastest = Number.POSITIVE_INFINITY;
  // The first round wakes the threads.
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    native.call(kernel, args, results);
    if (round > 0) fastest = Math.min(fastest, performance.now() - start);
  }
  return (2 * CHAINS * lanes * ITERATIONS) / (fastest * 1e6);
}

/** A kernel that nobody could leave out: it fails where the sums are no numbers, which they are. */
function peakProgram(dtype: FloatDType, lanes: number): string {
  const element = dtype === "float64" ? "double" : "float";
  const type = `<${lanes} x ${element}>`;
  const fma = `@llvm.fmuladd.v${lanes}f${8 * itemsize(dtype)}`;
  const chains = Array.from({ length: CHAINS }, (_, chain) => chain);
  const lines = (line: (chain: number) => string): string => chains.map(line).join("\n");
  const splat = (
    name: string,
  ): string => `  %${name}.one = insertelement ${type} poison, ${element} %${name}, i64 0
  %${name}.all = shufflevector ${type} %${name}.one, ${type} poison, <${lanes} x i32> zeroinitializer`;
  const load = (name: string, slot: number): string => {
    const wide = `  %${name}.at = getelementptr double, ptr %environment, i64 ${slot}\n  %${name}.wide = load double, ptr %${name}.at`;
    const narrow =
      dtype === "float64" ? `fadd double %${name}.wide, -0.0` : `fptrunc double %${name}.wide to float`;
    return `${wide}\n  %${name} = ${narrow}\n${splat(name)}`;
  };
  return `
declare i32 @weft_parallel_for(ptr, ptr, ptr, i64, i64, i32)
declare ${type} ${fma}(${type}, ${type}, ${type})
declare ${element} @llvm.vector.reduce.fadd.v${lanes}f${8 * itemsize(dtype)}(${element}, ${type})

define internal i32 @chunk(ptr %context, ptr %environment, i64 %begin, i64 %end, i64 %block, ptr %partial) {
entry:
${load("x", 0)}
${load("y", 1)}
${lines((k) => `  %start${k} = fadd ${type} %y.all, ${splatOf(element, lanes, k)}`)}
  br label %loop
loop:
  %i = phi i64 [ %begin, %entry ], [ %next, %loop ]
${lines((k) => `  %a${k} = phi ${type} [ %start${k}, %entry ], [ %b${k}, %loop ]`)}
${lines((k) => `  %b${k} = call ${type} ${fma}(${type} %a${k}, ${type} %x.all, ${type} %y.all)`)}
  %next = add nsw i64 %i, 1
  %more = icmp slt i64 %next, %end
  br i1 %more, label %loop, label %done
done:
  %sum0 = fadd ${type} %b0, %b1
${lines((k) => (k < 2 ? "" : `  %sum${k - 1} = fadd ${type} %sum${k - 2}, %b${k}`))}
  %total = call ${element} @llvm.vector.reduce.fadd.v${lanes}f${8 * itemsize(dtype)}(${element} 0.0, ${type} %sum${CHAINS - 2})
  %odd = fcmp uno ${element} %total, %total
  %status = zext i1 %odd to i32
  ret i32 %status
}

define i32 @peak(ptr %context, ptr %arguments, ptr %results) {
entry:
  %status = call i32 @weft_parallel_for(ptr %context, ptr @chunk, ptr %arguments, i64 ${ITERATIONS}, i64 ${COST}, i32 0)
  ret i32 %status
}
`;
}

/** A constant of its own for each chain: chains of equal numbers would be made one. */
function splatOf(element: string, lanes: number, chain: number): string {
  return `<${Array.from({ length: lanes }, () => `${element} ${chain}.0`).join(", ")}>`;
}
