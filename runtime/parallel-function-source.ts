import type { FunctionSource } from "../compiler/frontend/unit.js";

const sources = new WeakMap<object, FunctionSource>();

/** Marks a JavaScript function as a parallel function, so that parallel code can take it as a value and inline it. */
export function attachFunctionSource(callable: object, source: FunctionSource): void {
  sources.set(callable, source);
}

/** The source of a parallel function; null for any other value. */
export function functionSourceOf(value: unknown): FunctionSource | null {
  return typeof value === "function" ? (sources.get(value) ?? null) : null;
}
