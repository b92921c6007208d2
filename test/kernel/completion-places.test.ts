import t from "tap";
import type { KernelClient } from "../../kernel/client.js";
import { isJsonObject } from "../../kernel/wire.js";
import { testKernel } from "./kernel-client.js";

/** Cells with the cursor at `|`, what the cell becomes by one of its completions, and what is not offered. */
const PLACES: readonly (readonly [cell: string, becomes: string, without?: string])[] = [
  ["const { a, b } = obj.|", "const { a, b } = obj.nested"],
  ["obj['|", "obj['with space"],
  ["obj['with sp|", "obj['with space"],
  ['loose["|"]', 'loose["host_name"]'],
  ["loose.ports[0].|", "loose.ports[0].port_no"],
  ["loose['ports'][0].po|", "loose['ports'][0].port_no"],
  ["loose\n  .ho|", "loose\n  .host_name"],
  ["grid[0].|", "grid[0].shape"],
  ["loose.grids[1][2].su|", "loose.grids[1][2].sum"],
  ["%%parallel\ngrid[0].sh|", "%%parallel\ngrid[0].shape"],
  ["ages.get('|", "ages.get('Ada L."],
  ['loose.ages?.has("Ad|")', 'loose.ages?.has("Ada L.")'],
  ["tags.delete('|", "tags.delete('red"],
  ["'🚀🚀' + wor|", "'🚀🚀' + word"],
  ["console.lo|g(1)", "console.logg(1)"],
  ["await lat|", "await later"],
  ["(await later()).so|", "(await later()).soon"],
  ["pick('|", "pick('left"],
  ["import { } from 'node:f|", "import { } from 'node:fs"],
  ["import { } from 'node:|", "import { } from 'node:path"],
  ["import { } from './|", "import { } from './local.ts"],
  ["import { | } from './local.ts'", "import { seven } from './local.ts'", "word"],
  ["let size: Size = { | }", "let size: Size = { width }", "word"],
  ["readCsv('da|", "readCsv('data/"],
  ["display.|", "display.html"],
  ["process.env.WEFT_TYPE|", "process.env.WEFT_TYPECHECK"],
  ["globalThis.wor|", "globalThis.word"],
  ["%env WEFT_TYPE|", "%env WEFT_TYPECHECK"],
  ["%time obj.ne|", "%time obj.nested"],
  [
    "%%parallel\nfunction f(inner) { return inn| + 1; }",
    "%%parallel\nfunction f(inner) { return inner + 1; }",
  ],
  ["%%parallel\nconst c = grid * 2; c.sh|", "%%parallel\nconst c = grid * 2; c.shape"],
  ["%%parallel\n'🚀'; hal|", "%%parallel\n'🚀'; half"],
  ["%%parallel\ngrid + softp|", "%%parallel\ngrid + softplus"],
];

/** Where no names of variables belong. */
const NOWHERE = ["grid[7].|", "ages.get('zz|", "// wor|", "'wor|'", "%%bash\nwor|", "`wor|`", "softp|"];

async function completions(kernel: KernelClient, marked: string): Promise<string[]> {
  const at = marked.indexOf("|");
  const code = marked.replace("|", "");
  const { reply } = await kernel.request("shell", "complete_request", {
    code,
    cursor_pos: [...code.slice(0, at)].length,
  });
  const characters = [...code];
  const { matches, cursor_start: start, cursor_end: end } = reply;
  if (!Array.isArray(matches)) return [];
  return matches.map(
    (match) =>
      characters.slice(0, Number(start)).join("") + String(match) + characters.slice(Number(end)).join(""),
  );
}

t.test("completions in many places", async (t) => {
  const folder = t.testdir({ "local.ts": "export const seven = 7;", data: { measured: {} } });
  const kernel = await testKernel(t, folder);
  t.ok((await completions(kernel, "Math.flo|")).includes("Math.floor"), "as soon as the kernel answers");
  await kernel.execute(`const word = 'x'; const grid = np.ones([3, 4]);
const obj = { alpha: 1, 'with space': 2, nested: { deep: 1 } };
const loose: any = JSON.parse('{"host_name": "x", "ports": [{ "port_no": 1 }]}');
const ages = new Map([['Ada L.', 36]]), tags = new Set(['red']);
Object.assign(loose, { ages, grids: [grid, [grid, grid, grid]] });
async function later() { return { soon: 1 } }
function pick(side: 'left' | 'right') {}
interface Size { width: number }`);
  await kernel.execute("%%parallel\nfunction half(x) { return x / 2; }");
  await kernel.execute(`const { registerElementwise } = await import("weft-kernel");
registerElementwise({ name: "softplus", source: "(x) => log1p(exp(-abs(x))) + max(x, 0)" });`);
  await completions(kernel, "word.len|");
  for (const [cell, becomes, without] of PLACES) {
    const found = await completions(kernel, cell);
    t.ok(found.includes(becomes), `${JSON.stringify(cell)}: ${found.slice(0, 5).join(", ")}`);
    if (without !== undefined) {
      t.notOk(
        found.some((each) => each.includes(without)),
        `${JSON.stringify(cell)} without ${without}`,
      );
    }
  }
  for (const cell of NOWHERE) t.same(await completions(kernel, cell), [], cell);
  t.equal((await completions(kernel, "display.|"))[0], "display.animation", "its own members first");
  await kernel.execute("%cd data");
  t.same(await completions(kernel, "%cd me|"), ["%cd measured/"], "from where the session is");
  t.same(await completions(kernel, "readCsv('me|"), ["readCsv('measured/"]);
});

t.test("inspection tells values, types and sources", async (t) => {
  const kernel = await testKernel(t);
  const inspected = async (marked: string, level = 0): Promise<string> => {
    const cursor = marked.includes("|") ? marked.indexOf("|") : marked.length;
    const content = { code: marked.replace("|", ""), cursor_pos: cursor, detail_level: level };
    const { reply } = await kernel.request("shell", "inspect_request", content);
    const data = isJsonObject(reply["data"]) ? reply["data"] : {};
    return String(data["text/plain"] ?? "");
  };
  await kernel.execute("/** Adds. */\nfunction add(a: number) { return a } interface Size { width: number }");
  await kernel.execute("const loose: any = { ports: [{ port_no: 22 }] }; let kind = 1;");
  await kernel.execute("%%parallel\nfunction half(x) { return x / 2; }");
  t.equal(await inspected("noSuchName"), "", "only types could tell: it waits until they can");
  t.match(
    await inspected("add(|"),
    "function add(a: number): number\n\nAdds.",
    "of a function its value has nothing to say",
  );
  t.match(await inspected("ad|d(add(1))"), "Adds.", "again, from the same program");
  t.match(await inspected("loose.ports[0].port_no"), "number: 22");
  t.match(await inspected("Size"), "interface Size");
  t.equal(await inspected("'ad|d'"), "");
  t.match(await inspected("%typecheck off"), "Says what becomes of type errors");
  t.match(await inspected("half", 1), "function half(x) { return x / 2; }");
  t.notMatch(await inspected("half", 1), "declare const");
  t.notMatch(await inspected("np.linspace"), "import(");
  t.match(await inspected("kind"), "let kind: number");
  await kernel.execute("const kind = 'text'");
  t.match(await inspected("kind"), 'const kind: "text"', "as it was declared last");
  t.match(await inspected("let kind = true; ki|nd"), "let kind: true", "as the cell declares it");
  t.match(await inspected("kind"), 'const kind: "text"', "though another cell was asked about meanwhile");
});
