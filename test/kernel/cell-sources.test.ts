import t from "tap";
import { cellFileName, createCellSources, labelOf } from "../../kernel/session/cell-sources.js";
import { transpileCell } from "../../kernel/transpile/transpile-cell.js";
import { testKernel, traceback } from "./kernel-client.js";

const fileOf = (cell: number): string => cellFileName("/notebooks", `cell[${cell}]`, cell);

/** Remembers cells one after the other, as a session does. */
function remember(declared: Set<string>, kept: number) {
  const sources = createCellSources({ isDeclared: (name) => declared.has(name), kept });
  return {
    sources,
    add(cell: number, source: string, names: readonly string[] = []) {
      const transpiled = transpileCell(source, `cell[${cell}]`, new Map());
      if (transpiled.kind === "error") throw new Error(transpiled.message);
      for (const name of names) declared.add(name);
      const text = { cell, label: `cell[${cell}]`, source, map: transpiled.map };
      sources.add(fileOf(cell), text, names);
    },
  };
}

t.test("old cells are forgotten, unless what they declared is still there", async (t) => {
  const declared = new Set<string>();
  const { sources, add } = remember(declared, 10);
  add(1, "\nfunction f() { throw new Error(); }", ["f"]);
  add(2, "1 + 1");
  add(3, "let x = 1", ["x"]);
  add(4, "let x = 2", ["x"]);
  for (let cell = 5; cell <= 100; cell++) add(cell, `${cell}`);
  t.match(sources.locate(fileOf(1), 3, 20), { label: "cell[1]", line: 2 });
  t.equal(sources.locate(fileOf(2), 3, 20), undefined);
  t.equal(sources.locate(fileOf(3), 3, 20), undefined, "its name was declared again");
  t.match(sources.locate(fileOf(4), 3, 20), { label: "cell[4]" });
  t.match(sources.locate(fileOf(100), 3, 20), { label: "cell[100]", source: "100" });
  t.ok(sources.all().length <= 12, `${sources.all().length} are remembered`);

  declared.clear();
  for (let cell = 101; cell <= 120; cell++) add(cell, `${cell}`);
  t.equal(sources.locate(fileOf(1), 3, 20), undefined, "nothing is declared any more");
  t.ok(sources.all().length <= 10, `${sources.all().length} are remembered`);
});

t.test("any number of cells that declare something", async (t) => {
  const { sources, add } = remember(new Set(), 10);
  for (let cell = 1; cell <= 50; cell++) add(cell, `let x${cell} = 1`, [`x${cell}`]);
  t.equal(sources.all().length, 50);
  for (let cell = 51; cell <= 200; cell++) add(cell, `${cell}`);
  t.ok(sources.all().length <= 110, `${sources.all().length} are remembered`);
  t.match(sources.locate(fileOf(50), 3, 20), { label: "cell[50]" });
});

t.test("cells of many megabytes", async (t) => {
  const sources = createCellSources({ isDeclared: () => false });
  const source = `/*${" ".repeat(30_000_000)}*/ 1`;
  for (let cell = 1; cell <= 6; cell++)
    sources.add(fileOf(cell), { cell, label: `cell[${cell}]`, source, map: "{}" }, []);
  t.ok(sources.all().length <= 4, `${sources.all().length} are remembered`);
});

t.test("the names of files that cells have", async (t) => {
  t.equal(labelOf(fileOf(12)), "cell[12]");
  t.equal(labelOf("/home/user/cell.ts"), undefined);
});

t.test("frames of cells that are long over", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("\nfunction fail() {\n  throw new Error('of the first');\n}");
  await kernel.execute("globalThis.anonymous = [() => { throw new Error('of the second'); }]; 0");
  for (let at = 0; at < 1010; at++) await kernel.execute("0");
  const named = traceback(await kernel.execute("fail()")).join("\n");
  t.match(named, /> 3 \|\s+throw new Error/, named);
  t.match(named, /at fail \(cell\[1\]:3:9\)/);
  const unnamed = traceback(await kernel.execute("anonymous[0]()")).join("\n");
  t.match(unnamed, /at cell\[2\]$|at .*\(cell\[2\]\)$/m, unnamed);
  t.match(unnamed, /at cell\[1014\]:1:/);
});
