import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The compiled declarations of the library, which lie next to this program. */
const LIBRARY = fileURLToPath(new URL("../../runtime/", import.meta.url));
const DISPLAY = fileURLToPath(new URL("../display/", import.meta.url));

/** TypeScript declarations of what every cell may use without importing it. */
export function preamble(): string {
  const declared = existsSync(`${LIBRARY}np.d.ts`)
    ? `
  type NDArray = import(${JSON.stringify(`${LIBRARY}ndarray.js`)}).NDArray;
  const NDArray: typeof import(${JSON.stringify(`${LIBRARY}ndarray.js`)}).NDArray;
  const np: typeof import(${JSON.stringify(`${LIBRARY}np.js`)}).np;`
    : "";
  const shown = existsSync(`${DISPLAY}display.d.ts`)
    ? `
  const display: typeof import(${JSON.stringify(`${DISPLAY}display.js`)}).display;`
    : "";
  return `declare global {${declared}${shown}
  /** Asks the user for a line of text, and waits for it. */
  function prompt(message?: string, options?: { readonly password?: boolean }): string;
  /** Asks the user a question to be answered by y or n. */
  function confirm(message?: string): boolean;
  /** How many threads parallel cells use from now on. */
  function setNumThreads(threads: number): void;
  const require: NodeJS.Require;
  /** A function of a %%parallel cell. */
  type ParallelFunction<F extends (...values: any[]) => any = (...values: any[]) => any> = F & {
    /** Runs off the JavaScript thread. */
    async(...values: Parameters<F>): Promise<ReturnType<F>>;
    /** What was fused, hoisted and run in parallel, and why not the rest. */
    parallelDiagnostics(options?: { level?: 1 | 2 | 3 | 4; format?: "text" | "html" | "json" }): unknown;
    readonly signatures: readonly string[];
    /** What was compiled for a signature. */
    inspect(stage: "ir" | "loops" | "llvm" | "asm", signature?: string): string;
    /** Compiles for a signature without running. */
    compile(...types: string[]): void;
  };
}
`;
}
