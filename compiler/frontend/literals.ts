// Numbers as they are written.
import type ts from "typescript";

/** A literal with a point or an exponent is a float, whatever its value. */
export function isFloatLiteral(node: ts.NumericLiteral): boolean {
  const text = node.getText();
  return !/^0[xXbBoO]/.test(text) && /[.eE]/.test(text);
}

/** The exact value of a literal that is no float: past 2^53, where TypeScript's own value is rounded, a bigint. */
export function integerLiteral(node: ts.NumericLiteral): number | bigint {
  const value = Number(node.text);
  return Number.isSafeInteger(value) ? value : BigInt(node.getText().replaceAll("_", ""));
}

/** The value of `1n`. */
export const bigintLiteral = (node: ts.BigIntLiteral): bigint => BigInt(node.text.slice(0, -1));
