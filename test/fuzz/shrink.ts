import type { Expression, Program, Statement } from "./program.js";
import { smallerExpressions } from "./shrink-expressions.js";
import { callsWithout, smallerCalls } from "./shrink-inputs.js";

/** How many programs are tried at once. */
const BATCH = 24;
/** Milliseconds after which the smallest program so far must do. */
const PATIENCE = 60_000;

/**
 * The smallest program that still has a problem of the same sort, of those that can be reached by dropping statements,
 * replacing expressions by their parts, and simplifying inputs. `problemsOf` runs programs, and says what is wrong with each.
 */
export async function shrink(
  program: Program,
  problems: readonly string[],
  problemsOf: (programs: readonly Program[]) => Promise<readonly (readonly string[])[]>,
): Promise<Program> {
  const sort = sortOf(problems);
  let smallest = program;
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline) {
    const next = await firstFailing(candidates(smallest), sort, problemsOf);
    if (next === null) return smallest;
    smallest = next;
  }
  return smallest;
}

async function firstFailing(
  programs: readonly Program[],
  sort: string,
  problemsOf: (programs: readonly Program[]) => Promise<readonly (readonly string[])[]>,
): Promise<Program | null> {
  for (let start = 0; start < programs.length; start += BATCH) {
    const batch = programs.slice(start, start + BATCH);
    const found = await problemsOf(batch);
    const index = found.findIndex((problems) => problems.length > 0 && sortOf(problems) === sort);
    const failing = batch[index];
    if (failing !== undefined) return failing;
  }
  return null;
}

/** The sort of a problem: its text without values and places. */
function sortOf(problems: readonly string[]): string {
  const [first = ""] = problems;
  const lines = first.trimEnd().split("\n");
  // The trace of an oracle that fails ends with what it failed of.
  const line = (first.includes("OracleError") ? lines.at(-1) : lines[0]) ?? "";
  if (/: \[\d+\] got /.test(line)) return "elements";
  return line
    .replace(/^call \d+: /, "")
    .replace(/^(result|base) \d+/, "value")
    .replaceAll(/-?\b\d[\w.+-]*|-?(?:Infinity|NaN)\b|\([^)]*\)/g, "#");
}

/** Smaller programs, those that drop most first. */
function candidates(program: Program): readonly Program[] {
  const { body, results, definitions } = program;
  return [
    ...callsWithout(program),
    ...results.map((result): Program => ({ ...program, results: [result] })).filter(() => results.length > 1),
    ...smallerBlocks(body).map((smaller): Program => ({ ...program, body: smaller })),
    ...definitions.map(
      (_, k): Program => ({ ...program, definitions: definitions.filter((__, i) => i !== k) }),
    ),
    ...definitions.flatMap((definition, k) =>
      smallerExpressions(definition.result).map(
        (result): Program => ({
          ...program,
          definitions: definitions.map((other, i) => (i === k ? { ...other, result } : other)),
        }),
      ),
    ),
    ...(program.threads.length > 0 ? [{ ...program, threads: [] }] : []),
    ...smallerCalls(program),
  ];
}

function smallerBlocks(body: readonly Statement[]): readonly (readonly Statement[])[] {
  const replaced = (k: number, statements: readonly Statement[]): readonly Statement[] =>
    body.flatMap((statement, i) => (i === k ? statements : [statement]));
  return [
    ...body.map((_, k) => replaced(k, [])),
    ...body.flatMap((statement, k) => smallerStatements(statement).map((smaller) => replaced(k, smaller))),
  ];
}

/** What may stand in place of a statement. */
function smallerStatements(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "constant":
    case "variable":
    case "assign":
    case "inPlace":
    case "store":
    case "accumulate":
      return smallerExpressions(statement.value).map((value: Expression) => [{ ...statement, value }]);
    case "if":
      return [
        statement.whenTrue,
        statement.whenFalse,
        ...(statement.whenFalse.length > 0 ? [[{ ...statement, whenFalse: [] }]] : []),
        ...smallerBlocks(statement.whenTrue).map((whenTrue) => [{ ...statement, whenTrue }]),
        ...smallerBlocks(statement.whenFalse).map((whenFalse) => [{ ...statement, whenFalse }]),
        ...smallerExpressions(statement.test).map((test) => [{ ...statement, test }]),
      ];
    case "loop":
      return [
        ...(statement.parallel && statement.indices.length === 1
          ? [[{ ...statement, parallel: false }]]
          : []),
        ...smallerBlocks(statement.body).map((body) => [{ ...statement, body }]),
      ];
    case "exchange":
    case "leave":
      return [];
  }
}
