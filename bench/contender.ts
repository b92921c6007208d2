import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Answer, isAnswer, type Request } from "./messages.js";

/** A system with one way of writing a kernel. */
export interface ContenderName {
  /** "weft", or a name of peers/serve.py. */
  readonly system: string;
  readonly idiom: string;
}

const WORKER = fileURLToPath(new URL("weft-worker.js", import.meta.url));
/** The folder of the suite in the source tree, seen from dist/bench. */
export const BENCH_FOLDER = fileURLToPath(new URL("../../bench/", import.meta.url));

/** The environment that holds every system to a number of threads. */
export function environment(threads: number): NodeJS.ProcessEnv {
  const names = ["WEFT", "OMP", "OPENBLAS", "MKL", "NUMBA", "NUMEXPR"];
  const limits = Object.fromEntries(names.map((name) => [`${name}_NUM_THREADS`, String(threads)]));
  // clang's OpenMP would keep a processor busy for 200 ms after its turn, which is the next one's time.
  const settings = { KMP_BLOCKTIME: "1", NUMBA_THREADING_LAYER: "omp", JAX_PLATFORMS: "cpu" };
  return { ...env, ...limits, ...settings };
}

/** A process that runs one kernel in one system, on request. */
export class Contender {
  readonly name: ContenderName;
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  /** Nothing is kept on disk from an earlier run or another way of writing: the first call compiles. */
  readonly #cache = mkdtempSync(join(tmpdir(), "weft-bench-"));
  #waiting: ((line: string | null) => void) | null = null;
  #errors = "";

  constructor(name: ContenderName, kernel: string, threads: number, python: string) {
    this.name = name;
    const [program, args] = commandOf(name, kernel, threads, python);
    this.#child = spawn(program, args, {
      env: { ...environment(threads), WEFT_CACHE_DIR: this.#cache },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr?.on("data", (text: Buffer) => {
      this.#errors = (this.#errors + text.toString()).slice(-2000);
    });
    const { stdout } = this.#child;
    if (stdout === null) throw new Error("The process has no output");
    this.#lines = createInterface({ input: stdout });
    this.#lines.on("line", (line) => this.#settle(line));
    this.#child.on("close", () => this.#settle(null));
    this.#child.on("error", () => this.#settle(null));
    this.#child.stdin?.on("error", () => this.#settle(null));
  }

  #settle(line: string | null): void {
    this.#waiting?.(line);
    this.#waiting = null;
  }

  /** @throws Error with the last line of its messages where the system can't run the kernel, or takes over `patience` seconds */
  async measure(request: Request, patience: number): Promise<Answer> {
    const line = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => this.end(), 1000 * patience);
      this.#waiting = (text) => {
        clearTimeout(timer);
        resolve(text);
      };
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) this.#settle(null);
      else this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    });
    if (line === null) throw new Error(this.#message());
    const answer: unknown = JSON.parse(line);
    if (!isAnswer(answer)) throw new Error(`Not an answer: ${line.slice(0, 100)}`);
    return answer;
  }

  #message(): string {
    const lines = this.#errors.trim().split("\n");
    return lines.findLast((text) => /^\w*Error\b/.test(text)) ?? lines.at(-1) ?? "no answer";
  }

  end(): void {
    this.#child.kill("SIGKILL");
    rmSync(this.#cache, { recursive: true, force: true });
  }
}

function commandOf(
  { system, idiom }: ContenderName,
  kernel: string,
  threads: number,
  python: string,
): readonly [string, readonly string[]] {
  if (system === "weft") return [execPath, [WORKER, kernel, idiom]];
  const words = [python, `${BENCH_FOLDER}peers/serve.py`, system, kernel, idiom, String(threads)];
  // JAX has no setting for the number of threads.
  const held = system === "jax" && threads === 1 ? ["taskset", "-c", "0", ...words] : words;
  return [held[0] ?? "", held.slice(1)];
}
