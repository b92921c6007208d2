import type { CompareOperator } from "../../ir/ops.js";
import type { BitwiseOperator } from "../arithmetic.js";
import { bitwise, compare } from "../arithmetic.js";
import { complement } from "../operators.js";
import { elementwiseEntries } from "./elementwise-entry.js";
import type { NameEntry } from "./entry.js";
import type { ScalarExpansion } from "./expansion.js";
import { at } from "./expansion.js";
import { shift } from "./expansions/bits.js";
import { logicalBinary, logicalNot, predicate, signbit, where } from "./expansions/choices.js";
import { BITS, CHOICES, COMPARISONS, LOGIC, TESTS } from "./groups.js";

const bits =
  (op: BitwiseOperator): ScalarExpansion =>
  (cx, args, mode, node) =>
    bitwise(cx, op, at(args, 0), at(args, 1), mode, node);
const comparison =
  (op: CompareOperator): ScalarExpansion =>
  (cx, args, _mode, node) =>
    compare(cx, op, at(args, 0), at(args, 1), node);

/** Comparisons, logic, bits and choices of language.md section 5. */
export const elementwiseLogic: readonly NameEntry[] = [
  ...elementwiseEntries(CHOICES, {
    where: [
      "condition, x, y",
      "x where the condition holds, y elsewhere.",
      "const a = array([1, -2, 3]);\nwhere(a > 0, a, 0)",
      where,
    ],
  }),
  ...elementwiseEntries(TESTS, {
    isnan: [
      "x",
      "Whether x is NaN.",
      "isnan(array([1.0, NaN]))",
      predicate("isnan", false),
      { aliases: ["isNaN", "Number.isNaN"] },
    ],
    isinf: [
      "x",
      "Whether x is Infinity or -Infinity.",
      "isinf(array([1.0, -Infinity]))",
      predicate("isinf", false),
    ],
    isfinite: [
      "x",
      "Whether x is neither NaN nor infinite.",
      "isfinite(array([1.0, NaN, Infinity]))",
      predicate("isfinite", true),
      { aliases: ["isFinite", "Number.isFinite"] },
    ],
    signbit: ["x", "Whether x has a minus sign, -0 included.", "signbit(array([-1.0, -0.0, 0.0]))", signbit],
  }),
  ...elementwiseEntries(LOGIC, {
    logicalAnd: [
      "x, y",
      "Whether both are not zero; NaN is not.",
      "logicalAnd(array([0, 1, 2]), array([1, 0, 2]))",
      logicalBinary("and"),
    ],
    logicalOr: [
      "x, y",
      "Whether one is not zero; NaN is not.",
      "logicalOr(array([0, 1, 0]), array([1, 0, 0]))",
      logicalBinary("or"),
    ],
    logicalXor: [
      "x, y",
      "Whether exactly one is not zero; NaN is not.",
      "logicalXor(array([0, 1, 2]), 1)",
      logicalBinary("xor"),
    ],
    logicalNot: ["x", "Whether x is zero.", "logicalNot(array([0, 1, 2]))", logicalNot],
  }),
  ...elementwiseEntries(BITS, {
    bitwiseAnd: ["x, y", "x & y, of integers or booleans.", "bitwiseAnd(array([5, 6]), 4)", bits("&")],
    bitwiseOr: ["x, y", "x | y, of integers or booleans.", "bitwiseOr(array([5, 6]), 8)", bits("|")],
    bitwiseXor: ["x, y", "x ^ y, of integers or booleans.", "bitwiseXor(array([5, 6]), 1)", bits("^")],
    invert: [
      "x",
      "~x, of integers or booleans.",
      "invert(array([0, 5]))",
      (cx, args, mode, node) => complement(cx, at(args, 0), mode, node),
      { aliases: ["bitwiseNot", "bitwiseInvert"] },
    ],
    leftShift: [
      "x, n",
      "x << n; 0 for counts beyond the width.",
      "leftShift(array([1, 2]), 3)",
      shift("shl"),
      { aliases: ["bitwiseLeftShift"] },
    ],
    rightShift: [
      "x, n",
      "x >> n; 0 or -1 for counts beyond the width.",
      "rightShift(array([16, -16]), 2)",
      shift("shr"),
      { aliases: ["bitwiseRightShift"] },
    ],
  }),
  ...elementwiseEntries(COMPARISONS, {
    equal: ["x, y", "x == y.", "equal(array([1, 2, 3]), 2)", comparison("eq")],
    notEqual: ["x, y", "x != y.", "notEqual(array([1, 2, 3]), 2)", comparison("ne")],
    less: ["x, y", "x < y.", "less(array([1, 2, 3]), 2)", comparison("lt")],
    lessEqual: ["x, y", "x <= y.", "lessEqual(array([1, 2, 3]), 2)", comparison("le")],
    greater: ["x, y", "x > y.", "greater(array([1, 2, 3]), 2)", comparison("gt")],
    greaterEqual: ["x, y", "x >= y.", "greaterEqual(array([1, 2, 3]), 2)", comparison("ge")],
  }),
];
