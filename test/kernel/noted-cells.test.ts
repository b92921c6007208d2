import t from "tap";
import type { ExecutedCell } from "../../kernel/language/language-client.js";
import { createNotedCells } from "../../kernel/language/noted-cells.js";

const cell = (source: string, ...names: readonly string[]): ExecutedCell => ({
  kind: "cell",
  source,
  names: names.map((name) => ({ name, type: "number" })),
  isParallel: false,
});

t.test("cells whose declarations are all replaced need not be told", async (t) => {
  const noted = createNotedCells();
  const sources = (): readonly string[] => [...noted.all()].map(({ source }) => source);
  noted.add(cell("let a = 1, b = 1", "a", "b"));
  noted.add(cell("a + b"));
  noted.add(cell("let a = 2", "a"));
  t.same(sources(), ["let a = 1, b = 1", "let a = 2"]);
  noted.add(cell("let b = 2", "b"));
  t.same(sources(), ["let a = 2", "let b = 2"]);
  noted.add(cell("interface Point { x: number }"));
  noted.add(cell("type A = 1; let c = 1", "c"));
  noted.add(cell("let a = 3, c = 2", "a", "c"));
  t.same(sources(), [
    "let b = 2",
    "interface Point { x: number }",
    "type A = 1; let c = 1",
    "let a = 3, c = 2",
  ]);
  noted.clear();
  t.same(sources(), []);
});
