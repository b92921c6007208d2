import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import t from "tap";
import ts from "#typescript";
import { completeAt } from "../../kernel/language/completions.js";
import { createCellLanguageService } from "../../kernel/language/language-service.js";
import { quickInfoAt } from "../../kernel/language/quick-info.js";
import { createSessionDocument } from "../../kernel/language/session-document.js";
import { typeErrorsOf } from "../../kernel/language/type-errors.js";
import { blankMagics } from "../../kernel/magics/blank-magics.js";
import type { LiveName } from "../../kernel/session/protocol.js";

const names = (...list: string[]): LiveName[] => list.map((name) => ({ name, type: "number" }));

t.test("the document keeps the latest declaration of each name", async (t) => {
  const document = createSessionDocument();
  document.addCell("const a = 1; f(a);\nlet b = 2, c = 3;", names("a", "b", "c"));
  document.addCell("export function a() {}", names("a"));
  t.equal(document.textBefore("").replace(/\s+/g, " ").trim(), "let b = 2; let c = 3; function a() {}");
  document.addCell("const c = 'x'", names("c"));
  t.equal(document.textBefore("").replace(/\s+/g, " ").trim(), "let b = 2; function a() {} const c = 'x';");
  document.addCell("let { d, e } = f();", names("d", "e"));
  t.match(document.textBefore("const e = 1"), "declare let d: any;", "of a pattern, the names that are left");
  document.addCell("const never = 1; type T = 1", []);
  t.match(document.textBefore(""), "type T = 1");
  t.notMatch(document.textBefore(""), "never", "a declaration that an error kept from happening");
  t.notMatch(document.textBefore("let c = 3"), "const c", "what the next cell declares anew is left out");
  document.clear();
  t.equal(document.textBefore(""), "");
});

t.test("what a later cell may have assigned is open", async (t) => {
  const language = createCellLanguageService(t.testdir({}));
  const document = createSessionDocument();
  document.addCell(
    "let unset: number; let nothing = null; let maybe: string | undefined = undefined; let n = 1; var old: Date;",
    names("unset", "nothing", "maybe", "n", "old"),
  );
  const problems = (cell: string) =>
    typeErrorsOf(language, document.textBefore(cell), cell).map(({ code }) => code);
  t.same(problems("unset + 1; nothing.anything; maybe?.length; n.toFixed(); old.getTime()"), []);
  t.same(problems("unset = 'text'; n = 'text'"), [2322, 2322]);
});

t.test("names of parallel cells have the types of their values", async (t) => {
  const document = createSessionDocument();
  const live = [
    { name: "f", type: "function" },
    { name: "c", type: "NDArray", dtype: "float64" },
    { name: "s", type: "number" },
  ];
  document.addNames(
    "%%parallel\nfunction f(x, n = 2) { return x; }\nconst c = a ** 2; const s = sum(c);",
    live,
  );
  t.match(document.textBefore(""), "declare const f: ParallelFunction<(x: any, n?: any) => any>;");
  t.match(document.textBefore(""), 'declare let c: NDArray<"float64">;');
  t.match(document.textBefore(""), "declare let s: number;");
});

t.test("magics are blanked, positions stay", async (t) => {
  t.equal(blankMagics("%%parallel --x\na % b\n%time f()"), `${" ".repeat(14)}\na % b\n${" ".repeat(6)}f()`);
});

t.test("completions and quick info follow the types of the session", async (t) => {
  const language = createCellLanguageService(t.testdir({}));
  const before =
    "/** Adds two. */\nfunction addTwo(x: number) { return x + 2; }\nconst point = { alpha: 1, beta: 'b' };\n";
  const complete = (code: string): string[] =>
    completeAt(language, before, code, code.length).items.map(({ text }) => text);
  t.same(complete("point.al"), ["alpha"]);
  t.same(complete("point.beta.toUpp"), ["toUpperCase"]);
  t.ok(complete("addT").includes("addTwo"));
  t.ok(complete("np.lins").includes("linspace"));
  t.same(completeAt(language, before, "point.al + 1", 8).start, 6);
  const info = quickInfoAt(language, before, "addTwo(1)", 3);
  t.match(info, { signature: "function addTwo(x: number): number", documentation: "Adds two." });
  t.match(info?.source, /return x \+ 2/);
  t.equal(quickInfoAt(language, before, "noSuchName", 3), undefined);
});

t.test("parallel cells have more names", async (t) => {
  const language = createCellLanguageService(t.testdir({}));
  const complete = (code: string): string[] =>
    completeAt(language, "", code, code.length).items.map(({ text }) => text);
  t.notOk(complete("pran").includes("prange"));
  language.setParallel(true);
  t.ok(complete("pran").includes("prange"));
  t.ok(complete("linsp").includes("linspace"));
  language.setParallel(false);
  t.notOk(complete("linsp").includes("linspace"));
});

t.test("names of the language are explained where they are used", async (t) => {
  const language = createCellLanguageService(t.testdir({}));
  const documentation = (code: string): string | undefined =>
    quickInfoAt(language, "", code, code.length - 2)?.documentation;
  t.match(documentation("np.cumsum(a"), /`cumsum\(a, axis\?, dtype\?\)`\n\nRunning sums along an axis/);
  t.match(documentation("np.random.normal(0"), "Normal numbers with a mean of loc");
  language.setParallel(true);
  t.match(documentation("cumsum(a"), "Running sums along an axis");
  t.match(documentation("np.cumsum(a"), "Running sums along an axis");
  t.match(documentation("logical_and(a"), "Whether both are not zero");
  t.match(documentation("arctan2(a"), /@example\s+arctan2\(array/);
  t.match(documentation("imul(a"), "The low 32 bits of the product");
  t.match(documentation("random.normal(0"), "Normal numbers with a mean of loc");
  t.match(documentation("prange(8"), "the iterations are independent");
  t.match(documentation("stencil(f"), "relative positions");
});

t.test("type errors of a cell", async (t) => {
  const language = createCellLanguageService(t.testdir({}));
  const before = "const word: string = 'a';\nconst bad: number = 'not our business';\n";
  t.same(
    typeErrorsOf(language, before, "const n = word.length;\nawait Promise.resolve(np.zeros(3).shape)"),
    [],
  );
  t.match(typeErrorsOf(language, before, "1;\nlet x: number = word;"), [
    { code: 2322, message: "Type 'string' is not assignable to type 'number'.", line: 2, column: 5 },
  ]);
});

t.test("files are read once, until they change", async (t) => {
  const folder = t.testdir({ "lib.ts": "export const seven: number = 7;" });
  const language = createCellLanguageService(folder);
  const reads = t.capture(ts.sys, "readFile", ts.sys.readFile);
  const read = () =>
    reads()
      .map(({ args: [file] }) => basename(String(file)))
      .filter((file) => file.endsWith(".ts"));
  const problems = (cell: string) => typeErrorsOf(language, "", cell).map(({ code }) => code);
  t.same(problems("import { seven } from './lib.ts'; seven.length"), [2339]);
  t.ok(read().length > 50, "libraries and declarations");
  t.same(problems("import { seven } from './lib.ts'; seven.toFixed()"), []);
  t.same(read(), []);
  writeFileSync(join(folder, "lib.ts"), "export const seven = 'seven';");
  t.same(problems("import { seven } from './lib.ts'; seven.length"), []);
  t.same(read(), ["lib.ts"]);
});

t.test("np, arrays and files have types in cells", async (t) => {
  const language = createCellLanguageService(t.testdir({}));
  const cell = `const a: NDArray<"float32"> = np.zeros([3], "float32");
const total: number = np.sum(a);
const row: NDArray = np.sum(a, 0);
for (const element of a) String(element);
const { data, columns } = readCsv("a.csv");
const table = await readParquet("a.parquet", { columns: [columns[0] ?? 0] });
np.savez("a.npz", { data, a });
const { x } = np.load("a.npz");`;
  t.same(typeErrorsOf(language, "", cell), []);
  t.match(typeErrorsOf(language, "", 'const a: NDArray<"int8"> = np.zeros(3);'), [{ code: 2322 }]);
  t.match(quickInfoAt(language, "", 'readParquet("a")', 4)?.signature, "Promise<");
});
