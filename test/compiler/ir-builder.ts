import type { DType } from "../../compiler/ir/dtype.js";
import type { SlotId, ValueId } from "../../compiler/ir/ids.js";
import type { ArrayOp, FloatFunction } from "../../compiler/ir/ops.js";
import type { ArrayProgram, Parameter } from "../../compiler/ir/program.js";
import { Tables } from "../../compiler/ir/program.js";
import type { RegionBuilder } from "../../compiler/ir/region-builder.js";
import { regionBuilder } from "../../compiler/ir/region-builder.js";
import { scalarType } from "../../compiler/ir/types.js";
import type { SourceText, Span } from "../../compiler/source.js";

/** Builds programs by hand, for tests of one pass. Spans are the first occurrence of a piece of the source. */
export class ProgramBuilder {
  readonly tables = new Tables();
  readonly source: SourceText;
  readonly parameters: Parameter[] = [];
  readonly body: ArrayOp[] = [];

  constructor(text: string) {
    this.source = { name: "test", text, firstLine: 1 };
  }
  /** The span of `piece`; the whole text where it does not occur. */
  span(piece = ""): Span {
    const start = this.source.text.indexOf(piece);
    if (piece === "" || start < 0) return { source: this.source, start: 0, end: this.source.text.length };
    return { source: this.source, start, end: start + piece.length };
  }
  build(piece = ""): RegionBuilder {
    return regionBuilder(this.tables, this.span(piece));
  }
  /** Appends what `fill` builds, and returns what it returns. */
  add<T>(piece: string, fill: (build: RegionBuilder) => T): T {
    const build = this.build(piece);
    const result = fill(build);
    this.body.push(...build.ops);
    return result;
  }
  index(): ValueId {
    return this.tables.value(scalarType("int64"));
  }
  array(name: string, ndim: number, dtype: DType = "float64", written = false): ValueId {
    const indices = (): readonly ValueId[] => Array.from({ length: ndim }, () => this.index());
    const value = this.tables.value({ kind: "array", dtype, shape: indices(), strides: indices() });
    this.parameters.push({ name, value, written });
    return value;
  }
  scalar(name: string, dtype: DType = "int64"): ValueId {
    const value = this.tables.value(scalarType(dtype));
    this.parameters.push({ name, value, written: false });
    return value;
  }
  extent(array: ValueId, axis = 0): ValueId {
    const extent = this.tables.arrayType(array).shape[axis];
    if (extent === undefined) throw new Error(`no axis ${axis}`);
    return extent;
  }
  /** The type of a fresh row-major array; its strides are appended to the program. */
  rowMajor(shape: readonly ValueId[], dtype: DType, piece = ""): ValueId {
    const strides = this.add(piece, (build) => {
      let stride = build.constant(1);
      return shape
        .toReversed()
        .map((extent, k) => {
          const own = stride;
          if (k < shape.length - 1) stride = build.binary("mul", stride, extent);
          return own;
        })
        .toReversed();
    });
    return this.tables.value({ kind: "array", dtype, shape, strides });
  }
  /** An elementwise loop at `piece` over `shape`; `element` computes the result at the indices. */
  generate(
    piece: string,
    shape: readonly ValueId[],
    element: (build: RegionBuilder, indices: readonly ValueId[]) => ValueId,
    options: { readonly anonymous?: boolean; readonly description?: string } = {},
  ): ValueId {
    const span = this.span(piece);
    const build = this.build(piece);
    const indices = shape.map(() => this.index());
    const result = element(build, indices);
    const out = this.rowMajor(shape, this.tables.dtypeOf(result), piece);
    const description = options.description ?? "elementwise";
    const loop = this.tables.loop({ span, description, expression: piece });
    const anonymous = options.anonymous ?? false;
    this.body.push({ kind: "generate", loop, out, indices, body: build.ops, result, anonymous, span });
    return out;
  }
  /** A reduction by + at `piece`, over `axes` of `extents` (all of them where not given). */
  sum(
    piece: string,
    extents: readonly ValueId[],
    element: (build: RegionBuilder, indices: readonly ValueId[]) => ValueId,
    axes: readonly number[] = extents.map((_, axis) => axis),
  ): ValueId {
    const span = this.span(piece);
    const build = this.build(piece);
    const indices = extents.map(() => this.index());
    const result = element(build, indices);
    const dtype = this.tables.dtypeOf(result);
    const identity = this.add(piece, (b) => b.constant(0, dtype));
    const kept = extents.filter((_, axis) => !axes.includes(axis));
    const out = kept.length === 0 ? this.tables.value(scalarType(dtype)) : this.rowMajor(kept, dtype, piece);
    const loop = this.tables.loop({ span, description: "reduction sum", expression: piece });
    this.body.push({
      kind: "reduce",
      loop,
      outs: [out],
      extents,
      indices,
      axes,
      body: build.ops,
      elements: [result],
      identities: [identity],
      combiner: { kind: "builtin", op: "add" },
      description: `+ on ${piece}`,
      span,
    });
    return out;
  }
  /** `for (const i of prange(extent))` at `piece`. */
  prange(
    piece: string,
    extent: ValueId,
    fill: (build: RegionBuilder, index: ValueId) => void,
    sums: readonly SlotId[] = [],
  ): void {
    const span = this.span(piece);
    const build = this.build(piece);
    const index = this.index();
    fill(build, index);
    const reductions = sums.map((slot) => ({
      slots: [slot],
      identities: [this.add(piece, (b) => b.constant(0, this.tables.slotType(slot).dtype))],
      combiner: { kind: "builtin", op: "add" } as const,
      description: `+ on ${this.tables.slotName(slot)}`,
    }));
    const loop = this.tables.loop({ span, description: "prange", expression: piece });
    const label = this.tables.label();
    this.body.push({
      kind: "parfor",
      loop,
      label,
      indices: [index],
      extents: [extent],
      body: build.ops,
      reductions,
      span,
    });
  }
  declare(name: string, dtype: DType): SlotId {
    const slot = this.tables.slot({ kind: "scalar", dtype }, name);
    this.body.push({ kind: "declare", slot, span: this.span() });
    return slot;
  }
  /** The whole program; `values` are returned. */
  program(...values: readonly ValueId[]): ArrayProgram {
    return {
      level: "array",
      name: "test",
      source: this.source,
      tables: this.tables,
      parameters: this.parameters,
      body: [...this.body, { kind: "return", values, span: this.span() }],
      mayAlias: false,
      fastMath: false,
    };
  }
}

/** fn(argument) as the next operation of `build`. */
export function call(
  builder: ProgramBuilder,
  build: RegionBuilder,
  fn: FloatFunction,
  argument: ValueId,
): ValueId {
  const out = builder.tables.value(builder.tables.typeOf(argument));
  build.ops.push({ kind: "call", fn, args: [argument], out, span: builder.span() });
  return out;
}
