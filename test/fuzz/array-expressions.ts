import { type DType, isComplex, isFloat } from "../../compiler/ir/dtype.js";
import { comprehension } from "./comprehension.js";
import { ELEMENTWISE } from "./elementwise-makers.js";
import { dtypeOf, type Maker, type Need, type Nested } from "./maker.js";
import { SHAPING } from "./shaping-makers.js";
import { asMethod, call, cast, list } from "./syntax.js";
import { UFUNCS } from "./ufunc-makers.js";
import { isKind, type Shape, sameShape, type Typed } from "./value-type.js";
import { extents, literal, readVariable, type Writer } from "./writer.js";

const MAKERS: readonly Maker[] = [...ELEMENTWISE, ...UFUNCS, ...SHAPING, comprehension];

/** An elementwise expression, and what else gives an array of the shape. */
export function arrayOf(w: Writer, need: Need, depth: number): Typed {
  if (depth > 0 && w.random.chance(0.9)) {
    for (const make of w.random.shuffle(MAKERS).slice(0, 4)) {
      const made = make(w, need, nestedIn(w, depth - 1));
      if (made !== null && isKind(made.dtype, need.kind) && (made.exact || !need.exact))
        return w.random.chance(0.2) ? { ...made, expression: asMethod(made.expression) } : made;
    }
  }
  return leaf(w, need);
}

function leaf(w: Writer, need: Need): Typed {
  const fitting = w.variables.filter(
    (variable) =>
      sameShape(variable.shape, need.shape) && variable.shape !== null && (variable.exact || !need.exact),
  );
  const ofKind = fitting.filter(({ dtype }) => isKind(dtype, need.kind));
  if (ofKind.length > 0) return readVariable(w.random.pick(ofKind));
  const dtype = dtypeOf(w, need.kind);
  const real = fitting.filter((variable) => !isComplex(variable.dtype) || isComplex(dtype));
  if (real.length > 0 && w.random.chance(0.8)) {
    const value = readVariable(w.random.pick(real));
    return { ...value, dtype, weak: false, expression: cast(dtype, value.expression) };
  }
  return filled(w, need.shape, dtype, need.exact);
}

/** An array of a shape that no variable has: of the elements of others, or of one value. */
function filled(w: Writer, shape: Shape, dtype: DType, exact: boolean): Typed {
  const discrete = !isFloat(dtype) && !isComplex(dtype);
  const kind = dtype === "bool" ? "bool" : "real";
  const elements = w.random.chance(0.6)
    ? comprehension(w, { shape, kind, exact: exact || discrete }, nestedIn(w, 0))
    : null;
  if (elements !== null) return { ...elements, dtype, expression: cast(dtype, elements.expression) };
  const lengths = list(extents(w, shape));
  const expression = w.random.chance(0.3)
    ? call(w.random.pick(["zeros", "ones"]), [lengths], { dtype })
    : call("full", [lengths, literal(w, dtype).expression], { dtype });
  return { expression, dtype, shape, weak: false, exact: true };
}

const nestedIn = (w: Writer, depth: number): Nested => ({
  array: (need) => arrayOf(w, need, depth),
  operand: (need, partner) => operand(w, need, depth, partner),
});

function operand(w: Writer, need: Need, depth: number, partner: DType): Typed {
  const { random } = w;
  if (random.chance(0.2)) return literal(w, partner);
  if (random.chance(0.15)) {
    const scalars = w.variables.filter(
      ({ shape, dtype, exact }) => shape === null && isKind(dtype, need.kind) && (exact || !need.exact),
    );
    if (scalars.length > 0) return readVariable(random.pick(scalars));
  }
  if (!random.chance(0.25)) return arrayOf(w, need, depth);
  const dropped = need.shape.slice(random.between(0, need.shape.length));
  const shape = dropped.map((length) => (random.chance(0.3) ? 1 : length));
  return arrayOf(w, { ...need, shape }, depth);
}
