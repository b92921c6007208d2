import { SourceMap } from "node:module";
import t from "tap";
import type { Mutability } from "../../kernel/transpile/declarations.js";
import { type TranspiledCell, transpileCell } from "../../kernel/transpile/transpile-cell.js";

function transpiled(source: string, known: Record<string, Mutability> = {}): TranspiledCell {
  const cell = transpileCell(source, "cell[1]", new Map(Object.entries(known)));
  if (cell.kind === "error") throw new Error(`${cell.name}: ${cell.message}`);
  return cell;
}

/** The statements of a cell as they run, without the function around them. */
function body(source: string, known: Record<string, Mutability> = {}): string {
  const { code } = transpiled(source, known);
  return code
    .replace(/^\(.*\{\s*"use strict";/, "")
    .replace(/\}\);\s*$/, "")
    .replace(/\s+/g, " ")
    .trim();
}

const cases: readonly (readonly [name: string, source: string, expected: string])[] = [
  ["the last expression is the result", "1 + 1", "__cell.result(1 + 1);"],
  ["types vanish", "const a: number = 2 as number;", "__weft.a = 2;"],
  ["a name of an earlier cell", "old + 1", "__cell.result(__weft.old + 1);"],
  ["a name that nobody declared", "unknown + 1", "__cell.result(unknown + 1);"],
  ["calls don't pass the namespace object as this", "old(1)", "__cell.result((0, __weft.old)(1));"],
  ["template tags neither", "old`x`", "__cell.result((0, __weft.old) `x`);"],
  ["shorthand properties", "({ old, x: 1 })", "__cell.result(({ old: __weft.old, x: 1 }));"],
  ["property names are left alone", "x.old.y; ({ old: 1 })", "x.old.y; __cell.result(({ old: 1 }));"],
  ["let without value", "let a;", "__weft.a = void 0;"],
  ["var without value keeps the value", "var a;", "__weft.a = __weft.a;"],
  ["var in a block reaches the top", "if (x) { var a = 1; }", "if (x) { __weft.a = 1; }"],
  ["var in a loop head", "for (var i = 0; i < 3; i++);", "for (__weft.i = 0; __weft.i < 3; __weft.i++) ;"],
  ["var of a for-of", "for (var v of xs) v;", "for (__weft.v of xs) __weft.v;"],
  ["let in a loop head stays", "for (let old = 0; old < 3; old++);", "for (let old = 0; old < 3; old++) ;"],
  ["parameters shadow", "(old) => old", "__cell.result((old) => old);"],
  ["locals shadow", "{ const old = 1; f(old); }", "{ const old = 1; f(old); }"],
  [
    "a var anywhere in a function shadows",
    "(() => { old; { var old; } })",
    "__cell.result((() => { old; { var old; } }));",
  ],
  ["catch variables shadow", "try { } catch (old) { f(old); }", "try { } catch (old) { f(old); }"],
  ["defaults of parameters do not", "(x = old) => x", "__cell.result((x = __weft.old) => x);"],
  [
    "functions are hoisted",
    "f(); function f() { return old; }",
    "__weft.f = function f() { return __weft.old; }; (0, __weft.f)();",
  ],
  [
    "functions call themselves directly",
    "function f(n) { return f(n - 1); }",
    "__weft.f = function f(n) { return f(n - 1); };",
  ],
  ["arrow functions keep their names", "const g = () => 1;", "__weft.g = ({ g: () => 1 }).g;"],
  [
    "classes",
    "class A extends old { static b = A; }",
    "__weft.A = class A extends __weft.old { static b = A; };",
  ],
  ["export means nothing", "export const a = 1;", "__weft.a = 1;"],
  [
    "destructuring",
    "const { a, b: [c = old], ...d } = x;",
    "({ a: __weft.a, b: [__weft.c = __weft.old], ...__weft.d } = x);",
  ],
  ["arrays with holes", "const [, a, ...b] = x;", "[, __weft.a, ...__weft.b] = x;"],
  ["declarations without values vanish", "declare const a: number; interface B {} type C = 1;", ""],
  ["import.meta", "import.meta.url", "__cell.result(__cell.meta.url);"],
  ["await can be cut short", "await x", "__cell.result(await __cell.settle(x));"],
  [
    "await in a function is its own affair",
    "async () => { await x; }",
    "__cell.result(async () => { await x; });",
  ],
  ["for await", "for await (const a of x) a;", "for await (const a of __cell.iterate(x)) a;"],
  [
    "imports",
    'import d, { a as b, type T } from "m";',
    '__cell.bind(await __cell.settle(import("m")), "m", [["d", "default", false], ["b", "a", false]]);',
  ],
  [
    "imports of all",
    'import * as n from "m";',
    '__cell.bind(await __cell.settle(import("m")), "m", [["n", "*", false]]);',
  ],
  ["imports for effect", 'import "m";', 'await __cell.settle(import("m"));'],
  ["imports of types", 'import type { T } from "m"; import { type U } from "m";', ""],
  [
    "imports used as types only may be missing",
    'import { T } from "m"; let x: T;',
    '__cell.bind(await __cell.settle(import("m")), "m", [["T", "T", true]]); __weft.x = void 0;',
  ],
];

for (const [name, source, expected] of cases) {
  t.test(name, async (t) => {
    t.equal(body(source, { old: "let" }), expected);
  });
}

t.test("a cell is async only when it awaits", async (t) => {
  t.equal(transpiled("1").isAsync, false);
  t.equal(transpiled("async () => { await 1; }").isAsync, false);
  t.equal(transpiled("await 1").isAsync, true);
  t.equal(transpiled('import "m"').isAsync, true);
});

t.test("enums and namespaces are copied to the namespace object", async (t) => {
  const { code, declared } = transpiled("enum E { A } namespace N { export const b = E.A; }");
  t.match(code, /__weft\.E = E;/);
  t.match(code, /__weft\.N = N;/);
  t.same([...declared.keys()], ["E", "N"]);
});

t.test("what a cell declares", async (t) => {
  const { declared } = transpiled(
    "const a = 1; let b; var c; function f() {} class D {} { var e = 1; let g; }",
  );
  t.same(Object.fromEntries(declared), { a: "const", b: "let", c: "let", f: "let", D: "let", e: "let" });
});

t.test("errors say where", async (t) => {
  const error = (source: string, known: Record<string, Mutability> = {}) =>
    transpileCell(source, "cell[1]", new Map(Object.entries(known)));
  t.match(error("const a = 1;\nfunction ( {"), { kind: "error", name: "SyntaxError", line: 2, column: 10 });
  t.match(error("let a; let a;"), { message: "Identifier 'a' has already been declared", column: 12 });
  t.match(error("a = 2", { a: "const" }), {
    name: "TypeError",
    message: "Assignment to constant variable 'a': declare it with 'let' instead",
  });
  t.match(error("const a = 1; a++"), { name: "TypeError", column: 14 });
  t.match(
    error("const a = 2", { a: "const" }),
    { kind: "transpiled" },
    "but a cell may redeclare a constant",
  );
  t.match(error('export * from "m"'), { message: /can't re-export/ });
});

t.test("the source map leads back to the cell", async (t) => {
  const source = "let a = 1;\n\nfunction f(x: number) {\n  throw new Error('x');\n}";
  const { code, map } = transpiled(source);
  const lines = code.split("\n");
  const line = lines.findIndex((each) => each.includes("new Error"));
  const entry = new SourceMap(JSON.parse(map)).findEntry(line, (lines[line] ?? "").indexOf("new Error"));
  t.match(entry, { originalLine: 3, originalColumn: 8 });
});
