import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { DType } from "../../compiler/ir/dtype.js";
import type { Argument, Call, Program } from "./program.js";
import { renderNumpy } from "./render-numpy.js";

// Compiled, this page stands in dist/test/fuzz.
const PROJECT = new URL("../../../", import.meta.url);
const PYTHON = fileURLToPath(new URL(".venv/bin/python", PROJECT));
const SCRIPT = fileURLToPath(new URL("test/fuzz/oracle/oracle.py", PROJECT));

/** A value as NumPy has it; `data` and `spread` are the bytes of its elements in row-major order, as base64. */
export interface OracleValue {
  readonly isArray: boolean;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: string;
  /** How far each element may be moved by what the language leaves open, as float64; null where nothing may. */
  readonly spread: string | null;
}

export type OracleOutcome =
  | { readonly error: null; readonly results: readonly OracleValue[]; readonly bases: readonly OracleValue[] }
  /** "unstable" where a last place decides whether it raises. */
  | { readonly error: "RangeError" | "unstable"; readonly message: string };

/** The program is not one that the oracle can run. */
export class OracleError extends Error {
  override readonly name = "OracleError";
}

/** NumPy in a process of its own; requests are answered in their order. */
export class Oracle {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  #errors = "";

  constructor() {
    this.#process = spawn(PYTHON, ["-B", "-u", SCRIPT]);
    this.#process.stderr.on("data", (text: Buffer) => {
      this.#errors += text.toString();
    });
    const lines: Interface = createInterface({ input: this.#process.stdout });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /** Asks for the outcome of each of the program's calls. */
  ask(program: Program): void {
    const { isApproximate, calls } = program;
    const request = { source: renderNumpy(program), isApproximate, calls: calls.map(encodeCall) };
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
  }

  /** The answer to the first program asked for that has none yet. @throws OracleError where the oracle itself fails */
  async answer(): Promise<readonly OracleOutcome[]> {
    const line = await this.#answers.next();
    if (line.done === true) throw new OracleError(`The oracle ended: ${this.#errors}`);
    // Written by oracle.py.
    const answer = JSON.parse(line.value) as {
      readonly calls?: readonly OracleOutcome[];
      readonly failure?: string;
    };
    if (answer.calls === undefined) throw new OracleError(`The oracle failed: ${answer.failure}`);
    return answer.calls;
  }

  close(): void {
    this.#process.stdin.end();
  }
}

function encodeCall(call: Call): unknown {
  return {
    bases: call.bases.map(({ dtype, data }) => ({
      dtype,
      data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
    })),
    arguments: call.arguments.map(encodeArgument),
  };
}

function encodeArgument(argument: Argument): unknown {
  if (argument.kind === "array" || argument.kind === "boolean") return argument;
  return { kind: argument.kind, value: String(argument.value) };
}
