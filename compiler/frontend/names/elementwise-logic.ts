import type { CompareOperator } from "../../ir/ops.js";
import type { BitwiseOperator } from "../arithmetic.js";
import { bitwise, compare } from "../arithmetic.js";
import { complement } from "../operators.js";
import type { ElementwiseRow } from "./elementwise-entry.js";
import { elementwiseEntries } from "./elementwise-entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { at } from "./expansion.js";
import { shift } from "./expansions/bits.js";
import { logicalBinary, logicalNot, predicate, signbit, where } from "./expansions/choices.js";

const bits =
  (op: BitwiseOperator): ScalarExpansion =>
  (cx, args, mode, node) =>
    bitwise(cx, op, at(args, 0), at(args, 1), mode, node);
const comparison =
  (op: CompareOperator): ScalarExpansion =>
  (cx, args, _mode, node) =>
    compare(cx, op, at(args, 0), at(args, 1), node);

const TABLE: Readonly<Record<string, ElementwiseRow>> = {
  where: ["condition, x, y", "x where the condition holds, y elsewhere.", where],
  isnan: ["x", "Whether x is NaN.", predicate("isnan", false), { aliases: ["isNaN"] }],
  isinf: ["x", "Whether x is Infinity or -Infinity.", predicate("isinf", false)],
  isfinite: [
    "x",
    "Whether x is neither NaN nor infinite.",
    predicate("isfinite", true),
    { aliases: ["isFinite"] },
  ],
  signbit: ["x", "Whether x has a minus sign, -0 included.", signbit],
  logicalAnd: ["x, y", "Whether both are not zero; NaN is not.", logicalBinary("and")],
  logicalOr: ["x, y", "Whether one is not zero; NaN is not.", logicalBinary("or")],
  logicalXor: ["x, y", "Whether exactly one is not zero; NaN is not.", logicalBinary("xor")],
  logicalNot: ["x", "Whether x is zero.", logicalNot],
  bitwiseAnd: ["x, y", "x & y, of integers or booleans.", bits("&")],
  bitwiseOr: ["x, y", "x | y, of integers or booleans.", bits("|")],
  bitwiseXor: ["x, y", "x ^ y, of integers or booleans.", bits("^")],
  invert: [
    "x",
    "~x, of integers or booleans.",
    (cx, args, mode, node) => complement(cx, at(args, 0), mode, node),
    { aliases: ["bitwiseNot", "bitwiseInvert"] },
  ],
  leftShift: [
    "x, n",
    "x << n; 0 for counts beyond the width.",
    shift("shl"),
    { aliases: ["bitwiseLeftShift"] },
  ],
  rightShift: [
    "x, n",
    "x >> n; 0 or -1 for counts beyond the width.",
    shift("shr"),
    { aliases: ["bitwiseRightShift"] },
  ],
  equal: ["x, y", "x == y.", comparison("eq")],
  notEqual: ["x, y", "x != y.", comparison("ne")],
  less: ["x, y", "x < y.", comparison("lt")],
  lessEqual: ["x, y", "x <= y.", comparison("le")],
  greater: ["x, y", "x > y.", comparison("gt")],
  greaterEqual: ["x, y", "x >= y.", comparison("ge")],
};

/** Comparisons, logic, bits and choices of language.md section 5. */
export const elementwiseLogic = elementwiseEntries(TABLE);
