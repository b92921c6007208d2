// Moving one element between memory and operands.
import type { DType } from "../ir/dtype.js";
import { isComplex } from "../ir/dtype.js";
import { InternalError } from "../ir/program.js";
import type { Emission, Operand } from "./emission.js";
import { alignmentOf, elementType, memoryType, partType, valueType } from "./llvm-type.js";

/** Reads the element at `pointer`; `metadata` begins with a comma or is empty. */
export function loadElement(e: Emission, pointer: string, dtype: DType, metadata = ""): Operand {
  const { code } = e;
  const suffix = `, align ${alignmentOf(dtype)}${metadata}`;
  if (isComplex(dtype)) {
    const part = partType(dtype);
    const re = code.assign(`load ${part}, ptr ${pointer}${suffix}`, "re");
    const im = code.assign(`load ${part}, ptr ${imaginaryPart(e, pointer, dtype)}${suffix}`, "im");
    return { kind: "complex", part, re, im };
  }
  const loaded = code.assign(`load ${memoryType(dtype)}, ptr ${pointer}${suffix}`, "v");
  const text = dtype === "bool" ? code.assign(`icmp ne i8 ${loaded}, 0`) : loaded;
  return { kind: "scalar", type: valueType(dtype), text };
}

/** Writes `value`, an operand of `dtype`, to `pointer`. */
export function storeElement(
  e: Emission,
  pointer: string,
  value: Operand,
  dtype: DType,
  metadata = "",
): void {
  const { code } = e;
  const suffix = `, align ${alignmentOf(dtype)}${metadata}`;
  if (value.kind === "complex" && isComplex(dtype)) {
    code.emit(`store ${value.part} ${value.re}, ptr ${pointer}${suffix}`);
    code.emit(`store ${value.part} ${value.im}, ptr ${imaginaryPart(e, pointer, dtype)}${suffix}`);
  } else if (value.kind === "scalar") {
    const stored = dtype === "bool" ? code.assign(`zext i1 ${value.text} to i8`) : value.text;
    code.emit(`store ${memoryType(dtype)} ${stored}, ptr ${pointer}${suffix}`);
  } else {
    throw new InternalError(`a ${value.kind} is stored as ${dtype}`);
  }
}

const imaginaryPart = (e: Emission, pointer: string, dtype: DType): string =>
  e.code.assign(`getelementptr inbounds ${elementType(dtype)}, ptr ${pointer}, i64 0, i32 1`);
