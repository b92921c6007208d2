import t from "tap";
import { createLineMap } from "../../kernel/debug/line-map.js";
import { murmur2 } from "../../kernel/debug/murmur2.js";
import { transpileCell } from "../../kernel/transpile/transpile-cell.js";

t.test("a cell's hash is the one that ipykernel and JupyterLab compute", (t) => {
  const seed = 0xc70f6907;
  // From ipykernel 7's murmur2_x86.
  const known = [
    ["", 3990065800],
    ["a", 2167009006],
    ["ab", 2805137849],
    ["abc", 3350977461],
    ["abcd", 804720481],
    ["const é = '🙂';\nconsole.log(é)", 910067026],
  ] as const;
  for (const [text, hash] of known) t.equal(murmur2(text, seed), hash, text);
  t.end();
});

t.test("lines of a cell and of its script", (t) => {
  const source = `// a comment
interface Point { x: number }

const a: number = 1;
function f(p: Point): number {
  return p.x;
}
f({ x: a });
// the end`;
  const cell = transpileCell(source, "cell[1]", new Map());
  if (cell.kind === "error") return t.fail(cell.message);
  const lines = createLineMap(cell.map);
  const script = cell.code.split("\n");
  const codeAt = (line: number): string | undefined => {
    const position = lines.position(line);
    return position && script[position.lineNumber]?.slice(position.columnNumber);
  };
  t.match(codeAt(4), /^(__weft\.)?a = 1;/);
  t.match(codeAt(6), /^return p\.x;/);
  t.match(codeAt(8), /^(__cell\.result\()?.*f/);
  t.equal(lines.position(1)?.line, 4, "a line without code leads to the next one that has some");
  t.equal(lines.position(9), undefined, "behind the last line of code there is nothing");
  for (const line of [4, 6, 8]) {
    const position = lines.position(line);
    t.equal(position && lines.line(position), line, `line ${line} there and back`);
  }
  t.equal(
    lines.line({ lineNumber: 0, columnNumber: 0 }),
    undefined,
    "the head of the script is no line of the cell",
  );
  return t.end();
});
