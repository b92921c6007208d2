import type { Target } from "../../compiler/backend/target.js";
import { elaborateFunction } from "../../compiler/frontend/elaborate.js";
import { compileToLlvm } from "../../compiler/pipeline.js";
import { argumentTypes, prepareArguments } from "../../runtime/argument-types.js";
import { functionSourceOf } from "../../runtime/parallel-function-source.js";
import { ParallelSession } from "../../runtime/parallel-session.js";
import { mapScope } from "../../runtime/scope.js";
import { SessionNames } from "../../runtime/session-names.js";
import type { CorpusCase } from "./case.js";
import { decodeAll, decodeValue } from "./decode.js";

/** The LLVM IR of a case's function, for the arguments of its call and any target; null for a case that is a cell, or expects an error. */
export function compileCase({ call, source, expected }: CorpusCase, target: Target): string | null {
  if (call.function === undefined || expected.error !== undefined) return null;
  const globals = Object.entries(call.globals ?? {}).map(
    ([name, value]) => [name, decodeValue(value)] as const,
  );
  const scope = mapScope(new Map(globals));
  const session = new ParallelSession({ scope, log: () => {} });
  const { functions } = session.runSource({ name: call.function, text: source, firstLine: 1 });
  const fn = functionSourceOf(functions.get(call.function));
  if (fn === null) throw new Error(`The source has no function ${call.function}`);
  const args = decodeAll(call.args ?? call.calls?.[0] ?? []).map(({ value }) => value);
  const types = argumentTypes(fn, prepareArguments(fn, args));
  const options = { mayAlias: false, fastMath: false, bounds: true };
  const { program } = elaborateFunction(fn, types, new SessionNames(scope), options);
  return compileToLlvm(program, target, { dump: null }).module.ir;
}
