// A session in a terminal, line by line.
import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import t from "tap";
import { venvPython } from "./project.js";

t.setTimeout(120_000);

t.test("jupyter console: results, output, errors, a question, and the end of the input", async (t) => {
  const lines = [
    "const answer: number = 6 * 7;",
    "answer",
    'console.log("printed")',
    'throw new Error("on purpose")',
    'prompt("name? ") + "!"',
    "Ada",
    "np.arange(3)",
  ];
  const options = ["-m", "jupyter_console", "--kernel=weft", "--simple-prompt"];
  const { status, stdout, stderr } = spawnSync(venvPython, options, {
    cwd: t.testdir({}),
    encoding: "utf8",
    input: `${lines.join("\n")}\n`,
  });
  const text = stripVTControlCharacters(stdout);
  t.match(text, /^Weft \S+: TypeScript/m, "the banner");
  t.match(text, /Out\[2\]: 42/);
  t.match(text, /In \[3\]: printed/);
  t.match(stripVTControlCharacters(stderr), /^Error: on purpose\n\n> 1 \| throw new Error/m);
  t.match(text, /In \[5\]: name\? Out\[5\]: 'Ada!'/);
  t.match(text, /Out\[6\]: array\(\[0\., 1\., 2\.\]\)/);
  t.equal(status, 0, "it ends with its input");
});
