// Algebra on integer and bool scalars: what the arithmetic of shapes and indices needs. Floats are left to LLVM, which knows the rules of
// IEEE 754.
import { isInteger } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Binary, Compare, Const, ScalarOp, Select } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";

export type Folded =
  | { readonly kind: "value"; readonly value: ValueId }
  | { readonly kind: "const"; readonly value: number | boolean }
  | null;

export interface FoldContext {
  readonly tables: Tables;
  /** The operation that defined a value, with its operands replaced already. */
  readonly definition: (value: ValueId) => ScalarOp | undefined;
  /** The extent that an index of a loop stays below. */
  readonly extentOf: (index: ValueId) => ValueId | undefined;
  /** Known to be 0 or more. */
  readonly isNatural: (value: ValueId) => boolean;
}

const value = (id: ValueId): Folded => ({ kind: "value", value: id });
const constant = (result: number | boolean): Folded => ({ kind: "const", value: result });

/** What a pure scalar operation comes to, where that is a constant or another value; null where it is neither. */
export function fold(op: ScalarOp, context: FoldContext): Folded {
  switch (op.kind) {
    case "binary":
      return foldBinary(op, context);
    case "compare":
      return foldCompare(op, context);
    case "select": {
      const condition = literal(op.condition, context);
      if (op.a === op.b) return value(op.a);
      if (condition !== undefined) return value(condition === true ? op.a : op.b);
      return stretchesNothing(op, context) ? value(op.b) : null;
    }
    case "unary":
      return foldUnary(op.op, literal(op.a, context));
    case "cast":
      return op.mode === "convert" && context.tables.dtypeOf(op.a) === context.tables.dtypeOf(op.out)
        ? value(op.a)
        : null;
    default:
      return null;
  }
}

function foldBinary(op: Binary, context: FoldContext): Folded {
  const dtype = context.tables.dtypeOf(op.out);
  if (dtype === "bool") return foldLogical(op, context);
  return foldBits(op, context) ?? (dtype === "int64" ? foldInteger(op, context) : null);
}

/** Integers of any dtype: the count of a shift is such a mask of a constant. */
function foldBits(op: Binary, context: FoldContext): Folded {
  const [a, b] = [literal(op.a, context), literal(op.b, context)];
  if (a === undefined || b === undefined || !isInteger(context.tables.dtypeOf(op.out))) return null;
  const result = computeBits(op.op, BigInt(a), BigInt(b));
  return result !== null && Number.isSafeInteger(Number(result)) ? constant(Number(result)) : null;
}

function computeBits(op: Binary["op"], a: bigint, b: bigint): bigint | null {
  switch (op) {
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    default:
      return null;
  }
}

/** extent == 1 ? 0 : index, where index < extent: the index of a broadcast operand that has the extent of the loop. */
function stretchesNothing({ condition, a, b }: Select, context: FoldContext): boolean {
  const test = context.definition(condition);
  if (test?.kind !== "compare" || test.op !== "eq" || integer(a, context) !== 0) return false;
  const extent = context.extentOf(b);
  return (
    extent !== undefined &&
    ((test.a === extent && integer(test.b, context) === 1) ||
      (test.b === extent && integer(test.a, context) === 1))
  );
}

function literal(id: ValueId, context: FoldContext): Const["value"] | undefined {
  const op = context.definition(id);
  return op?.kind === "const" ? op.value : undefined;
}
/** A constant that arithmetic on doubles treats exactly. */
function integer(id: ValueId, context: FoldContext): number | undefined {
  const known = literal(id, context);
  if (context.tables.dtypeOf(id) !== "int64" || typeof known === "boolean" || known === undefined)
    return undefined;
  return Number.isSafeInteger(Number(known)) ? Number(known) : undefined;
}

function foldUnary(op: string, known: Const["value"] | undefined): Folded {
  return op === "not" && typeof known === "boolean" ? constant(!known) : null;
}

function foldInteger(op: Binary, context: FoldContext): Folded {
  const [a, b] = [integer(op.a, context), integer(op.b, context)];
  if (a !== undefined && b !== undefined) {
    const result = computeInteger(op.op, a, b);
    return result !== null && Number.isSafeInteger(result) ? constant(result) : null;
  }
  switch (op.op) {
    case "add":
      return a === 0 ? value(op.b) : b === 0 ? value(op.a) : null;
    case "sub":
      if (b === 0) return value(op.a);
      return op.a === op.b ? constant(0) : cancel(op, context);
    case "mul":
      if (a === 0 || b === 0) return constant(0);
      return a === 1 ? value(op.b) : b === 1 ? value(op.a) : null;
    case "div":
      return b === 1 ? value(op.a) : null;
    case "max":
      if (op.a === op.b) return value(op.a);
      if (b !== undefined && b <= 0 && context.isNatural(op.a)) return value(op.a);
      return a !== undefined && a <= 0 && context.isNatural(op.b) ? value(op.b) : null;
    case "min":
      return op.a === op.b ? value(op.a) : null;
    default:
      return null;
  }
}

/** (x + y) - y and (x + y) - x. */
function cancel(op: Binary, context: FoldContext): Folded {
  const left = context.definition(op.a);
  if (left?.kind !== "binary" || left.op !== "add") return null;
  if (left.b === op.b) return value(left.a);
  return left.a === op.b ? value(left.b) : null;
}

function computeInteger(op: Binary["op"], a: number, b: number): number | null {
  switch (op) {
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b + 0;
    case "div":
      return b === 0 ? null : Math.trunc(a / b) + 0;
    case "rem":
      return b === 0 ? null : (a % b) + 0;
    case "min":
      return Math.min(a, b);
    case "max":
      return Math.max(a, b);
    default:
      return null;
  }
}

function foldLogical(op: Binary, context: FoldContext): Folded {
  const [a, b] = [literal(op.a, context), literal(op.b, context)];
  if (op.op === "and") {
    if (a === false || b === false) return constant(false);
    return a === true || op.a === op.b ? value(op.b) : b === true ? value(op.a) : null;
  }
  if (op.op === "or") {
    if (a === true || b === true) return constant(true);
    return a === false || op.a === op.b ? value(op.b) : b === false ? value(op.a) : null;
  }
  return null;
}

function foldCompare(op: Compare, context: FoldContext): Folded {
  if (context.tables.dtypeOf(op.a) !== "int64") return null;
  const [a, b] = [integer(op.a, context), integer(op.b, context)];
  if (a !== undefined && b !== undefined) return constant(holds(op.op, a, b));
  if (op.a === op.b) return constant(op.op === "eq" || op.op === "le" || op.op === "ge");
  if (b === 0 && context.isNatural(op.a) && (op.op === "ge" || op.op === "lt"))
    return constant(op.op === "ge");
  if (a === 0 && context.isNatural(op.b) && (op.op === "le" || op.op === "gt"))
    return constant(op.op === "le");
  return null;
}

function holds(op: Compare["op"], a: number, b: number): boolean {
  switch (op) {
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
    case "lt":
      return a < b;
    case "le":
      return a <= b;
    case "gt":
      return a > b;
    case "ge":
      return a >= b;
  }
}
