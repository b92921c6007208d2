import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { specFolder } from "../kernelspec/install.js";
import { messageOf } from "../runtime/message-of.js";
import { startKernel } from "./client.js";
import { hasCode } from "./has-code.js";
import { isJsonObject } from "./wire.js";

/** What `weft doctor` found out about one part. */
export interface Finding {
  readonly part: string;
  readonly isFine: boolean;
  /** How it is; for what is not fine, what to do. */
  readonly text: string;
}

/** The oldest Node.js that has what the kernel needs, as package.json says. */
const OLDEST_NODE = [20, 19] as const;

const run = promisify(execFile);

/**
 * Looks at everything that the kernel needs, one part after the other. `name` is that of the registration, which is in `folder`, or
 * where Jupyter finds it.
 */
export async function* examine(name: string, folder: string | null): AsyncGenerator<Finding> {
  yield examineNode(process.versions.node);
  yield* examineKernel();
  const jupyter = await examineJupyter(name);
  yield jupyter.finding;
  const registration = folder ?? jupyter.folder ?? specFolder({ kind: "user" }, name);
  yield examineSpec(join(registration, "kernel.json"));
}

export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldest, oldestMinor] = OLDEST_NODE;
  const isFine = major > oldest || (major === oldest && minor >= oldestMinor);
  const wanted = `${OLDEST_NODE.join(".")} or later is needed: install it from https://nodejs.org`;
  return { part: "Node.js", isFine, text: isFine ? version : `${version}, but ${wanted}` };
}

/** Starts a kernel and has it run a cell of each kind: sockets, session, compiler and addon have to work for that. */
async function* examineKernel(): AsyncGenerator<Finding> {
  const sockets = (isFine: boolean, text: string): Finding => ({ part: "Sockets and session", isFine, text });
  let kernel: Awaited<ReturnType<typeof startKernel>>;
  try {
    kernel = await startKernel({
      directory: tmpdir(),
      stderr: "inherit",
      environment: { WEFT_HISTORY: "off" },
    });
  } catch (error) {
    yield sockets(
      false,
      `${messageOf(error)}. Is ${tmpdir()} writable, and was the package installed whole?`,
    );
    return;
  }
  try {
    const { reply } = await kernel.execute("1 + 1");
    const isFine = reply["status"] === "ok";
    yield sockets(isFine, isFine ? "a cell runs" : `a cell fails: ${String(reply["evalue"])}`);
    const parallel = (await kernel.execute("%%parallel\nsum(ones(10))")).reply;
    yield parallel["status"] === "ok"
      ? { part: "Native code", isFine: true, text: "a parallel cell runs" }
      : {
          part: "Native code",
          isFine: false,
          text: `${String(parallel["evalue"]).replace(/\.?$/, ".")} Reinstall the package, whose build/weft.node is for Linux on this processor, or run npm run build:native.`,
        };
  } finally {
    await kernel.shutdown();
  }
}

export function examineSpec(file: string): Finding {
  const part = "Registration";
  if (!existsSync(file)) {
    return { part, isFine: false, text: `there is none in ${file}: run weft install` };
  }
  try {
    const spec: unknown = JSON.parse(readFileSync(file, "utf8"));
    const argv = isJsonObject(spec) && Array.isArray(spec["argv"]) ? spec["argv"].map(String) : [];
    const missing = argv.slice(0, 2).find((path) => !existsSync(path));
    if (argv.length >= 2 && missing === undefined) return { part, isFine: true, text: file };
    return {
      part,
      isFine: false,
      text: `${file} names ${missing ?? "no program"}, which does not exist: run weft install again`,
    };
  } catch (error) {
    return {
      part,
      isFine: false,
      text: `${file} can't be read (${messageOf(error)}): run weft install again`,
    };
  }
}

/** Whether Jupyter finds the kernel, and in which folder its registration is. */
async function examineJupyter(
  name: string,
): Promise<{ readonly finding: Finding; readonly folder: string | null }> {
  const found = (isFine: boolean, text: string, folder: string | null = null) => ({
    finding: { part: "Jupyter", isFine, text },
    folder,
  });
  try {
    const { stdout } = await run("jupyter", ["kernelspec", "list", "--json"], { timeout: 30_000 });
    const listed: unknown = JSON.parse(stdout);
    const specs = isJsonObject(listed) ? listed["kernelspecs"] : undefined;
    const spec = isJsonObject(specs) ? specs[name] : undefined;
    if (!isJsonObject(spec))
      return found(
        false,
        "it does not find the kernel: run weft install, with --sys-prefix for the active environment",
      );
    return found(true, "it finds the kernel", String(spec["resource_dir"]));
  } catch (error) {
    const isMissing = hasCode(error, "ENOENT");
    return found(
      false,
      isMissing
        ? "there is no jupyter in PATH: pip install jupyterlab. Weft's own commands, such as weft run, work without."
        : messageOf(error),
    );
  }
}
