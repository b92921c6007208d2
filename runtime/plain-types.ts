import type { InputType } from "../compiler/frontend/signature.js";

/** What values of JavaScript's own kinds are to the compiler. */
export const PLAIN_TYPES = {
  number: { kind: "scalar", dtype: "float64", weak: true },
  boolean: { kind: "scalar", dtype: "bool", weak: false },
  bigint: { kind: "scalar", dtype: "int64", weak: false },
  undefined: { kind: "undefined" },
} as const satisfies Readonly<Record<string, InputType>>;
