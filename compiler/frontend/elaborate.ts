// The entry of the front end: a function for one signature, or the statements of a cell, as an array program.
import ts from "#typescript";
import type { ValueId } from "../ir/ids.js";
import type { ArrayProgram } from "../ir/program.js";
import { bindingNames } from "./binding-names.js";
import { call } from "./calls.js";
import type { Frame, FrontEnd } from "./context.js";
import { Context } from "./context.js";
import { expression } from "./expressions.js";
import { freeName, ModuleScopes } from "./free-names.js";
import { Inference } from "./inference.js";
import { functionValue, inputValue } from "./inputs.js";
import { scan } from "./mutation-scan.js";
import { returnedExpression } from "./returns.js";
import { idOf } from "./scalars.js";
import type { Scope } from "./scope.js";
import type { Elaborated, ElaborateOptions, InputType, ResultTemplate, Session } from "./signature.js";
import { statements } from "./statements.js";
import type { FunctionSource, Unit } from "./unit.js";
import type { Value } from "./value.js";
import { describe } from "./value.js";
import { makeStorage, readVariable } from "./variables.js";

/** Rounds of type inference: types only grow, so far fewer are needed. */
const MAXIMAL_ROUNDS = 50;

/**
 * Elaborates a parallel function for the types of its arguments.
 * @throws CompileError for what is wrong in the user's text.
 */
export function elaborateFunction(
  fn: FunctionSource,
  args: readonly InputType[],
  session: Session,
  options: ElaborateOptions,
): Elaborated {
  return inRounds(fn.name, fn.node, fn.unit, session, options, (cx, modules) => {
    const callee = functionValue(cx, fn, modules.of(fn.unit));
    const values = args.map((type, index) => {
      const name = fn.parameters[index]?.name ?? `argument ${index}`;
      const source = { kind: "argument", index, path: [] } as const;
      return cx.atTop(() => inputValue(cx, name, type, source, parameterNode(fn, index), modules.scopeOf));
    });
    return cx.front.call(cx, callee, values, fn.node);
  });
}
function parameterNode(fn: FunctionSource, index: number): ts.Node {
  return ts.isFunctionLike(fn.node) ? (fn.node.parameters[index] ?? fn.node) : fn.node;
}

/** Elaborates the statements of a cell as one program; its result is an object of the names that it defines. */
export function elaborateStatements(unit: Unit, session: Session, options: ElaborateOptions): Elaborated {
  return inRounds(unit.source.name, unit.file, unit, session, options, (cx, modules) => {
    const scope = modules.of(unit);
    bindAssignedNames(cx, unit, scope);
    const last = unit.statements.at(-1);
    const fields = new Map<string, Value>();
    if (last !== undefined && ts.isExpressionStatement(last)) {
      statements(cx, unit.statements.slice(0, -1), scope);
      const value = expression(cx, last.expression, scope);
      exportNames(cx, scope, unit.file, fields);
      if (value.kind !== "undefined") fields.set("", value);
    } else {
      statements(cx, unit.statements, scope);
      exportNames(cx, scope, unit.file, fields);
    }
    return { kind: "object", fields };
  });
}

/** Session variables that the cell's statements assign are its variables from the start. */
function bindAssignedNames(cx: Context, unit: Unit, scope: Scope): void {
  const declared = new Set(unit.statements.flatMap((statement) => declaredNames(statement)));
  for (const [name, assignments] of scan(unit.file)) {
    if (declared.has(name) || unit.functions.has(name) || cx.session.lookup(name) === undefined) continue;
    const value = cx.front.freeName(cx, name, unit.file);
    if (value.kind === "array" && assignments.every((assignment) => assignment.compound)) continue;
    if (value.kind !== "scalar" && value.kind !== "array") continue;
    const key = `session/${name}`;
    const ndim = value.kind === "array" ? cx.ndimOf(value) : 0;
    const type = cx.inference.join(
      key,
      value.kind === "array"
        ? { kind: "array", dtype: value.dtype, ndim }
        : { kind: "scalar", dtype: value.dtype, weak: value.weak },
    );
    if (type === null) throw new Error(`${name} does not unify with itself`);
    const storage = makeStorage(cx, type, name, value, unit.file);
    scope.bind({ name, key, mutable: true, place: { kind: "slots", storage }, parallelDepth: 0 });
  }
}
function declaredNames(statement: ts.Statement): readonly string[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(name));
}

/** What the cell defined and the session can hold. */
function exportNames(cx: Context, scope: Scope, node: ts.Node, fields: Map<string, Value>): void {
  for (const name of scope.names) {
    const binding = scope.own(name);
    if (binding === undefined) continue;
    const value = readVariable(cx, binding, node);
    if (isResult(value)) fields.set(name, value);
  }
}
function isResult(value: Value): boolean {
  if (value.kind === "tuple") return value.items.every(isResult);
  if (value.kind === "object")
    return value.unusable === undefined && [...value.fields.values()].every(isResult);
  return value.kind === "scalar" || value.kind === "array";
}

function inRounds(
  name: string,
  node: ts.Node,
  unit: Unit,
  session: Session,
  options: ElaborateOptions,
  build: (cx: Context, modules: ModuleScopes) => Value,
): Elaborated {
  const inference = new Inference();
  for (let round = 0; round < MAXIMAL_ROUNDS; round++) {
    const modules = new ModuleScopes();
    const front: FrontEnd = {
      expression,
      statements,
      call,
      freeName: (cx, free, at) => freeName(cx, free, at, modules),
    };
    const frame: Frame = { node: unit.file, name, path: name, jumps: [], result: null, caller: null };
    modules.of(unit);
    const cx = new Context(front, session, inference, options, new Map([[unit.file, unit.source]]), frame);
    const value = build(cx, modules);
    const leaves: ValueId[] = [];
    const result = resultTemplate(cx, value, leaves, returnedExpression(node));
    cx.emit({ kind: "return", values: leaves, span: cx.span(node) });
    if (inference.takeChanged()) continue;
    return finish(cx, name, unit, options, result);
  }
  throw new Error(`The types of ${name} did not settle`);
}

function finish(
  cx: Context,
  name: string,
  unit: Unit,
  options: ElaborateOptions,
  result: ResultTemplate,
): Elaborated {
  const program: ArrayProgram = {
    level: "array",
    name,
    source: unit.source,
    tables: cx.tables,
    parameters: cx.parameters.map((parameter) => ({
      ...parameter,
      written: cx.written.has(parameter.value),
    })),
    body: cx.body,
    mayAlias: options.mayAlias,
    fastMath: options.fastMath,
  };
  return { program, inputs: cx.inputs, result, free: cx.free, warnings: cx.warnings };
}

/** How the caller gets the value; its leaves are appended in order. */
function resultTemplate(cx: Context, value: Value, leaves: ValueId[], node: ts.Node): ResultTemplate {
  switch (value.kind) {
    case "scalar":
      leaves.push(idOf(cx, value, node));
      return { kind: "scalar", dtype: value.dtype };
    case "array":
      leaves.push(value.id);
      return { kind: "array", dtype: value.dtype, ndim: cx.ndimOf(value) };
    case "tuple":
      return { kind: "tuple", items: value.items.map((item) => resultTemplate(cx, item, leaves, node)) };
    case "object":
      for (const message of value.unusable?.values() ?? []) throw cx.typeError(message, node);
      return {
        kind: "object",
        fields: [...value.fields].map(
          ([field, item]) => [field, resultTemplate(cx, item, leaves, node)] as const,
        ),
      };
    case "undefined":
      return { kind: "undefined" };
    default:
      throw cx.typeError(
        `A parallel function can return numbers, arrays, tuples and objects of them, not ${describe(value, cx.ndimOf)}.`,
        node,
      );
  }
}
