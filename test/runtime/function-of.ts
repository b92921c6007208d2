import type { ParallelFunction } from "../../runtime/parallel-function.js";

/** A parallel function among variables. @throws Error where there is none of this name */
export function functionOf(variables: ReadonlyMap<string, unknown>, name: string): ParallelFunction {
  const found = variables.get(name);
  if (typeof found !== "function" || !("parallelDiagnostics" in found))
    throw new Error(`There is no ${name}`);
  // What has a report is a parallel function.
  return found as ParallelFunction;
}
