// The values of a function of one 8-bit integer, for each of the 256 that there are.
import type { ValueId } from "../../ir/ids.js";
import type { ArrayOp, Load } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";

const SIZE = 256;

/** The operations that turn what `load` gives into `end`. */
export interface ElementFunction {
  readonly load: Load;
  readonly ops: readonly ArrayOp[];
  readonly end: ValueId;
}

/** The table, made before the loop, and the operations that look up in it what was loaded. */
export interface ByteTable {
  readonly before: readonly ArrayOp[];
  readonly lookUp: ElementFunction["ops"];
  readonly result: ValueId;
}

/** An element is looked up by its low 8 bits, whether it is signed or not. */
export function byteTable({ load, ops, end }: ElementFunction, tables: Tables): ByteTable {
  const { span } = load;
  const dtype = tables.dtypeOf(end);
  const before = regionBuilder(tables, span);
  const [start, step, stop] = [before.constant(0), before.constant(1), before.constant(SIZE)];
  const table = tables.value({ kind: "array", dtype, shape: [stop], strides: [step] });
  const index = tables.value(scalarType("int64"));
  const code = tables.value(tables.typeOf(load.out));
  const map = new Map([[load.out, code]]);
  const body = cloneRegion(ops, map, tables);
  const value = map.get(end) ?? end;
  const fill: ArrayOp = {
    kind: "for",
    label: tables.label(),
    loop: null,
    index,
    start,
    stop,
    step,
    body: [
      { kind: "cast", a: index, out: code, mode: "convert", span },
      ...body,
      { kind: "store", array: table, index: [index], value, bounds: { kind: "proven" }, span },
    ],
    reassociate: [],
    span,
  };
  const within = regionBuilder(tables, span);
  const wide = tables.value(scalarType("int64"));
  within.ops.push({ kind: "cast", a: load.out, out: wide, mode: "convert", span });
  const result = within.load(table, [within.binary("and", wide, within.constant(SIZE - 1))]);
  return {
    before: [...before.ops, { kind: "alloc", out: table, fill: "none", span }, fill],
    lookUp: within.ops,
    result,
  };
}
