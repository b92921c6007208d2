import type { Target } from "../../compiler/backend/target.js";
import { elaborateFunction } from "../../compiler/frontend/elaborate.js";
import { parseUnit } from "../../compiler/frontend/parse-unit.js";
import { compileToLlvm } from "../../compiler/pipeline.js";
import { hostTarget } from "../../runtime/host-target.js";
import { loadNative } from "../../runtime/native.js";
import { parseType } from "../../runtime/parse-type.js";
import { putInteger } from "../../runtime/slots.js";
import type { ElementaryFunction } from "./functions.js";
import type { Block, FloatName, Floats } from "./samples.js";

/** The variants of vector code that this machine can run, the widest first. */
export function runnableTargets(): readonly Target[] {
  const host = hostTarget(loadNative());
  const widths = ([512, 256, 128] as const).filter((bits) => bits <= host.vectorBits);
  return widths.map((vectorBits) => ({ ...host, vectorBits }));
}

/** The function over a block of arguments, compiled for a target. */
export type Evaluate = (block: Block) => Floats;

const PARAMETERS = ["x", "y"];

export function compileFunction(fn: ElementaryFunction, dtype: FloatName, target: Target): Evaluate {
  const native = loadNative();
  const names = PARAMETERS.slice(0, fn.arguments);
  const elements = names.map((name) => `${name}[i]`).join(", ");
  const text = `function f(${[...names, "out"].join(", ")}) {
  for (const i of prange(out.length)) out[i] = ${fn.name}(${elements});
}`;
  const source = parseUnit({ name: fn.name, text, firstLine: 1 }).functions.get("f");
  if (source === undefined) throw new Error("The program lost its function");
  const types = [...names, "out"].map(() => parseType(`${dtype}[::1]`));
  const options = { mayAlias: false, fastMath: false, bounds: true };
  const { program } = elaborateFunction(source, types, { lookup: () => undefined }, options);
  const { module } = compileToLlvm(program, target, { dump: null });
  const entry = native.compile(module.ir, { optLevel: 3 }).lookup(module.symbol);
  const slots = native.slots(module.arguments.count);
  const results = native.slots(module.results.count);
  return (block) => {
    const length = block[0]?.length ?? 0;
    const out = dtype === "float32" ? new Float32Array(length) : new Float64Array(length);
    for (const [k, array] of [...block, out].entries()) {
      const offset = module.arguments.entries[k]?.offset ?? 0;
      putInteger(slots, offset, native.addressOf(array.buffer, array.byteOffset));
      putInteger(slots, offset + 1, length);
      putInteger(slots, offset + 2, 1);
    }
    const { kind } = native.call(entry, slots, results);
    if (kind !== "ok") throw new Error(`${fn.name} ended as ${kind}`);
    return out;
  };
}
