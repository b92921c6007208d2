import type { CompiledKernel } from "./compiled-kernel.js";
import type { Dispatcher } from "./dispatcher.js";
import { passTimes } from "./pass-times.js";
import { isStage, STAGES, stageText } from "./stage-text.js";

/** What `f.inspect` shows: a stage of the program, or how long each pass took; `ir` and `loops` are other names of `array` and `loop`. */
export const INSPECT_FORMS = ["ir", "loops", ...STAGES, "times"] as const;
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
  if (form === "times") return passTimes(kernel);
  const stage = form === "ir" ? "array" : form === "loops" ? "loop" : form;
  // Callers without types may ask for anything.
  if (isStage(stage)) return stageText(kernel, stage);
  throw new TypeError(`There is no form "${String(stage)}" to inspect: ask for ${INSPECT_FORMS.join(", ")}`);
}
