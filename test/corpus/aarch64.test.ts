// Modules for another processor, which nothing here can run: LLVM's own tools verify and optimize the IR, and make an object of it,
// which needs nothing but what its IR names. Every case of the corpus with WEFT_AARCH64=all, else some of each group.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import t from "tap";
import type { Target } from "../../compiler/backend/target.js";
import { targetFor } from "../../compiler/backend/target.js";
import { CASES_FOLDER, loadCorpus } from "./case.js";
import { compileCase } from "./compile-case.js";

const AARCH64: Target = targetFor("aarch64", new Set());
const TRIPLE = "-mtriple=aarch64-unknown-linux-gnu";
const CPU = "-mcpu=neoverse-n1";
/** One case in so many is compiled, unless all are. */
const STEP = process.env["WEFT_AARCH64"] === "all" ? 1 : 15;
/** What LLVM may call by itself, `fmod` for remainders of floats: functions of the C library. */
const OWN_CALLS = new Set(["memcpy", "memmove", "memset", "fmod", "fmodf"]);

const tools = dirname(process.env["WEFT_LLVM_CONFIG"] ?? "/usr/lib/llvm-19/bin/llvm-config");

function run(tool: string, args: readonly string[], input: string | Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync(join(tools, tool), args, { input, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${tool} ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}

/** The names that an object of the module needs and the module does not declare. */
function compileForAarch64(ir: string): readonly string[] {
  const bitcode = run("opt", ["-O3", TRIPLE, CPU, "-o", "-", "-"], ir);
  const object = run(
    "llc",
    ["-O3", TRIPLE, CPU, "-relocation-model=pic", "-filetype=obj", "-o", "-"],
    bitcode,
  );
  const needed = run("llvm-nm", ["--undefined-only", "--just-symbol-name", "-"], object)
    .toString()
    .split("\n");
  const declared = new Set([...ir.matchAll(/^declare .*?@([\w.]+)\(/gm)].map(([, name]) => name));
  return needed.filter((name) => name !== "" && !declared.has(name) && !OWN_CALLS.has(name));
}

t.setTimeout(1_200_000);
t.test(
  "modules for aarch64",
  { skip: !existsSync(join(tools, "opt")) && "LLVM's tools are not here" },
  async (t) => {
    for (const test of loadCorpus(CASES_FOLDER).filter((_, index) => index % STEP === 0)) {
      const ir = compileCase(test, AARCH64);
      if (ir === null) continue;
      t.notMatch(ir, "_ZGV", `${test.id}: no vectors of x86-64`);
      t.same(compileForAarch64(ir), [], test.id);
    }
  },
);
