import type { Definitions } from "../ir/definitions.js";
import type { ValueId } from "../ir/ids.js";
import type { Program } from "../ir/program.js";
import { spanText } from "../source.js";

/** An extent in the user's own words: `x.shape[0]`, `n - 2`, `100`. */
export function extentName(value: ValueId, program: Program, definitions: Definitions): string {
  const { tables } = program;
  const inShape = (array: ValueId, name: string): string | null => {
    const type = tables.typeOf(array);
    const axis = type.kind === "array" ? type.shape.indexOf(value) : -1;
    return axis < 0 ? null : `${name}.shape[${axis}]`;
  };
  for (const parameter of program.parameters) {
    if (parameter.value === value) return parameter.name;
    const name = inShape(parameter.value, parameter.name);
    if (name !== null) return name;
  }
  const op = definitions.get(value);
  if (op === undefined) return "an extent";
  if (op.kind === "const") return String(op.value);
  if (op.kind === "get") return inShape(op.out, tables.slotName(op.slot)) ?? tables.slotName(op.slot);
  // The extent of prange(n) is max(n, 0): the user wrote n.
  if (op.kind === "binary" && op.op === "max") {
    if (definitions.get(op.b)?.kind === "const") return extentName(op.a, program, definitions);
    if (definitions.get(op.a)?.kind === "const") return extentName(op.b, program, definitions);
  }
  const text = spanText(op.span);
  return /^["'`]/.test(text) ? `the length of ${text}` : text;
}
