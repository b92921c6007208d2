import type { Expression, Item } from "./program.js";
import { float, integer } from "./syntax.js";

/** Expressions that may stand in place of one: its parts, literals, and itself with a smaller part. */
export function smallerExpressions(expression: Expression): readonly Expression[] {
  const parts = partsOf(expression);
  const isLeaf = expression.kind === "number" || expression.kind === "boolean" || expression.kind === "name";
  return [
    ...parts,
    ...(isLeaf ? [] : [integer(1), float(1)]),
    ...parts.flatMap((part, k) =>
      smallerExpressions(part).map((smaller) => withPart(expression, k, smaller)),
    ),
  ];
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "name":
    case "number":
    case "boolean":
    case "extent":
      return [];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.test, expression.whenTrue, expression.whenFalse];
    case "call":
      return expression.operands;
    case "list":
      return expression.items;
    case "index":
      return [
        expression.array,
        ...expression.items.flatMap((item) => (item.kind === "at" ? [item.index] : [])),
      ];
    case "comprehension":
      return [expression.element];
  }
}

/** The expression with its part number `k` replaced; parts count as in `partsOf`. */
function withPart(expression: Expression, k: number, part: Expression): Expression {
  const replaced = (parts: readonly Expression[]): readonly Expression[] =>
    parts.map((other, i) => (i === k ? part : other));
  switch (expression.kind) {
    case "name":
    case "number":
    case "boolean":
    case "extent":
      return expression;
    case "unary":
      return { ...expression, operand: part };
    case "binary":
      return k === 0 ? { ...expression, left: part } : { ...expression, right: part };
    case "conditional": {
      const { test, whenTrue, whenFalse } = expression;
      const [first = test, second = whenTrue, third = whenFalse] = replaced([test, whenTrue, whenFalse]);
      return { ...expression, test: first, whenTrue: second, whenFalse: third };
    }
    case "call":
      return { ...expression, operands: replaced(expression.operands) };
    case "list":
      return { ...expression, items: replaced(expression.items) };
    case "index":
      return k === 0
        ? { ...expression, array: part }
        : { ...expression, items: withIndex(expression.items, k - 1, part) };
    case "comprehension":
      return { ...expression, element: part };
  }
}

function withIndex(items: readonly Item[], k: number, index: Expression): readonly Item[] {
  let seen = -1;
  return items.map((item) => {
    if (item.kind !== "at") return item;
    seen++;
    return seen === k ? { ...item, index } : item;
  });
}
