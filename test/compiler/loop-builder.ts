import type { DType } from "../../compiler/ir/dtype.js";
import type { LabelId, SiteId, SlotId, ValueId } from "../../compiler/ir/ids.js";
import type { MathFunction } from "../../compiler/ir/math-functions.js";
import type { Bounds, Cast, LoopOp, Reduction, UnaryOperator } from "../../compiler/ir/ops.js";
import type { LoopProgram, Parameter, Site } from "../../compiler/ir/program.js";
import { Tables } from "../../compiler/ir/program.js";
import type { RegionBuilder } from "../../compiler/ir/region-builder.js";
import { regionBuilder } from "../../compiler/ir/region-builder.js";
import type { SlotType } from "../../compiler/ir/types.js";
import { scalarType } from "../../compiler/ir/types.js";
import type { SourceText, Span } from "../../compiler/source.js";

const source: SourceText = { name: "cell[1]", text: "one line\nanother line", firstLine: 1 };
const span: Span = { source, start: 9, end: 16 };

/** A region of the loop level, built by hand. */
export interface Region extends RegionBuilder {
  unary(op: UnaryOperator, a: ValueId, dtype?: DType): ValueId;
  call(fn: MathFunction, args: readonly ValueId[], dtype?: DType): ValueId;
  cast(a: ValueId, dtype: DType, mode?: Cast["mode"]): ValueId;
  select(condition: ValueId, a: ValueId, b: ValueId): ValueId;
  complex(re: ValueId, im: ValueId): ValueId;
  declare(type: SlotType, name?: string): SlotId;
  alloc(shape: readonly ValueId[], dtype?: DType, fill?: "none" | "zero"): ValueId;
  view(base: ValueId, offset: ValueId, shape: readonly ValueId[], strides: readonly ValueId[]): ValueId;
  at(array: ValueId, index: readonly ValueId[], bounds: Bounds): ValueId;
  release(array: ValueId): void;
  if(condition: ValueId, then: (r: Region) => void, otherwise?: (r: Region) => void): void;
  for(
    range: readonly [start: ValueId, stop: ValueId, step: ValueId],
    body: (r: Region, index: ValueId, label: LabelId) => void,
    reassociate?: readonly SlotId[],
  ): void;
  loop(body: (r: Region, label: LabelId) => void, update?: (r: Region) => void): void;
  block(body: (r: Region, label: LabelId) => void): void;
  parfor(
    extent: ValueId,
    body: (r: Region, index: ValueId, label: LabelId) => void,
    reductions?: readonly Reduction<LoopOp>[],
  ): void;
  push(op: LoopOp): void;
}

/** A program of the loop level, built by hand as a planned one would be. */
export interface Kernel extends Region {
  readonly tables: Tables;
  readonly span: Span;
  array(name: string, ndim: number, dtype?: DType): ValueId;
  scalar(name: string, dtype?: DType): ValueId;
  extent(array: ValueId, axis?: number): ValueId;
  site(site: Site): SiteId;
  program(values: readonly ValueId[], options?: { readonly mayAlias?: boolean }): LoopProgram;
}

export function kernel(name: string): Kernel {
  const tables = new Tables();
  const parameters: Parameter[] = [];
  const body = region(tables);
  const index = (): ValueId => tables.value(scalarType("int64"));
  return {
    ...body,
    tables,
    span,
    array: (parameter, ndim, dtype = "float64") => {
      const axes = (): readonly ValueId[] => Array.from({ length: ndim }, index);
      const value = tables.value({ kind: "array", dtype, shape: axes(), strides: axes() });
      parameters.push({ name: parameter, value, written: true });
      return value;
    },
    scalar: (parameter, dtype = "float64") => {
      const value = tables.value(scalarType(dtype));
      parameters.push({ name: parameter, value, written: false });
      return value;
    },
    extent: (array, axis = 0) => {
      const extent = tables.arrayType(array).shape[axis];
      if (extent === undefined) throw new Error(`no axis ${axis}`);
      return extent;
    },
    site: (site) => tables.site(site),
    program: (values, { mayAlias = false } = {}) => ({
      level: "loop",
      name,
      source,
      tables,
      parameters,
      body: [...body.ops, { kind: "return", values, span }],
      mayAlias,
      fastMath: false,
    }),
  };
}

function region(tables: Tables): Region {
  const build = regionBuilder(tables, span);
  const { ops } = build;
  const fresh = (dtype: DType): ValueId => tables.value(scalarType(dtype));
  const inner = (fill: (r: Region) => void): readonly LoopOp[] => {
    const r = region(tables);
    fill(r);
    return r.ops;
  };
  const define = (dtype: DType, op: (out: ValueId) => LoopOp): ValueId => {
    const out = fresh(dtype);
    ops.push(op(out));
    return out;
  };
  return {
    ...build,
    push: (op) => {
      ops.push(op);
    },
    unary: (op, a, dtype = tables.dtypeOf(a)) =>
      define(dtype, (out) => ({ kind: "unary", op, a, out, span })),
    call: (fn, args, dtype) => {
      const [first] = args;
      if (first === undefined) throw new Error(`${fn} has no arguments`);
      return define(dtype ?? tables.dtypeOf(first), (out) => ({ kind: "call", fn, args, out, span }));
    },
    cast: (a, dtype, mode = "convert") => define(dtype, (out) => ({ kind: "cast", a, out, mode, span })),
    select: (condition, a, b) =>
      define(tables.dtypeOf(a), (out) => ({ kind: "select", condition, a, b, out, span })),
    complex: (re, im) => {
      const dtype = tables.dtypeOf(re) === "float32" ? "complex64" : "complex128";
      return define(dtype, (out) => ({ kind: "binary", op: "complex", a: re, b: im, out, span }));
    },
    declare: (type, name = "s") => {
      const slot = tables.slot(type, name);
      ops.push({ kind: "declare", slot, span });
      return slot;
    },
    alloc: (shape, dtype = "float64", fill = "none") => {
      const strides: ValueId[] = [];
      for (const [axis] of shape.toReversed().entries()) {
        const inside = shape[shape.length - axis];
        const [stride] = strides;
        strides.unshift(
          stride === undefined || inside === undefined
            ? build.constant(1)
            : build.binary("mul", stride, inside),
        );
      }
      const out = tables.value({ kind: "array", dtype, shape, strides });
      ops.push({ kind: "alloc", out, fill, span });
      return out;
    },
    view: (base, offset, shape, strides) => {
      const out = tables.value({ kind: "array", dtype: tables.dtypeOf(base), shape, strides });
      ops.push({ kind: "view", base, offset, out, span });
      return out;
    },
    at: (array, index, bounds) =>
      define(tables.dtypeOf(array), (out) => ({ kind: "load", array, index, bounds, out, span })),
    release: (array) => {
      ops.push({ kind: "release", array, span });
    },
    if: (condition, then, otherwise = () => {}) => {
      ops.push({ kind: "if", condition, then: inner(then), otherwise: inner(otherwise), span });
    },
    for: ([start, stop, step], fill, reassociate = []) => {
      const [index, label] = [fresh("int64"), tables.label()];
      const body = inner((r) => fill(r, index, label));
      ops.push({ kind: "for", label, loop: null, index, start, stop, step, body, reassociate, span });
    },
    loop: (fill, update = () => {}) => {
      const label = tables.label();
      ops.push({ kind: "loop", label, body: inner((r) => fill(r, label)), update: inner(update), span });
    },
    block: (fill) => {
      const label = tables.label();
      ops.push({ kind: "block", label, body: inner((r) => fill(r, label)), span });
    },
    parfor: (extent, fill, reductions = []) => {
      const [index, label] = [fresh("int64"), tables.label()];
      const loop = tables.loop({ span, description: "prange", expression: "another" });
      const body = inner((r) => fill(r, index, label));
      ops.push({ kind: "parfor", loop, label, indices: [index], extents: [extent], body, reductions, span });
    },
  };
}
