import type { CellOptions } from "../../runtime/cell-options.js";
import { compile } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";
import { bitsOf } from "./bits.js";
import type { CorpusCase, ValueJson } from "./case.js";
import { checkReport } from "./check-report.js";
import { checkStatistics } from "./check-statistics.js";
import { type Comparison, compare, compareChecksum, compareObject, compareTuple, show } from "./compare.js";
import { decodeAll, decodeValue } from "./decode.js";
import type { ReportJson } from "./report-json.js";

export interface CaseResult {
  /** What is wrong; nothing where the case passes. */
  readonly problems: readonly string[];
  /** Equal for two runs that gave the same bits. */
  readonly bits: string;
  /** What came of the call, and then its arguments or the session's variables; what was thrown. */
  readonly results: readonly unknown[];
  /** Whether a parallel loop of the function has a reduction, whose order the language leaves open. */
  readonly reduces: boolean;
}

/** Runs one case; `options` are those of its cell. */
export async function runCase(test: CorpusCase, options: Partial<CellOptions> = {}): Promise<CaseResult> {
  const { expected } = test;
  try {
    const result = await (test.call.cell === true ? runCell(test, options) : runFunction(test, options));
    if (expected.error === undefined) return result;
    const missed = `want ${[expected.error].flat().join(" or ")}, but the result is ${show(result.results[0])}`;
    return { ...result, problems: [...result.problems, missed] };
  } catch (thrown) {
    return { problems: checkError(thrown, test), bits: bitsOf(thrown), results: [thrown], reduces: false };
  }
}

function checkError(thrown: unknown, { expected }: CorpusCase): readonly string[] {
  if (!(thrown instanceof Error)) return [`threw ${show(thrown)}, which is no Error`];
  if (expected.error === undefined) return [`threw ${thrown.name}: ${thrown.message}`];
  const classes = [expected.error].flat();
  const fits = classes.some((name) => name === "any" || name === "Error" || name === thrown.name);
  const internal = thrown.name === "InternalError";
  const problems =
    fits && !internal ? [] : [`threw ${thrown.name}: ${thrown.message}, want ${classes.join(" or ")}`];
  for (const part of expected.messageIncludes ?? []) {
    if (!thrown.message.toLowerCase().includes(part.toLowerCase())) {
      problems.push(`the message lacks "${part}": ${thrown.message}`);
    }
  }
  return problems;
}

const comparisonOf = ({ tolerance, expected }: CorpusCase): Comparison => ({
  tolerance,
  signedZero: expected.signedZero === true,
});

const decodeRecord = (record: Readonly<Record<string, ValueJson>> = {}): Map<string, unknown> =>
  new Map(Object.entries(record).map(([name, value]) => [name, decodeValue(value)]));

async function runCell(test: CorpusCase, cellOptions: Partial<CellOptions>): Promise<CaseResult> {
  const { expected } = test;
  const how = comparisonOf(test);
  const variables = decodeRecord(test.call.session);
  const session = new ParallelSession({ scope: mapScope(variables), cellOptions, log: () => {} });
  const outcome = session.runCell(`%%parallel\n${test.source}`);
  const problems: string[] = [];
  if (expected.value !== undefined) problems.push(...compare(outcome.value, expected.value, how, "value"));
  for (const [name, want] of Object.entries(expected.session ?? {})) {
    problems.push(...compare(variables.get(name), want, how, name));
  }
  const results = [outcome.value, ...variables.values()];
  return { problems, bits: bitsOf(results), results, reduces: false };
}

async function runFunction(test: CorpusCase, cellOptions: Partial<CellOptions>): Promise<CaseResult> {
  const { call, source } = test;
  const globals = Object.fromEntries(decodeRecord(call.globals));
  const functions = compile(source, { globals, cellOptions, log: () => {} });
  const f = functions[call.function ?? ""];
  if (f === undefined) return fault(`the source has no function ${call.function}`);
  const { problems, results } = await callFunction(test, f);
  const { loops } = f.parallelDiagnostics({ format: "json" });
  return {
    problems: [...problems, ...checkAfterwards(test, f)],
    bits: bitsOf(results),
    results,
    reduces: loops.some(({ reductions }) => reductions.length > 0),
  };
}

const fault = (problem: string): CaseResult => ({
  problems: [problem],
  bits: "",
  results: [],
  reduces: false,
});

interface Called {
  readonly problems: readonly string[];
  readonly results: readonly unknown[];
}

/** Calls the function as the case says, and checks what comes back. */
async function callFunction(test: CorpusCase, f: ParallelFunction): Promise<Called> {
  const { call, expected } = test;
  if (call.calls !== undefined) {
    return { problems: [], results: call.calls.map((values) => f(...argumentsOf(values))) };
  }
  if (call.async !== undefined) return callAsync(test, f, call.async);
  if (expected.repeatable !== undefined) return callRepeatedly(test, f, expected.repeatable);
  const args = decodeAll(call.args ?? []);
  const result: unknown = f(...args.map(({ value }) => value));
  const problems = [...checkResult(test, result)];
  for (const [index, want] of (expected.argsAfter ?? []).entries()) {
    const arg = args[index];
    if (want === null || arg === undefined) continue;
    const based = typeof want === "object" && "base" in want;
    const [got, value] = based ? [arg.base, want.base] : [arg.value, want];
    problems.push(...compare(got, value, comparisonOf(test), `argument ${index}`));
  }
  return { problems, results: [result, ...args.map(({ value }) => value)] };
}

const argumentsOf = (values: readonly ValueJson[] = []): readonly unknown[] =>
  decodeAll(values).map(({ value }) => value);

function checkResult(test: CorpusCase, result: unknown): readonly string[] {
  const { value, values, checksum, statistics } = test.expected;
  const how = comparisonOf(test);
  if (value !== undefined) return compare(result, value, how, "result");
  if (checksum !== undefined) return compareChecksum(result, checksum, how, "result");
  if (statistics !== undefined) return checkStatistics(result, statistics);
  if (values === undefined) return [];
  return isTuple(values)
    ? compareTuple(result, values, how, "result")
    : compareObject(result, values, how, "result");
}

const isTuple = (values: NonNullable<CorpusCase["expected"]["values"]>): values is readonly ValueJson[] =>
  Array.isArray(values);

async function callAsync(test: CorpusCase, f: ParallelFunction, times: number): Promise<Called> {
  const calls = Array.from({ length: times }, () => f.async(...argumentsOf(test.call.args)));
  const results: readonly unknown[] = await Promise.all(calls);
  return { problems: results.flatMap((result) => checkResult(test, result)), results };
}

function callRepeatedly(
  test: CorpusCase,
  f: ParallelFunction,
  { calls, threads }: NonNullable<CorpusCase["expected"]["repeatable"]>,
): Called {
  const native = loadNative();
  const before = native.numThreads();
  const results: unknown[] = [];
  try {
    for (const count of threads) {
      native.setNumThreads(count);
      for (let k = 0; k < calls; k++) results.push(f(...argumentsOf(test.call.args)));
    }
  } finally {
    native.setNumThreads(before);
  }
  const first = bitsOf(results[0]);
  const different = results.filter((result) => bitsOf(result) !== first).length;
  const problem = `${different} of ${results.length} calls gave other bits than the first`;
  return { problems: different === 0 ? [] : [problem], results };
}

function checkAfterwards({ expected }: CorpusCase, f: ParallelFunction): readonly string[] {
  const problems: string[] = [];
  const { signatureCount, diagnostics, diagnosticsText } = expected;
  if (signatureCount !== undefined && f.signatures.length !== signatureCount) {
    problems.push(`signatures are ${f.signatures.join("; ")}, want ${signatureCount}`);
  }
  if (diagnostics !== undefined) {
    // The form "json" is the object of the contract, which ReportJson states again for the tests.
    const report = f.parallelDiagnostics({ level: 4, format: "json" }) as ReportJson;
    problems.push(...checkReport(report, diagnostics));
  }
  if (diagnosticsText !== undefined) {
    const text = String(f.parallelDiagnostics({ level: diagnosticsText.level, format: "text" }));
    for (const part of diagnosticsText.includes)
      if (!text.includes(part)) problems.push(`the text lacks "${part}":\n${text}`);
    for (const part of diagnosticsText.excludes)
      if (text.includes(part)) problems.push(`the text has "${part}"`);
  }
  return problems;
}
