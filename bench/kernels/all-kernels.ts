import { ELEMENTWISE } from "./elementwise.js";
import type { Kernel } from "./kernel.js";
import { RANDOM } from "./random.js";
import { REDUCTIONS } from "./reductions.js";
import { ROW_WISE } from "./rows.js";
import { SCALAR_CODE } from "./scalar-code.js";
import { STENCILS } from "./stencils.js";

/** The programs of the suite, in the order of the table. */
export const KERNELS: readonly Kernel[] = [
  ...ELEMENTWISE,
  ...REDUCTIONS,
  ...ROW_WISE,
  ...STENCILS,
  ...SCALAR_CODE,
  ...RANDOM,
];

/** @throws Error where the suite has no such program */
export function kernelOf(name: string): Kernel {
  const kernel = KERNELS.find((candidate) => candidate.name === name);
  if (kernel === undefined) throw new Error(`The suite has no kernel ${name}`);
  return kernel;
}
