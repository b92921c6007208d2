import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { type ExplainRequest, explain as explainFile } from "../../kernel/explain.js";

const CLI = fileURLToPath(new URL("../../kernel/cli.js", import.meta.url));

const explain = (file: string, request: Partial<ExplainRequest> = {}): string =>
  explainFile({
    file,
    function: undefined,
    signatures: [],
    level: "4",
    json: false,
    dump: undefined,
    timePasses: false,
    ...request,
  });

const PROGRAM = `// signature: total(float64[::1], float64[::1])
function squares(a, b) {
  return a ** 2 + b ** 2;
}
function total(a, b) {
  return sum(squares(a, b));
}
`;

t.test("the report, for signatures in the file or those that are asked for", async (t) => {
  const file = join(t.testdir({ "program.ts": PROGRAM }), "program.ts");
  const report = explain(file);
  t.match(report, "total(float64[::1], float64[::1])");
  t.notMatch(report, "squares(float64", "squares has no signature");
  const signatures = ["(float32[:, ::1], number)", "int8[::1], int8[::1]"];
  const both = explain(file, { function: "squares", level: "1", signatures });
  t.match(both, "squares(float32[:, ::1], number)");
  t.match(both, "squares(int8[::1], int8[::1])");
});

t.test("the report as JSON", async (t) => {
  const file = join(t.testdir({ "program.ts": PROGRAM }), "program.ts");
  const [report] = JSON.parse(explain(file, { json: true }));
  t.match(report, { function: "total", signature: "(float64[::1], float64[::1])" });
  t.equal(report.regions.length, 1, "one pass over both arrays");
});

t.test("each stage of the program, and the time of each pass", async (t) => {
  const file = join(t.testdir({ "program.ts": PROGRAM }), "program.ts");
  const parts: Readonly<Record<string, RegExp>> = {
    ast: /FunctionDeclaration\n {2}Identifier total/,
    array: /reduce|generate/,
    parfor: /parfor/,
    fused: /parfor/,
    loop: /parfor/,
    llvm: /define .*@weft_total/,
    asm: /\tret/,
  };
  for (const [stage, content] of Object.entries(parts))
    t.match(explain(file, { dump: stage }), content, stage);
  t.equal(explain(file, { dump: "fused" }).match(/parfor/g)?.length, 1, "one loop");
  const times = explain(file, { dump: "loop", timePasses: true });
  for (const pass of ["elaborate", "fuse-parfors", "plan-parallelism", "emit-llvm", "LLVM", "total"])
    t.match(times, new RegExp(`^${pass} +[\\d.]+ ms`, "m"), pass);
});

t.test("what is missing or wrong is said", async (t) => {
  const folder = t.testdir({
    "program.ts": PROGRAM,
    "none.ts": "const x = 1;\n",
    "open.ts": "function f(a) {\n  return a + a;\n}\n",
  });
  const [file, none, open] = ["program.ts", "none.ts", "open.ts"].map((name) => join(folder, name));
  if (file === undefined || none === undefined || open === undefined) throw new Error("There is no file");
  t.throws(() => explain(join(folder, "absent.ts")), /ENOENT.*absent\.ts/);
  t.throws(() => explain(none), /There is no function in/);
  t.throws(() => explain(open), /--signature "float64\[::1\], number"/);
  t.throws(() => explain(open, { signatures: ["float64[::1], number"] }), /f takes/);
  t.throws(() => explain(file, { function: "mean" }), /no function mean in .* but squares, total/);
  t.throws(() => explain(file, { level: "9" }), /no level 9/);
  t.throws(() => explain(file, { dump: "soup" }), /no stage "soup"/);
  t.throws(() => explain(file, { signatures: ["string, number"] }), /string/);
});

t.test("the command", async (t) => {
  const file = join(t.testdir({ "program.ts": PROGRAM }), "program.ts");
  const weft = (...parameters: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "explain", ...parameters], {
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  t.match(
    weft(file, "--function", "squares", "--signature", "number, number", "--dump", "ast", "--time-passes"),
    {
      status: 0,
      stdout: /^squares\(number, number\)\nFunctionDeclaration/,
    },
  );
  t.match(weft(), { status: 2, stderr: "weft explain needs the path of a file" });
  t.match(weft(file, "--function", "mean"), { status: 1, stderr: "no function mean" });
});
