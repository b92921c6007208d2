import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { root, venvPython } from "./project.js";

const folder = t.testdir({});
const packages = join(folder, "packages");
const notebook = join(root, "test", "clients", "fixtures", "parameters.ipynb");

function python(...parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(venvPython, parameters, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: packages },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

t.before(() => {
  const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", packages];
  python(...pip, join(root, "python"));
});

t.test("papermill passes parameters to a notebook in TypeScript", async (t) => {
  const parameters = {
    alpha: 0.25,
    names: ['quo"te', "日本 🚀\n"],
    options: { on: true, __proto__x: null, "a-b": [1, -2.5e-300] },
    nothing: null,
    // Beyond the integers that are exact: written as it is in YAML.
    big: "BIG",
    missing: "MISSING",
  };
  const file = join(folder, "parameters.yaml");
  writeFileSync(
    file,
    JSON.stringify(parameters).replace('"BIG"', "9007199254740993").replace('"MISSING"', ".nan"),
  );
  python("-m", "papermill", notebook, join(folder, "out.ipynb"), "-f", file, "--no-progress-bar");
  // Not parsed: papermill keeps the parameters in the metadata, and NaN is no JSON.
  const text = readFileSync(join(folder, "out.ipynb"), "utf8");
  t.match(text, '"injected-parameters"');
  t.match(text, /let big = 9007199254740993n;/);
  const [line] = /\[0\.5,.*?(?=\\n")/.exec(text) ?? [];
  t.equal(
    line?.replaceAll("\\\\", "\\").replaceAll('\\"', '"'),
    String.raw`[0.5,["quo\"te","日本 🚀\n"],{"on":true,"__proto__x":null,"a-b":[1,-2.5e-300]},null,"bigint","9007199254740993","NaN"]`,
  );
});

t.test("papermill lists the parameters of a notebook", async (t) => {
  const help = python("-m", "papermill", "--help-notebook", notebook);
  t.match(help, /alpha: number \(default 0\.1\)\s+the rate/);
  t.match(help, /names: Unknown type \(default \["none"\]\)/);
});

t.test("what is no name of a variable is refused", async (t) => {
  t.throws(
    () => python("-m", "papermill", notebook, join(folder, "out.ipynb"), "-p", "a-b", "1"),
    /'a-b' is no name of a variable in TypeScript/,
  );
});
