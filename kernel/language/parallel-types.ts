import ts from "#typescript";
import type { CellInference, InferredType } from "../../runtime/infer-cell.js";
import type { LiveName } from "../session/protocol.js";
import type { ExecutedCell } from "./language-client.js";
import { createNotedCells } from "./noted-cells.js";
import type { QuickInfo } from "./quick-info.js";

export type InferredTypes = ReadonlyMap<string, InferredType>;

/** What the front end of parallel cells infers of their names before they run. It is loaded when it is needed. */
export interface ParallelTypes {
  note(cell: ExecutedCell): void;
  clear(): void;
  /** `variables` are those of the session as they are now: what they hold may have changed since they were declared. */
  infer(cell: string, variables: readonly LiveName[]): Promise<InferredTypes>;
}

export function createParallelTypes(): ParallelTypes {
  const noted = createNotedCells();
  let loaded: CellInference | undefined;

  const tell = (inference: CellInference, { source, names, isParallel }: ExecutedCell): void =>
    inference.note(names, isParallel ? source : undefined);

  const load = async (): Promise<CellInference> => {
    const { CellInference } = await import("../../runtime/infer-cell.js");
    if (loaded !== undefined) return loaded;
    loaded = new CellInference();
    for (const cell of noted.all()) tell(loaded, cell);
    noted.clear();
    return loaded;
  };

  return {
    note(cell) {
      if (loaded === undefined) noted.add(cell);
      else tell(loaded, cell);
    },
    clear() {
      noted.clear();
      loaded?.clear();
    },
    async infer(cell, variables) {
      const inference = await load();
      inference.refresh(variables);
      return inference.infer(cell);
    },
  };
}

/**
 * A parallel cell as TypeScript should see it, which takes `a ** 2` for a number: what was inferred is declared before the cell, and
 * the cell's own declarations become assignments, with every offset as it was.
 */
export function declareInferred(
  cell: string,
  types: InferredTypes,
): { readonly before: string; readonly cell: string } {
  if (types.size === 0) return { before: "", cell };
  const file = ts.createSourceFile("cell.ts", cell, ts.ScriptTarget.ES2022, true);
  let before = "";
  let text = cell;
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const declared = statement.declarationList.declarations.map(({ name, type, initializer }) => {
      const inferred = ts.isIdentifier(name) ? types.get(name.text) : undefined;
      if (inferred === undefined || type !== undefined || initializer === undefined) return undefined;
      return `declare let ${name.getText()}: ${typeText(inferred)};\n`;
    });
    if (!declared.every((each) => each !== undefined)) continue;
    before += declared.join("");
    // What stands before must not go on with an assignment to `[…]`.
    const start = statement.getStart();
    const end = statement.declarationList.declarations[0]?.getStart() ?? start;
    text = `${text.slice(0, start)};${" ".repeat(end - start - 1)}${text.slice(end)}`;
  }
  return { before, cell: text };
}

/** What is said of a name whose type was inferred; anything else stays as it is. */
export function withInferred(info: QuickInfo | undefined, types: InferredTypes): QuickInfo | undefined {
  const name = /^let ([\p{ID_Start}$_][\p{ID_Continue}$]*): /u.exec(info?.signature ?? "")?.[1];
  const type = name === undefined ? undefined : types.get(name);
  if (info === undefined || type === undefined) return info;
  const { dtype, shape } = type;
  const of =
    shape === undefined ? dtype : `${dtype}, shape [${shape.map((extent) => extent ?? "?").join(", ")}]`;
  return { signature: `${name}: ${typeText(type)}`, documentation: `Inferred before the cell runs: ${of}` };
}

function typeText({ dtype, shape }: InferredType): string {
  if (shape !== undefined) return `NDArray<"${dtype}", ${shape.length}>`;
  if (dtype.startsWith("complex")) return "any";
  return dtype === "bool" ? "boolean" : "number";
}
