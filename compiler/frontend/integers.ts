import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { BinaryOperator, CompareOperator } from "../ir/ops.js";
import { scalarType } from "../ir/types.js";
import type { Context } from "./context.js";

/**
 * int64 arithmetic of shapes, strides and indices. Constants are folded, and one expression has one id within
 * the regions where it is visible, so that equal extents are seen to be equal.
 */
export class IntegerBuilder {
  readonly #context: Context;
  readonly #top = new Map<string, ValueId>();
  #scopes: Map<string, ValueId>[] = [this.#top, new Map()];
  readonly #constants = new Map<ValueId, number>();

  constructor(context: Context) {
    this.#context = context;
  }
  enter(): void {
    this.#scopes.push(new Map());
  }
  leave(): void {
    this.#scopes.pop();
  }

  /** Builds at the start of the program: what is shared there is visible everywhere. */
  atTop<T>(build: () => T): T {
    const outer = this.#scopes;
    this.#scopes = [this.#top];
    try {
      return build();
    } finally {
      this.#scopes = outer;
    }
  }

  constant(value: number, node: ts.Node): ValueId {
    return this.#shared(`${value}`, () => {
      const out = this.#context.value(scalarType("int64"));
      this.#context.emit({ kind: "const", out, value, span: this.#context.span(node) });
      this.#constants.set(out, value);
      return out;
    });
  }
  /** The value where it is a constant. */
  known(value: ValueId): number | undefined {
    return this.#constants.get(value);
  }

  add(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    const [x, y] = [this.known(a), this.known(b)];
    if (x !== undefined && y !== undefined) return this.constant(x + y, node);
    if (x === 0) return b;
    if (y === 0) return a;
    return this.#binary("add", a, b, node);
  }
  sub(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    const [x, y] = [this.known(a), this.known(b)];
    if (x !== undefined && y !== undefined) return this.constant(x - y, node);
    if (y === 0) return a;
    if (a === b) return this.constant(0, node);
    return this.#binary("sub", a, b, node);
  }
  mul(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    const [x, y] = [this.known(a), this.known(b)];
    if (x !== undefined && y !== undefined && Number.isSafeInteger(x * y)) return this.constant(x * y, node);
    if (x === 1) return b;
    if (y === 1) return a;
    return this.#binary("mul", a, b, node);
  }
  min(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    const [x, y] = [this.known(a), this.known(b)];
    if (x !== undefined && y !== undefined) return this.constant(Math.min(x, y), node);
    return a === b ? a : this.#binary("min", a, b, node);
  }
  max(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    const [x, y] = [this.known(a), this.known(b)];
    if (x !== undefined && y !== undefined) return this.constant(Math.max(x, y), node);
    return a === b ? a : this.#binary("max", a, b, node);
  }
  /** Truncating division by a divisor that is not 0. */
  div(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    const [x, y] = [this.known(a), this.known(b)];
    if (x !== undefined && y !== undefined && y !== 0) return this.constant(Math.trunc(x / y), node);
    return y === 1 ? a : this.#binary("div", a, b, node);
  }
  compare(op: CompareOperator, a: ValueId, b: ValueId, node: ts.Node): ValueId {
    return this.#shared(`${op} ${a} ${b}`, () => {
      const out = this.#context.value(scalarType("bool"));
      this.#context.emit({ kind: "compare", out, op, a, b, span: this.#context.span(node) });
      return out;
    });
  }
  and(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    return this.#logical("and", a, b, node);
  }
  or(a: ValueId, b: ValueId, node: ts.Node): ValueId {
    return this.#logical("or", a, b, node);
  }
  select(condition: ValueId, a: ValueId, b: ValueId, node: ts.Node): ValueId {
    if (a === b) return a;
    return this.#shared(`select ${condition} ${a} ${b}`, () => {
      const out = this.#context.value(scalarType("int64"));
      this.#context.emit({ kind: "select", out, condition, a, b, span: this.#context.span(node) });
      return out;
    });
  }

  #logical(op: "and" | "or", a: ValueId, b: ValueId, node: ts.Node): ValueId {
    return this.#shared(`${op} ${a} ${b}`, () => {
      const out = this.#context.value(scalarType("bool"));
      this.#context.emit({ kind: "binary", out, op, a, b, span: this.#context.span(node) });
      return out;
    });
  }
  #binary(op: BinaryOperator, a: ValueId, b: ValueId, node: ts.Node): ValueId {
    const [left, right] =
      (op === "add" || op === "mul" || op === "min" || op === "max") && a > b ? [b, a] : [a, b];
    return this.#shared(`${op} ${left} ${right}`, () => {
      const out = this.#context.value(scalarType("int64"));
      this.#context.emit({ kind: "binary", out, op, a: left, b: right, span: this.#context.span(node) });
      return out;
    });
  }
  #shared(key: string, make: () => ValueId): ValueId {
    for (const scope of this.#scopes) {
      const known = scope.get(key);
      if (known !== undefined) return known;
    }
    const made = make();
    this.#scopes.at(-1)?.set(key, made);
    return made;
  }
}
