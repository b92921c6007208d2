import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";

const CLI = fileURLToPath(new URL("../../kernel/cli.js", import.meta.url));

function weft(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...parameters], { encoding: "utf8" });
  return { status, stdout, stderr };
}

function notebook(...sources: string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    id: `cell-${index}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}

t.test("install and uninstall, below a folder with spaces", async (t) => {
  const prefix = join(t.testdir({}), "a prefix");
  const folder = join(prefix, "share", "jupyter", "kernels", "weft");
  t.match(weft("install", "--prefix", prefix), {
    status: 0,
    stdout: `The kernel is registered in ${folder}`,
  });
  const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
  t.match(spec, { display_name: "TypeScript (Weft)", language: "typescript", interrupt_mode: "message" });
  const [node, program, file] = spec.argv;
  t.equal(realpathSync(node), realpathSync(process.execPath));
  t.ok(existsSync(program), "the kernel's program exists");
  t.equal(file, "{connection_file}");
  for (const logo of ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
    t.ok(existsSync(join(folder, logo)), logo);
  t.equal(weft("uninstall", "--prefix", prefix).status, 0);
  t.notOk(existsSync(folder));
  t.match(weft("uninstall", "--prefix", prefix), { status: 1, stderr: /is not registered/ });
});

t.test("what can't be registered is refused", async (t) => {
  const prefix = t.testdir({ file: "" });
  t.match(weft("install", "--prefix", prefix, "--name", "../weft"), {
    status: 1,
    stderr: /'\.\.\/weft' is no name of a kernel/,
  });
  t.match(weft("install", "--prefix", join(prefix, "file")), {
    status: 1,
    stderr: /can't be written to .*--prefix DIR/,
  });
  t.match(weft("install", "--user", "--prefix", prefix), { status: 2, stderr: /exclude each other/ });
});

t.test("run writes the outputs into the notebook", async (t) => {
  const folder = t.testdir({
    "n.ipynb": notebook(
      "console.log('a'); console.log('b'); 1 + 1",
      "const shown = display('old'); shown.update(display.html('<b>new</b>'))",
      "import { x } from './lib.mjs'; x",
    ),
    "lib.mjs": "export const x = 'from beside the notebook';",
  });
  const output = join(folder, "out.ipynb");
  const { status, stderr } = weft("run", join(folder, "n.ipynb"), "--output", output);
  t.equal(status, 0);
  t.match(stderr, /cell 1\/3 .*console\.log\('a'\)/, "progress, one line for each cell");
  const [first, second, third] = JSON.parse(readFileSync(output, "utf8")).cells;
  t.match(first, {
    execution_count: 1,
    outputs: [
      { output_type: "stream", name: "stdout", text: ["a\n", "b\n"] },
      { output_type: "execute_result", execution_count: 1, data: { "text/plain": ["2"] } },
    ],
  });
  t.match(second.outputs, [{ output_type: "display_data", data: { "text/html": ["<b>new</b>"] } }]);
  t.match(third.outputs, [{ data: { "text/plain": ["'from beside the notebook'"] } }]);
});

t.test("run stops at an error, and says where", async (t) => {
  const folder = t.testdir({
    "n.ipynb": notebook("const a = 1;", "let b = 2;\nthrow new Error('broken')", "3"),
  });
  const file = join(folder, "n.ipynb");
  const { status, stderr } = weft("run", file);
  t.equal(status, 1);
  t.match(stderr, /cell 2 failed/);
  t.match(stderr, /broken/);
  t.match(stderr, /> 2 \| throw new Error\('broken'\)/);
  const { cells } = JSON.parse(readFileSync(file, "utf8"));
  t.match(cells[1].outputs, [{ output_type: "error", ename: "Error", evalue: "broken" }]);
  t.same(cells[2].outputs, []);
});

t.test("run --html writes one page that needs nothing else", async (t) => {
  const folder = t.testdir({
    "n.ipynb": notebook("display.html('<i>shown</i>'); display.html('<i>shown</i>')", "'<text>'"),
  });
  t.equal(weft("run", join(folder, "n.ipynb"), "--html").status, 0);
  const page = readFileSync(join(folder, "n.html"), "utf8");
  t.match(page, "<i>shown</i>");
  t.match(page, "&#39;&lt;text&gt;&#39;");
  t.notMatch(page, /<script|<link|src="http/);
});

t.test("wrong command lines", async (t) => {
  t.match(weft("--version"), { status: 0, stdout: /^\d+\.\d+\.\d+\n$/ });
  t.match(weft("--help"), { status: 0, stdout: /weft run NOTEBOOK/ });
  t.match(weft("frobnicate"), {
    status: 2,
    stderr: "weft: 'frobnicate' is no command of weft; see weft --help\n",
  });
  t.match(weft("install", "--user", "--sys-prefix"), { status: 2, stderr: /exclude each other/ });
  t.match(weft("run"), { status: 2, stderr: /needs the path of a notebook/ });
  t.match(weft("run", "nowhere.ipynb"), {
    status: 1,
    stderr: /'nowhere.ipynb' is no notebook that can be run/,
  });
});

t.test("the doctor runs a cell of each kind, and says where something is amiss", async (t) => {
  const { status, stdout } = weft("doctor");
  t.match(stdout, /^ok +Node\.js: [\s\S]*^ok +Sockets and session: [\s\S]*^ok +Native code: /m);
  t.equal(status, stdout.includes("AMISS") ? 1 : 0);
});
