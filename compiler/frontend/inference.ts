import type { DType } from "../ir/dtype.js";
import { promoteTypes } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Value } from "./value.js";

/** The type of a variable: what all its assignments unify to. */
export type VariableType =
  | { readonly kind: "scalar"; readonly dtype: DType; readonly weak: boolean }
  | { readonly kind: "array"; readonly dtype: DType; readonly ndim: number }
  | { readonly kind: "tuple"; readonly items: readonly VariableType[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, VariableType> }
  | { readonly kind: "undefined" }
  /** A value that exists in the compiler only. */
  | { readonly kind: "static"; readonly what: Value["kind"] };

/** The type of a value, given the rank of arrays. */
export function typeOfValue(value: Value, ndim: (array: ValueId) => number): VariableType {
  switch (value.kind) {
    case "scalar":
      return { kind: "scalar", dtype: value.dtype, weak: value.weak };
    case "array":
      return { kind: "array", dtype: value.dtype, ndim: ndim(value.id) };
    case "tuple":
      return { kind: "tuple", items: value.items.map((item) => typeOfValue(item, ndim)) };
    case "object":
      return {
        kind: "object",
        fields: new Map([...value.fields].map(([name, field]) => [name, typeOfValue(field, ndim)])),
      };
    case "undefined":
      return { kind: "undefined" };
    default:
      return { kind: "static", what: value.kind };
  }
}

/** NEP 50's rule for two scalars or dtypes, one of which may be weak. */
export function promoteScalars(
  a: { readonly dtype: DType; readonly weak: boolean },
  b: { readonly dtype: DType; readonly weak: boolean },
): { readonly dtype: DType; readonly weak: boolean } {
  if (a.weak === b.weak) return { dtype: promoteTypes(a.dtype, b.dtype), weak: a.weak };
  const [weak, strong] = a.weak ? [a, b] : [b, a];
  const raised = RANK[kindRank(weak.dtype)] > RANK[kindRank(strong.dtype)];
  return { dtype: raised ? promoteTypes(weak.dtype, strong.dtype) : strong.dtype, weak: false };
}
type Rank = "bool" | "integer" | "float" | "complex";
const RANK: Readonly<Record<Rank, number>> = { bool: 0, integer: 1, float: 2, complex: 3 };
function kindRank(dtype: DType): Rank {
  if (dtype === "bool") return "bool";
  if (dtype.startsWith("float")) return "float";
  return dtype.startsWith("complex") ? "complex" : "integer";
}

/** Two values of one variable: a weak one counts as its own dtype beside a strong one. Null where they don't unify. */
export function unify(a: VariableType, b: VariableType): VariableType | null {
  if (a.kind === "scalar" && b.kind === "scalar") {
    return { kind: "scalar", dtype: promoteTypes(a.dtype, b.dtype), weak: a.weak && b.weak };
  }
  if (a.kind === "array" && b.kind === "array") {
    return a.ndim === b.ndim ? { kind: "array", dtype: promoteTypes(a.dtype, b.dtype), ndim: a.ndim } : null;
  }
  if (a.kind === "tuple" && b.kind === "tuple") {
    if (a.items.length !== b.items.length) return null;
    const items: VariableType[] = [];
    for (const [index, item] of a.items.entries()) {
      const other = b.items[index];
      const both = other === undefined ? null : unify(item, other);
      if (both === null) return null;
      items.push(both);
    }
    return { kind: "tuple", items };
  }
  if (a.kind === "object" && b.kind === "object") {
    if (a.fields.size !== b.fields.size) return null;
    const fields = new Map<string, VariableType>();
    for (const [name, field] of a.fields) {
      const other = b.fields.get(name);
      const both = other === undefined ? null : unify(field, other);
      if (both === null) return null;
      fields.set(name, both);
    }
    return { kind: "object", fields };
  }
  if (a.kind === "static" && b.kind === "static") return a.what === b.what ? a : null;
  return a.kind === "undefined" && b.kind === "undefined" ? a : null;
}

function sameType(a: VariableType, b: VariableType): boolean {
  return JSON.stringify(a, mapsAsEntries) === JSON.stringify(b, mapsAsEntries);
}
const mapsAsEntries = (_key: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);

export function describeType(type: VariableType): string {
  switch (type.kind) {
    case "scalar":
      return type.weak ? (type.dtype === "int64" ? "an integer" : "a number") : type.dtype;
    case "array":
      return `a ${type.ndim}-D ${type.dtype} array`;
    case "tuple":
      return `[${type.items.map(describeType).join(", ")}]`;
    case "object":
      return `{ ${[...type.fields].map(([name, field]) => `${name}: ${describeType(field)}`).join(", ")} }`;
    case "undefined":
      return "undefined";
    case "static":
      return `a ${type.what}`;
  }
}

/**
 * The types of variables, found by elaborating a function until they are stable. Types only grow, so this ends.
 */
export class Inference {
  readonly #types = new Map<string, VariableType>();
  /** Variables that were asked for before they had a type; another round can help only once. */
  readonly #expected = new Set<string>();
  #changed = false;

  /** Adds one more value to the variable's type. Returns the type so far, or null where it doesn't unify. */
  join(key: string, type: VariableType): VariableType | null {
    const known = this.#types.get(key);
    if (known === undefined) {
      this.#types.set(key, type);
      return type;
    }
    const both = unify(known, type);
    if (both === null) return null;
    if (!sameType(both, known)) {
      this.#types.set(key, both);
      this.#changed = true;
    }
    return both;
  }
  known(key: string): VariableType | undefined {
    return this.#types.get(key);
  }
  /** The type of a variable that must be known before its first value; where it isn't yet, another round follows. */
  expect(key: string): VariableType | undefined {
    const known = this.#types.get(key);
    if (known === undefined && !this.#expected.has(key)) {
      this.#expected.add(key);
      this.#changed = true;
    }
    return known;
  }
  /** True once after a round in which a type grew. */
  takeChanged(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }
}
