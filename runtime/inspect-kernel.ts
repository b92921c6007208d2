import { printProgram } from "../compiler/ir/print.js";
import type { CompiledKernel } from "./compiled-kernel.js";
import type { Dispatcher } from "./dispatcher.js";

/** The stages that `f.inspect` shows: array level, loop level, LLVM's IR after optimization, machine code. */
export const INSPECT_FORMS = ["ir", "loops", "llvm", "asm"] as const;
export type InspectForm = (typeof INSPECT_FORMS)[number];

/**
 * The kernel of a signature, or the latest.
 * @throws {Error} that lists the signatures, where there is no such kernel
 */
export function kernelFor({ kernels, source }: Dispatcher, signature: string | undefined): CompiledKernel {
  const kernel =
    signature === undefined ? kernels[0] : kernels.find((known) => known.signature === signature);
  if (kernel !== undefined) return kernel;
  if (kernels.length === 0) {
    throw new Error(
      `${source.name} has not been compiled yet: call it from an ordinary cell (a parallel cell takes it into its own code), or compile it for types with compile(…)`,
    );
  }
  const known = [...new Set(kernels.map((compiled) => compiled.signature))].join(" and ");
  throw new Error(`${source.name} was not compiled for ${signature}, but for ${known}`);
}

/** The text of a kernel at one stage. */
export function inspectKernel(
  dispatcher: Dispatcher,
  form: InspectForm,
  signature: string | undefined,
): string {
  const kernel = kernelFor(dispatcher, signature);
  switch (form) {
    case "ir":
      return printProgram(kernel.elaborated.program);
    case "loops":
      return printProgram(kernel.compilation.loops);
    case "llvm":
      return kernel.module.ir();
    case "asm":
      return kernel.module.asm();
    default: {
      const unknown: never = form;
      throw new TypeError(
        `There is no form "${String(unknown)}" to inspect: ask for ${INSPECT_FORMS.join(", ")}`,
      );
    }
  }
}
