import { createHash } from "node:crypto";
import type { InputType } from "../compiler/frontend/signature.js";
import type { FunctionSource, Unit } from "../compiler/frontend/unit.js";

/**
 * All of a type that code depends on, as a text for this and other processes: of a function the text of its cell, unless that is
 * `own`, the cell that is compiled.
 */
export function typeKey(type: InputType | undefined, own: Unit): string {
  switch (type?.kind) {
    case undefined:
      return "absent";
    case "scalar":
      return `scalar ${type.dtype} ${type.weak}`;
    case "array":
      return `array ${type.dtype} ${type.ndim} ${type.layout} ${type.unitAxes.map(Number).join("")}`;
    case "record":
      return `record ${JSON.stringify(type.fields.map(([name, field]) => [name, typeKey(field, own)]))}`;
    case "undefined":
      return "undefined";
    case "literal": {
      const text = Object.is(type.value, -0) ? "-0" : String(type.value);
      return `literal ${typeof type.value} ${text} ${type.isFloat}`;
    }
    case "function":
      return `function ${functionKey(type.function, own)}`;
    case "unsupported":
      return `unsupported ${type.description}`;
  }
}

/** A function among those of its cell, and the cell. */
function functionKey({ name, node, unit }: FunctionSource, own: Unit): string {
  return `${name} ${node.pos} ${unit === own ? "own" : unitKey(unit)}`;
}

const known = new WeakMap<Unit, string>();

/** The text of a cell and where its lines begin to count; not its name, of which code is independent. */
export function unitKey(unit: Unit): string {
  const found = known.get(unit);
  if (found !== undefined) return found;
  const { firstLine, text } = unit.source;
  const key = createHash("sha256").update(`${firstLine} `).update(text, "utf16le").digest("hex");
  known.set(unit, key);
  return key;
}
