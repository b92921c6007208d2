import type { DType } from "./dtype.js";
import type { ValueId } from "./ids.js";
import type { Tables } from "./program.js";
import type { AnyOp } from "./visit.js";

/** Where the operands of `op` do not have the types that ops.ts asks for: a sentence for each. */
export function operandProblems(op: AnyOp, tables: Tables): readonly string[] {
  const problems: string[] = [];
  const show = (value: ValueId): string => {
    const type = tables.typeOf(value);
    return `%${value} (${type.dtype}${type.kind === "array" ? ` array of ${type.shape.length} axes` : ""})`;
  };
  const scalar = (value: ValueId, dtype?: DType): void => {
    const type = tables.typeOf(value);
    if (type.kind !== "scalar" || (dtype !== undefined && type.dtype !== dtype))
      problems.push(`${show(value)} should be a ${dtype ?? "scalar"}`);
  };
  const array = (value: ValueId): void => {
    if (tables.typeOf(value).kind !== "array") problems.push(`${show(value)} should be an array`);
  };
  const same = (values: readonly ValueId[]): void => {
    for (const value of values) scalar(value);
    const [first] = values;
    for (const value of values.slice(1))
      if (first !== undefined && tables.dtypeOf(value) !== tables.dtypeOf(first))
        problems.push(`${show(first)} and ${show(value)} should have one dtype`);
  };
  const count = (what: string, got: number, want: number): void => {
    if (got !== want) problems.push(`${got} ${what}, should be ${want}`);
  };
  const access = (target: ValueId, index: readonly ValueId[], element: ValueId): void => {
    array(target);
    scalar(element);
    for (const value of index) scalar(value, "int64");
    const type = tables.typeOf(target);
    if (type.kind !== "array") return;
    count("indices", index.length, type.shape.length);
    if (tables.dtypeOf(element) !== type.dtype)
      problems.push(`${show(element)} should have the dtype of ${show(target)}`);
  };

  switch (op.kind) {
    case "binary":
      if (op.op === "complex") same([op.a, op.b]);
      else same([op.a, op.b, op.out]);
      break;
    case "compare":
      same([op.a, op.b]);
      scalar(op.out, "bool");
      break;
    case "unary":
      if (op.op === "real" || op.op === "imag") scalar(op.a);
      else same([op.a, op.out]);
      break;
    case "inRange":
      for (const value of [op.index, op.lower, op.upper]) scalar(value, "int64");
      scalar(op.out, "bool");
      break;
    case "select":
      scalar(op.condition, "bool");
      same([op.a, op.b, op.out]);
      break;
    case "if":
    case "check":
      scalar(op.condition, "bool");
      break;
    case "for":
      for (const value of [op.index, op.start, op.stop, op.step]) scalar(value, "int64");
      break;
    case "parfor":
      count("indices", op.indices.length, op.extents.length);
      for (const value of [...op.indices, ...op.extents]) scalar(value, "int64");
      if (op.cost !== undefined) scalar(op.cost, "int64");
      break;
    case "load":
      access(op.array, op.index, op.out);
      break;
    case "store":
      access(op.array, op.index, op.value);
      break;
    case "alloc":
    case "view":
    case "unalias":
    case "generate":
      array(op.out);
      if (op.kind === "view") {
        array(op.base);
        scalar(op.offset, "int64");
      }
      if (op.kind === "generate") {
        count("indices", op.indices.length, arrayRank(op.out, tables));
        same([op.result]);
        if (tables.dtypeOf(op.result) !== tables.dtypeOf(op.out))
          problems.push(`${show(op.result)} should have the dtype of ${show(op.out)}`);
      }
      break;
    case "update":
      array(op.target);
      count("indices", op.indices.length, arrayRank(op.target, tables));
      if (tables.dtypeOf(op.result) !== tables.dtypeOf(op.target))
        problems.push(`${show(op.result)} should have the dtype of ${show(op.target)}`);
      break;
    case "reduce":
      count("indices", op.indices.length, op.extents.length);
      count("identities", op.identities.length, op.elements.length);
      count("results", op.outs.length, op.elements.length);
      op.elements.forEach((element, k) => {
        for (const other of [op.identities[k], op.outs[k]])
          if (other !== undefined && tables.dtypeOf(other) !== tables.dtypeOf(element))
            problems.push(`${show(other)} should have the dtype of ${show(element)}`);
      });
      break;
    case "get":
    case "set": {
      const value = op.kind === "get" ? op.out : op.value;
      const type = tables.typeOf(value);
      const slot = tables.slotType(op.slot);
      const fits =
        type.kind === slot.kind &&
        type.dtype === slot.dtype &&
        (slot.kind === "scalar" || (type.kind === "array" && type.shape.length === slot.ndim));
      if (!fits) problems.push(`${show(value)} does not fit the variable ${tables.slotName(op.slot)}`);
      break;
    }
    default:
      break;
  }
  return problems;
}

function arrayRank(value: ValueId, tables: Tables): number {
  const type = tables.typeOf(value);
  return type.kind === "array" ? type.shape.length : 0;
}
