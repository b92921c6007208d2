import t from "tap";
import { declareInferred } from "../../kernel/language/parallel-types.js";
import { isJsonObject, type JsonObject } from "../../kernel/wire.js";
import { testKernel } from "./kernel-client.js";

t.test("declarations become assignments of what is declared before, at the same offsets", async (t) => {
  const types = new Map([
    ["a", { dtype: "float64", shape: [3, null] }],
    ["s", { dtype: "bool", shape: undefined }],
  ] as const);
  const given = "  const a = f() ** 2\nlet s = a > 1, other = 2;\nlet [s] = b; const typed: any = a;";
  const { before, cell } = declareInferred(given, types);
  t.equal(before, 'declare let a: NDArray<"float64", 2>;\n');
  t.equal(cell, given.replace("const a", ";     a"));
  t.same(declareInferred("const s = a > 1", types), {
    before: "declare let s: boolean;\n",
    cell: ";     s = a > 1",
  });
});

t.test("a parallel cell that has not run", async (t) => {
  const kernel = await testKernel(t);
  const inspected = async (code: string, name: string): Promise<string> => {
    const content = { code, cursor_pos: code.indexOf(name) + 1, detail_level: 0 };
    const { reply } = await kernel.request("shell", "inspect_request", content);
    const data = isJsonObject(reply["data"]) ? reply["data"] : {};
    return String(data["text/plain"]);
  };
  const completed = async (code: string): Promise<JsonObject> =>
    (await kernel.request("shell", "complete_request", { code, cursor_pos: code.length })).reply;
  const matches = (reply: JsonObject): readonly unknown[] => {
    const { matches } = reply;
    return Array.isArray(matches) ? matches : [];
  };

  await kernel.execute("const grid = np.ones([3, 4]);");
  await kernel.execute("%%parallel\nfunction half(x) { return x / 2; }");
  const cell =
    "%%parallel\nconst squares = half(grid) ** 2;\nconst total = sum(squares);\nfunction f(inner) { return inner + squares; }\n";
  t.equal(
    await inspected(cell, "squares"),
    'squares: NDArray<"float64", 2>\n\nInferred before the cell runs: float64, shape [3, 4]',
  );
  t.match(await inspected(cell, "total"), "total: number\n\nInferred before the cell runs: float64");
  t.match(await inspected(cell, "inner"), "(parameter) inner: any");
  t.ok(
    matches(await completed(`${cell}squares.sha`)).includes("shape"),
    "members of an array, not of a number",
  );
  t.notOk(matches(await completed(`${cell}total.`)).includes("shape"));
  await kernel.execute("let held: any = grid;");
  await kernel.execute("held = np.ones([2, 3, 4], 'float32');");
  t.match(
    await inspected("%%parallel\nconst doubled = held * 2;", "doubled"),
    "float32, shape [2, 3, 4]",
    "what a variable holds now, not when it was declared",
  );
  await kernel.execute("%reset");
  t.notMatch(await inspected(cell, "squares"), "Inferred", "without its variables nothing is known");
});
