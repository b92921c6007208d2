import { loadParallelSession } from "../load-parallel-session.js";
import type { ParallelFunction } from "../parallel-function.js";
import { mapScope } from "../scope.js";
import { callText, type Role } from "./call-text.js";

/** Makes the functions of `np` that run as kernels; each call's text is compiled once and its kernels are kept. */
class EagerKernels {
  readonly #session = loadParallelSession({ scope: mapScope(new Map()), log: () => {} });
  readonly #functions = new Map<string, ParallelFunction>();

  call(path: string, args: readonly unknown[], first: Role, rest: Role): unknown {
    const { expression, parameters, values } = callText(path, args, first, rest);
    try {
      const known = this.#functions.get(expression);
      return (known ?? this.#compile(path, expression, parameters))(...values);
    } catch (error) {
      // The frame would show a text that the caller did not write.
      if (error instanceof Error) error.message = error.message.split(`\n\n${path}:1:`)[0] ?? error.message;
      throw error;
    }
  }

  #compile(path: string, expression: string, parameters: readonly string[]): ParallelFunction {
    const text = `const call = (${parameters.join(", ")}) => ${expression};`;
    const { functions } = this.#session.runSource({ name: path, text, firstLine: 1 });
    const compiled = functions.get("call");
    if (compiled === undefined) throw new Error(`No function came of ${text}`);
    this.#functions.set(expression, compiled);
    return compiled;
  }
}

const made: EagerKernels[] = [];

/** Calls a name of the parallel language on values, as one kernel: `np.exp`, `np.random.normal`. Made ready at the first call. */
export function callKernel(path: string, args: readonly unknown[], first: Role, rest: Role): unknown {
  const [kernels = new EagerKernels()] = made;
  made[0] = kernels;
  return kernels.call(path, args, first, rest);
}
