import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The tests' folder in the project, seen from the compiled tests. */
const FOLDER = fileURLToPath(new URL("../../test/", import.meta.url));

/** How a text differs from its golden file, with the command that accepts the new text; null where they are equal. */
export function goldenProblem(path: string, text: string): string | null {
  const file = `${FOLDER}${path}`;
  const wanted = `${text.trimEnd()}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted);
    return null;
  }
  const known = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (known === wanted) return null;
  const test = (process.argv[1] ?? "").split("/dist/").at(-1);
  const accept = `UPDATE_GOLDEN=1 node dist/${test}`;
  return `test/${path} differs; to accept the new text: ${accept}\n${unifiedDiff(known, wanted)}`;
}

/** Lines of both texts with `-` and `+` before those that only one has, and two lines around them. */
export function unifiedDiff(before: string, after: string): string {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const rows = commonRows(a, b);
  const isNear = (row: number): boolean =>
    rows.slice(Math.max(0, row - 2), row + 3).some(({ mark }) => mark !== " ");
  return rows.flatMap(({ mark, line }, row) => (isNear(row) ? [`${mark} ${line}`] : [])).join("\n");
}

interface Row {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** The longest common subsequence of lines, by dynamic programming. */
function commonRows(a: readonly string[], b: readonly string[]): readonly Row[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined)
        row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      rows.push({ mark: " ", line: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      rows.push({ mark: "-", line: left });
      i++;
    } else {
      rows.push({ mark: "+", line: right ?? "" });
      j++;
    }
  }
  return rows;
}
