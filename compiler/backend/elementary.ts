// The elementary functions that are calls of the C library, and their vector forms.
import type { FloatFunction } from "../ir/math-functions.js";
import type { LoopOp } from "../ir/ops.js";
import { walk } from "../ir/visit.js";
import type { Emission } from "./emission.js";
import type { LlvmFloat } from "./llvm-type.js";
import type { Target } from "./target.js";
import type { VectorForms } from "./vector-math/inline-vector-functions.js";
import { inlineVectorFunctions } from "./vector-math/inline-vector-functions.js";

interface Elementary {
  /** The name in libm for float64; float32 has an `f` at the end. */
  readonly name: string;
  readonly parameters: 1 | 2;
  /** libmvec of glibc 2.35 and later has it. */
  readonly vector: boolean;
}

const one = (name: string): Elementary => ({ name, parameters: 1, vector: true });
const two = (name: string): Elementary => ({ name, parameters: 2, vector: true });

const ELEMENTARY = {
  cbrt: one("cbrt"),
  exp: one("exp"),
  exp2: one("exp2"),
  expm1: one("expm1"),
  log: one("log"),
  log2: one("log2"),
  log10: one("log10"),
  log1p: one("log1p"),
  sin: one("sin"),
  cos: one("cos"),
  tan: one("tan"),
  asin: one("asin"),
  acos: one("acos"),
  atan: one("atan"),
  sinh: one("sinh"),
  cosh: one("cosh"),
  tanh: one("tanh"),
  asinh: one("asinh"),
  acosh: one("acosh"),
  atanh: one("atanh"),
  erf: one("erf"),
  erfc: one("erfc"),
  pow: two("pow"),
  atan2: two("atan2"),
  hypot: two("hypot"),
  nextafter: { name: "nextafter", parameters: 2, vector: false },
} as const satisfies Partial<Record<FloatFunction, Elementary>>;
export type ElementaryFunction = keyof typeof ELEMENTARY;
export const isElementary = (fn: string): fn is ElementaryFunction => Object.hasOwn(ELEMENTARY, fn);

/** Whether the region calls functions of the C library on each iteration. */
export function callsElementary(ops: readonly LoopOp[]): boolean {
  let found = false;
  walk(ops, (op) => {
    found ||= op.kind === "call" && isElementary(op.fn);
  });
  return found;
}

/** Calls `fn` on operands of one float type. */
export function callElementary(
  e: Emission,
  fn: ElementaryFunction,
  type: LlvmFloat,
  args: readonly string[],
): string {
  const { name, vector } = ELEMENTARY[fn];
  const symbol = type === "float" ? `${name}f` : name;
  const { target, module } = e.unit;
  const callee =
    vector && target.vectorMath === "libmvec"
      ? module.helper(`weft_${symbol}`, () => vectorCallee(e, fn, type))
      : module.declare(
          symbol,
          type,
          args.map(() => type),
          "nounwind willreturn memory(none)",
        );
  const operands = args.map((arg) => `${type} ${arg}`).join(", ");
  return e.code.assign(`call ${type} ${callee}(${operands})`, fn);
}

const MVEC_ISA: Readonly<Record<Target["vectorBits"], string>> = { 128: "b", 256: "d", 512: "e" };

/**
 * A function of one element that runs the vector function on copies of it. Loops that LLVM vectorizes call the vector function
 * itself, by the attribute; the elements that are left over, and scalar code, come here and get the same bits. It is not
 * inlined, since LLVM vectorizes calls of it by its name.
 */
function vectorCallee(e: Emission, fn: ElementaryFunction, type: LlvmFloat): string {
  const { module, target } = e.unit;
  const { name, parameters } = ELEMENTARY[fn];
  const symbol = type === "float" ? `${name}f` : name;
  const forms = inlineVectorFunctions(module, target, fn, type) ?? [libraryVector(e, fn, type)];
  const [{ lanes, name: widest }] = forms;
  const vector = `<${lanes} x ${type}>`;
  const names = ["%x", "%y"].slice(0, parameters);
  module.keep(`weft_${symbol}`);
  const lines: string[] = [];
  for (const each of names) {
    lines.push(`${each}.0 = insertelement ${vector} poison, ${type} ${each}, i64 0`);
    lines.push(
      `${each}.v = shufflevector ${vector} ${each}.0, ${vector} poison, <${lanes} x i32> zeroinitializer`,
    );
  }
  lines.push(`%r.v = call ${vector} @${widest}(${names.map((each) => `${vector} ${each}.v`).join(", ")})`);
  lines.push(`%r = extractelement ${vector} %r.v, i64 0`, `ret ${type} %r`);
  const shape = "v".repeat(parameters);
  const variants = forms.map((form) => `_ZGV_LLVM_N${form.lanes}${shape}_weft_${symbol}(${form.name})`);
  const attributes =
    `noinline nounwind willreturn memory(none) "prefer-vector-width"="${target.vectorBits}" ` +
    `"vector-function-abi-variant"="${variants.join(",")}"`;
  const signature = names.map((each) => `${type} ${each}`).join(", ");
  return `define internal ${type} @weft_${symbol}(${signature}) ${attributes} {\n  ${lines.join("\n  ")}\n}`;
}

/** The C library's function of a full vector, declared. */
function libraryVector({ unit }: Emission, fn: ElementaryFunction, type: LlvmFloat): VectorForms[0] {
  const { module, target } = unit;
  const { name, parameters } = ELEMENTARY[fn];
  const lanes = target.vectorBits / (type === "float" ? 32 : 64);
  const vector = `<${lanes} x ${type}>`;
  const isa = MVEC_ISA[target.vectorBits];
  const symbol = `_ZGV${isa}N${lanes}${"v".repeat(parameters)}_${name}${type === "float" ? "f" : ""}`;
  module.declare(
    symbol,
    vector,
    new Array<string>(parameters).fill(vector),
    "nounwind willreturn memory(none)",
  );
  return { lanes, name: symbol };
}
