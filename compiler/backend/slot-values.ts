// Scalars as the 8-byte slots of the kernel ABI, and back.
import type { DType } from "../ir/dtype.js";
import { isComplex, isFloat, isSigned } from "../ir/dtype.js";
import { InternalError } from "../ir/program.js";
import type { Emission, Operand } from "./emission.js";
import { memoryType, partType, valueType } from "./llvm-type.js";

/** The int64 texts that stand for a scalar: one, or two for complex. */
export function toSlots(e: Emission, value: Operand, dtype: DType): readonly string[] {
  if (value.kind === "complex") return [value.re, value.im].map((part) => floatSlot(e, part, value.part));
  if (value.kind === "array") throw new InternalError("an array is not one slot");
  if (value.type === "i64") return [value.text];
  if (value.type === "float" || value.type === "double") return [floatSlot(e, value.text, value.type)];
  const extend = isSigned(dtype) ? "sext" : "zext";
  return [e.code.assign(`${extend} ${value.type} ${value.text} to i64`)];
}

function floatSlot(e: Emission, text: string, type: string): string {
  const wide = type === "float" ? e.code.assign(`fpext float ${text} to double`) : text;
  return e.code.assign(`bitcast double ${wide} to i64`);
}

/** A scalar argument, from slot `offset` of the array at `base` on. */
export function fromSlots(e: Emission, base: string, offset: number, dtype: DType): Operand {
  if (isComplex(dtype)) {
    const part = partType(dtype);
    const [re, im] = [floatArgument(e, base, offset, part), floatArgument(e, base, offset + 1, part)];
    return { kind: "complex", part, re, im };
  }
  const type = valueType(dtype);
  if (isFloat(dtype)) return { kind: "scalar", type, text: floatArgument(e, base, offset, type) };
  const wide = e.code.assign(`load i64, ptr ${slotAddress(e, base, offset)}, align 8`);
  if (dtype === "bool") return { kind: "scalar", type, text: e.code.assign(`icmp ne i64 ${wide}, 0`) };
  if (type === "i64") return { kind: "scalar", type, text: wide };
  return { kind: "scalar", type, text: e.code.assign(`trunc i64 ${wide} to ${memoryType(dtype)}`) };
}

function floatArgument(e: Emission, base: string, offset: number, type: string): string {
  const wide = e.code.assign(`load double, ptr ${slotAddress(e, base, offset)}, align 8`);
  return type === "float" ? e.code.assign(`fptrunc double ${wide} to float`) : wide;
}

/** The address of a slot in an array of slots. */
export function slotAddress(e: Emission, base: string, offset: number): string {
  return offset === 0 ? base : e.code.assign(`getelementptr inbounds i64, ptr ${base}, i64 ${offset}`);
}
/** Writes an int64 (or pointer) text to a slot. */
export function storeSlot(
  e: Emission,
  base: string,
  offset: number,
  text: string,
  type: "i64" | "ptr" = "i64",
): void {
  e.code.emit(`store ${type} ${text}, ptr ${slotAddress(e, base, offset)}, align 8`);
}
