// The programs of the fuzzer: one syntax tree, written out for Weft and for NumPy.
import type { DType } from "../../compiler/ir/dtype.js";
import type { TypedArray } from "../../runtime/dtype.js";

export type Operator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "**"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | ">>>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "!="
  | "&&"
  | "||";
export type UpdateOperator = "+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^=" | "<<=" | ">>=";

export type Option = number | boolean | string | readonly number[];

export type Expression =
  | { readonly kind: "name"; readonly name: string }
  /** `2` where it is whole (a weak int64), else `2.0` (a weak float64). */
  | { readonly kind: "number"; readonly value: number; readonly whole: boolean }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "unary"; readonly operator: "-" | "+" | "~" | "!"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  /** A named function, in Weft's spelling, or as a method of its first operand; options go last. */
  | {
      readonly kind: "call";
      readonly name: string;
      readonly operands: readonly Expression[];
      readonly options: Readonly<Record<string, Option>>;
      readonly isMethod: boolean;
    }
  | { readonly kind: "index"; readonly array: Expression; readonly items: readonly Item[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "extent"; readonly array: string; readonly axis: number }
  /** `fromFunction([n, m], (i, j) => element)`. */
  | {
      readonly kind: "comprehension";
      readonly shape: readonly Expression[];
      readonly indices: readonly string[];
      readonly element: Expression;
    };

export type Item =
  /** A number, an array of integers or a mask. */
  | { readonly kind: "at"; readonly index: Expression }
  | {
      readonly kind: "slice";
      readonly start: number | null;
      readonly stop: number | null;
      readonly step: number | null;
      /** Whether it is written as `slice(start, stop, step)`. */
      readonly computed: boolean;
    }
  | { readonly kind: "ellipsis" }
  | { readonly kind: "newaxis" };

export type Statement =
  | { readonly kind: "constant"; readonly name: string; readonly value: Expression }
  /** A variable; a scalar one has the dtype to which its values unify. */
  | {
      readonly kind: "variable";
      readonly name: string;
      readonly dtype: DType | null;
      readonly value: Expression;
    }
  | {
      readonly kind: "assign";
      readonly name: string;
      readonly dtype: DType | null;
      readonly value: Expression;
    }
  /** `name += value` on an array, in place. */
  | {
      readonly kind: "inPlace";
      readonly name: string;
      readonly operator: UpdateOperator;
      readonly value: Expression;
    }
  | {
      readonly kind: "store";
      readonly array: string;
      readonly items: readonly Item[];
      readonly operator: "=" | UpdateOperator;
      readonly value: Expression;
    }
  /** A step of a reduction over a parallel loop: of a scalar, or of an element of an array. */
  | {
      readonly kind: "accumulate";
      readonly name: string;
      readonly items: readonly Item[];
      readonly dtype: DType;
      readonly by: Accumulation;
      readonly value: Expression;
    }
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly whenTrue: readonly Statement[];
      readonly whenFalse: readonly Statement[];
    }
  | {
      readonly kind: "loop";
      readonly parallel: boolean;
      /** One index, or several over a box. */
      readonly indices: readonly string[];
      /** Start, stop and step; of a box its extents. */
      readonly bounds: readonly Expression[];
      readonly body: readonly Statement[];
    }
  /** `[a, b] = [b, a]`: each variable takes what another one holds. */
  | { readonly kind: "exchange"; readonly names: readonly string[]; readonly values: readonly string[] }
  | { readonly kind: "leave"; readonly how: "break" | "continue" };

/** `min` and `max` are `s = min(s, e)`, `less` and `greater` are `if (e < s) s = e`. */
export type Accumulation = "+" | "-" | "*" | "&" | "|" | "^" | "min" | "max" | "less" | "greater";

export type StencilMode = "constant" | "edge" | "nearest" | "reflect" | "symmetric" | "wrap";

export type Definition =
  | {
      readonly kind: "function";
      readonly name: string;
      readonly parameters: readonly string[];
      readonly result: Expression;
    }
  /** A scalar function made a ufunc. */
  | {
      readonly kind: "vectorize";
      readonly name: string;
      readonly parameters: readonly string[];
      readonly result: Expression;
    }
  | {
      readonly kind: "stencil";
      readonly name: string;
      readonly arrays: readonly string[];
      readonly scalars: readonly string[];
      readonly result: Expression;
      /** The neighborhood, first and last offset of each axis; it contains 0. */
      readonly neighborhood: readonly (readonly [low: number, high: number])[];
      /** Whether the neighborhood stands among the options, or is inferred. */
      readonly declared: boolean;
      readonly mode: StencilMode;
      readonly fill: number | null;
    };

/** Memory that arguments are views of; complex elements take two numbers. */
export interface Base {
  readonly dtype: DType;
  readonly data: TypedArray;
}

export type Argument =
  | {
      readonly kind: "array";
      readonly base: number;
      readonly shape: readonly number[];
      /** In elements. */
      readonly strides: readonly number[];
      readonly offset: number;
    }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "bigint"; readonly value: bigint };

export interface Call {
  readonly bases: readonly Base[];
  readonly arguments: readonly Argument[];
}

export interface Program {
  readonly seed: number;
  /** Whether something in it may differ from NumPy in its last places. */
  readonly isApproximate: boolean;
  readonly definitions: readonly Definition[];
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
  readonly results: readonly Expression[];
  readonly calls: readonly Call[];
  /** Numbers of threads on which it must give the same bits; none to run it as the session is. */
  readonly threads: readonly number[];
}
