/** The core dimensions of one argument, by name; a number is a fixed length. */
export type CoreDimensions = readonly string[];
export interface GufuncSignature {
  readonly inputs: readonly CoreDimensions[];
  readonly outputs: readonly CoreDimensions[];
}

const ARGUMENT = /\(([^()]*)\)/g;
const WHOLE = /^\s*\([^()]*\)(\s*,\s*\([^()]*\))*\s*$/;
const DIMENSION = /^([A-Za-z_]\w*|\d+)$/;

/** Parses `(m,n),(n)->(m)`. Null where it is no signature. */
export function parseGufuncSignature(text: string): GufuncSignature | null {
  const sides = text.split("->");
  const [left, right] = sides;
  if (left === undefined || right === undefined || sides.length !== 2) return null;
  if (!WHOLE.test(left) || !WHOLE.test(right)) return null;
  const [inputs, outputs] = [argumentsOf(left), argumentsOf(right)];
  return inputs === null || outputs === null ? null : { inputs, outputs };
}

function argumentsOf(text: string): readonly CoreDimensions[] | null {
  const found: CoreDimensions[] = [];
  for (const [, inner = ""] of text.matchAll(ARGUMENT)) {
    const names = inner.trim() === "" ? [] : inner.split(",").map((name) => name.trim());
    if (!names.every((name) => DIMENSION.test(name))) return null;
    found.push(names);
  }
  return found;
}
