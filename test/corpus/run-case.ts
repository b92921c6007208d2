import { compile } from "../../runtime/library.js";
import { loadNative } from "../../runtime/native.js";
import { NDArray } from "../../runtime/ndarray.js";
import type { ParallelFunction } from "../../runtime/parallel-function.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";
import type { CorpusCase, ValueJson } from "./case.js";
import { checkReport } from "./check-report.js";
import { checkStatistics } from "./check-statistics.js";
import { type Comparison, compare, compareChecksum, compareObject, compareTuple, show } from "./compare.js";
import { decodeAll, decodeValue } from "./decode.js";
import type { ReportJson } from "./report-json.js";

/** Runs one case; what is wrong with it, or nothing. */
export async function runCase(test: CorpusCase): Promise<readonly string[]> {
  const { expected } = test;
  try {
    const problems = await (test.call.cell === true ? runCell(test) : runFunction(test));
    if (expected.error === undefined) return problems;
    return [...problems, `want ${[expected.error].flat().join(" or ")}, but nothing was thrown`];
  } catch (thrown) {
    return checkError(thrown, test);
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

async function runCell(test: CorpusCase): Promise<readonly string[]> {
  const { expected } = test;
  const how = comparisonOf(test);
  const variables = decodeRecord(test.call.session);
  const session = new ParallelSession({ scope: mapScope(variables), log: () => {} });
  const outcome = session.runCell(`%%parallel\n${test.source}`);
  const problems: string[] = [];
  if (expected.value !== undefined) problems.push(...compare(outcome.value, expected.value, how, "value"));
  for (const [name, want] of Object.entries(expected.session ?? {})) {
    problems.push(...compare(variables.get(name), want, how, name));
  }
  return problems;
}

async function runFunction(test: CorpusCase): Promise<readonly string[]> {
  const { call, expected, source } = test;
  const globals = Object.fromEntries(decodeRecord(call.globals));
  const functions = compile(source, { globals, log: () => {} });
  const f = functions[call.function ?? ""];
  if (f === undefined) return [`the source has no function ${call.function}`];
  if (call.calls !== undefined) {
    for (const values of call.calls) f(...decodeAll(values).map(({ value }) => value));
    return checkAfterwards(test, f);
  }
  if (call.async !== undefined) return runAsync(test, f, call.async);
  if (expected.repeatable !== undefined) return runRepeatedly(test, f, expected.repeatable);
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
  return [...problems, ...checkAfterwards(test, f)];
}

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

async function runAsync(test: CorpusCase, f: ParallelFunction, times: number): Promise<readonly string[]> {
  const calls = Array.from({ length: times }, () =>
    f.async(...decodeAll(test.call.args ?? []).map(({ value }) => value)),
  );
  const results: readonly unknown[] = await Promise.all(calls);
  return results.flatMap((result) => checkResult(test, result));
}

function runRepeatedly(
  test: CorpusCase,
  f: ParallelFunction,
  { calls, threads }: NonNullable<CorpusCase["expected"]["repeatable"]>,
): readonly string[] {
  const native = loadNative();
  const before = native.numThreads();
  const results: string[] = [];
  try {
    for (const count of threads) {
      native.setNumThreads(count);
      for (let k = 0; k < calls; k++) {
        results.push(bitsOf(f(...decodeAll(test.call.args ?? []).map(({ value }) => value))));
      }
    }
  } finally {
    native.setNumThreads(before);
  }
  const different = results.filter((bits) => bits !== results[0]).length;
  return different === 0 ? [] : [`${different} of ${results.length} calls gave other bits than the first`];
}

function bitsOf(value: unknown): string {
  if (value instanceof NDArray) {
    const { data } = value.copy();
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
  }
  return Array.isArray(value) ? value.map(bitsOf).join() : show(value);
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
