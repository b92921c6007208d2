import type ts from "typescript";
import type { ParallelTypeError } from "../diagnostic.js";
import { FOREIGN_NAMES } from "./advice/foreign-names.js";
import type { Context } from "./context.js";
import { functionValue, inputValue } from "./inputs.js";
import { allNames, lookupName } from "./names/registry.js";
import { freeKey } from "./outer-names.js";
import { Scope } from "./scope.js";
import type { InputType } from "./signature.js";
import { nearest } from "./spelling.js";
import type { FunctionSource, Unit } from "./unit.js";
import type { NamespaceValue, Value } from "./value.js";
import { weakFloat } from "./value.js";

const NAMESPACES: Readonly<Record<string, NamespaceValue["name"]>> = {
  np: "np",
  numpy: "np",
  Math: "Math",
  random: "random",
  Array: "Array",
  console: "console",
  Number: "Number",
};

/** The scopes in which the functions of each cell stand. */
export class ModuleScopes {
  readonly #scopes = new Map<Unit, Scope>();
  readonly #units = new Map<ts.SourceFile, Unit>();

  of(unit: Unit): Scope {
    let scope = this.#scopes.get(unit);
    if (scope === undefined) {
      scope = new Scope(null);
      this.#scopes.set(unit, scope);
      this.#units.set(unit.file, unit);
    }
    return scope;
  }
  unitOf(file: ts.SourceFile): Unit | undefined {
    return this.#units.get(file);
  }
  readonly scopeOf = (fn: FunctionSource): Scope => this.of(fn.unit);
}

/**
 * What a name means that no scope binds: a function or literal of its cell, the session's variable, or a name of the language.
 * @throws ParallelTypeError for an unknown name, with the nearest known one.
 */
export function freeName(cx: Context, name: string, node: ts.Node, modules: ModuleScopes): Value {
  const unit = modules.unitOf(node.getSourceFile());
  if (unit === undefined) return registeredTextName(cx, name, node);
  const part = cx.partial(freeKey(name));
  if (part !== undefined) return part;
  const session = cx.session.lookup(name);
  const sibling = unit.functions.get(name);
  // A later cell may have declared the name anew.
  if (sibling !== undefined && (session === undefined || isFunction(session, sibling))) {
    cx.free.set(name, session);
    return functionValue(cx, sibling, modules.of(sibling.unit));
  }
  const known = cx.freeValues.get(name);
  if (known !== undefined) return known;
  const language = languageName(name) ?? registeredName(cx, name);
  const type = session ?? unit.literals.get(name);
  if (type === undefined || (language !== undefined && type.kind === "unsupported")) {
    if (language !== undefined) {
      cx.free.set(name, session);
      return language;
    }
    throw unknownName(cx, name, node);
  }
  cx.free.set(name, type);
  if (language !== undefined)
    cx.warn(`${name} is a variable of the session here, and hides the built-in ${name}.`, node);
  const value = cx.atTop(() =>
    inputValue(cx, name, type, { kind: "free", name, path: [] }, node, modules.scopeOf),
  );
  cx.freeValues.set(name, value);
  return value;
}

const isFunction = (type: InputType, source: FunctionSource): boolean =>
  type.kind === "function" && type.function === source;

/** The text of a registered function stands in no cell: whatever a session declares, its names mean the language's. */
function registeredTextName(cx: Context, name: string, node: ts.Node): Value {
  const value = languageName(name) ?? registeredName(cx, name);
  if (value === undefined) throw unknownName(cx, name, node);
  return value;
}

function registeredName(cx: Context, name: string): Value | undefined {
  const entry = cx.options.names?.get(name);
  return entry === undefined ? undefined : { kind: "builtin", entry };
}

/** What a name means where nothing hides it; undefined for one that the language does not have. */
export function languageName(name: string): Value | undefined {
  if (name === "Infinity" || name === "inf") return weakFloat(Infinity);
  if (name === "NaN" || name === "nan") return weakFloat(NaN);
  const namespace = Object.hasOwn(NAMESPACES, name) ? NAMESPACES[name] : undefined;
  const entry = lookupName(name);
  if (namespace === undefined) return entry === undefined ? undefined : { kind: "builtin", entry };
  return entry === undefined ? { kind: "namespace", name: namespace } : { kind: "builtin", entry, namespace };
}

function unknownName(cx: Context, name: string, node: ts.Node): ParallelTypeError {
  const advice = FOREIGN_NAMES.get(name);
  if (advice !== undefined) return cx.typeError(`${name} is not defined: ${advice}.`, node);
  const near = nearest(name, [...allNames(), ...(cx.options.names?.keys() ?? [])]);
  const meant = near === null ? "declare it, or define it in an earlier cell." : `did you mean ${near}?`;
  return cx.typeError(`${name} is not defined: ${meant}`, node);
}
