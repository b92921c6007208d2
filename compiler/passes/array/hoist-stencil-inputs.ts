// hoist-stencil-inputs: what a stencil computes from one element alone is computed once per element.
//
// Requires: a simplified array program.
// Guarantees: where a window is read more than once for each result, and an expensive pure function is applied to a single element of
// it, the function's values are an array of their own, and the window is read from that. The same operations in the same order, so
// the same results; a `hoisted` remark names the expression. Functions of 8-bit integers are computed for all 256 of them, and looked up.
//
//   s = generate [i < n] for j in -10 .. 10: acc += a[i + j] ** 2.2
//   →
//   t = generate [k < n] yield a[k] ** 2.2
//   s = generate [i < n] for j in -10 .. 10: acc += t[i + j]
//
// Declines: functions that cost no more than reading their value back; chains that other values of the body enter; arrays that are
// made inside the body.
import { appendToList } from "../../ir/append-to-list.js";
import { isInteger, itemsize } from "../../ir/dtype.js";
import type { ValueId } from "../../ir/ids.js";
import { isDearCall } from "../../ir/operation-cost.js";
import type { ArrayOp, Generate, Load } from "../../ir/ops.js";
import type { ArrayProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { cloneRegion, mapRegions } from "../../ir/rewrite.js";
import { scalarType } from "../../ir/types.js";
import { operandsOf, resultsOf, walk } from "../../ir/visit.js";
import type { Pass, PassContext } from "../../pass.js";
import { byteTable } from "./byte-table.js";

export const hoistStencilInputs: Pass<ArrayProgram> = {
  name: "hoist-stencil-inputs",
  run: (program, context) => ({ ...program, body: hoistRegion(program.body, context) }),
};

function hoistRegion(region: readonly ArrayOp[], context: PassContext): readonly ArrayOp[] {
  return region.flatMap((op) => {
    const inner = mapRegions(op, (ops) => hoistRegion(ops, context));
    return inner.kind === "generate" && isStencil(inner, context.tables)
      ? hoistInputs(inner, context)
      : [inner];
  });
}
const isStencil = (op: Generate, tables: Tables): boolean =>
  tables.loopInfo(op.loop).description.startsWith("stencil");

/** A load and the operations that depend on nothing else, each the only user of the one before. */
interface Chain {
  readonly load: Load;
  /** Of the body, in order: the chain, and the constants that it uses. */
  readonly ops: readonly ArrayOp[];
  readonly end: ValueId;
  /** Equal for chains that compute the same function of the same array. */
  readonly key: string;
  /** In a loop of the body, so that one result reads many elements. */
  readonly repeated: boolean;
}

function hoistInputs(stencil: Generate, context: PassContext): readonly ArrayOp[] {
  const groups = new Map<string, Chain[]>();
  for (const chain of chainsOf(stencil, context.tables)) {
    appendToList(groups, chain.key, chain);
  }
  const inputs: ArrayOp[] = [];
  const replaced = new Map<Load, Load>();
  const dropped = new Set<ArrayOp>();
  for (const chains of groups.values()) {
    const [first] = chains;
    if (first === undefined || (chains.length < 2 && !first.repeated)) continue;
    const input = computeOnce(first, stencil, context);
    inputs.push(...input.ops);
    for (const { load, ops, end } of chains) {
      replaced.set(load, { ...load, out: end, array: input.array });
      for (const op of ops) if (op.kind !== "const") dropped.add(op);
    }
  }
  if (inputs.length === 0) return [stencil];
  const rewrite = (region: readonly ArrayOp[]): readonly ArrayOp[] =>
    region.flatMap((op): readonly ArrayOp[] => {
      const load = op.kind === "load" ? replaced.get(op) : undefined;
      if (load !== undefined) return [load];
      return dropped.has(op) ? [] : [mapRegions(op, rewrite)];
    });
  return [...inputs, { ...stencil, body: rewrite(stencil.body) }];
}

/** The array of the function's values, over the whole array that the chain reads. */
function computeOnce(
  chain: Chain,
  stencil: Generate,
  { tables, remark }: PassContext,
): { readonly array: ValueId; readonly ops: readonly ArrayOp[] } {
  const { load, end } = chain;
  const { shape } = tables.arrayType(load.array);
  const last = chain.ops.at(-1) ?? load;
  const builder = regionBuilder(tables, last.span);
  const strides: ValueId[] = [];
  let stride = builder.constant(1);
  for (const extent of shape.toReversed()) {
    strides.unshift(stride);
    if (strides.length < shape.length) stride = builder.binary("mul", stride, extent);
  }
  const array = tables.value({ kind: "array", dtype: tables.dtypeOf(end), shape, strides });
  const indices = shape.map(() => tables.value(scalarType("int64")));
  const map = new Map<ValueId, ValueId>();
  const read: Load = { ...load, index: indices, bounds: { kind: "proven" } };
  const isByte = isInteger(tables.dtypeOf(load.out)) && itemsize(tables.dtypeOf(load.out)) === 1;
  const table = isByte && chain.ops.some(isDearCall) ? byteTable(chain, tables) : null;
  const body = cloneRegion<ArrayOp>([read, ...(table?.lookUp ?? chain.ops)], map, tables);
  const result = table?.result ?? end;
  const { description } = tables.loopInfo(stencil.loop);
  const loop = tables.loop({
    span: last.span,
    description: `input of ${description}`,
    expression: description,
  });
  remark({ kind: "merged", loop, into: stencil.loop });
  remark({ kind: "hoisted", loop: stencil.loop, span: last.span, what: "instruction" });
  const generate: Generate = {
    kind: "generate",
    loop,
    out: array,
    indices,
    body,
    result: map.get(result) ?? result,
    anonymous: true,
    span: last.span,
  };
  return { array, ops: [...builder.ops, ...(table?.before ?? []), generate] };
}

function chainsOf(stencil: Generate, tables: Tables): readonly Chain[] {
  const facts = factsOf(stencil, tables);
  const chains: Chain[] = [];
  const search = (region: readonly ArrayOp[], repeated: boolean): void => {
    for (const op of region) {
      if (op.kind === "load" && op.bounds.kind === "proven" && !facts.defined.has(op.array)) {
        const chain = chainFrom(op, region, repeated, facts);
        if (chain !== null) chains.push(chain);
      }
      mapRegions(op, (inner) => {
        search(inner, repeated || op.kind === "for" || op.kind === "loop");
        return inner;
      });
    }
  };
  search(stencil.body, false);
  return chains;
}

interface Facts {
  readonly tables: Tables;
  /** Values defined in the body, indices included. */
  readonly defined: ReadonlySet<ValueId>;
  readonly constants: ReadonlyMap<ValueId, ArrayOp>;
  readonly users: ReadonlyMap<ValueId, readonly ArrayOp[]>;
  readonly result: ValueId;
}
function factsOf(stencil: Generate, tables: Tables): Facts {
  const defined = new Set<ValueId>(stencil.indices);
  const constants = new Map<ValueId, ArrayOp>();
  const users = new Map<ValueId, ArrayOp[]>();
  walk(stencil.body, (op) => {
    for (const value of resultsOf(op, tables)) defined.add(value);
    if (op.kind === "for" || op.kind === "parfor") for (const value of indicesOf(op)) defined.add(value);
    if (op.kind === "const") constants.set(op.out, op);
    for (const value of operandsOf(op, tables)) appendToList(users, value, op);
  });
  return { tables, defined, constants, users, result: stencil.result };
}
const indicesOf = (op: Extract<ArrayOp, { kind: "for" | "parfor" }>): readonly ValueId[] =>
  op.kind === "for" ? [op.index] : op.indices;

function chainFrom(load: Load, region: readonly ArrayOp[], repeated: boolean, facts: Facts): Chain | null {
  const ops: ArrayOp[] = [];
  const key: string[] = [`${load.array}`];
  let end = load.out;
  for (;;) {
    const next = onlyUser(end, region, facts);
    if (next === null) break;
    const inputs = operandsOf(next, facts.tables);
    const others = inputs.filter((value) => value !== end);
    if (!others.every((value) => facts.constants.has(value) || !facts.defined.has(value))) break;
    for (const value of others) {
      const constant = facts.constants.get(value);
      if (constant !== undefined && !ops.includes(constant)) ops.push(constant);
    }
    ops.push(next);
    key.push(
      `${nameOf(next, facts.tables)}(${inputs.map((value) => (value === end ? "x" : operandKey(value, facts))).join(",")})`,
    );
    end = next.out;
  }
  return ops.some(isExpensive) ? { load, ops, end, key: key.join(" "), repeated } : null;
}

type ChainOp = Extract<ArrayOp, { kind: "unary" | "binary" | "cast" | "call" }>;

/** The operation that alone uses the value, where it can stand in a chain. */
function onlyUser(value: ValueId, region: readonly ArrayOp[], { users, result }: Facts): ChainOp | null {
  const [user, ...more] = users.get(value) ?? [];
  if (user === undefined || more.length > 0 || value === result || !region.includes(user)) return null;
  return user.kind === "unary" || user.kind === "binary" || user.kind === "cast" || user.kind === "call"
    ? user
    : null;
}

function nameOf(op: ChainOp, tables: Tables): string {
  switch (op.kind) {
    case "unary":
    case "binary":
      return op.op;
    case "cast":
      return `${op.mode} to ${tables.dtypeOf(op.out)}`;
    case "call":
      return op.fn;
  }
}
function operandKey(value: ValueId, { constants, tables }: Facts): string {
  const constant = constants.get(value);
  return constant?.kind === "const" ? `${tables.dtypeOf(value)} ${constant.value}` : `%${value}`;
}

/** What costs more than reading a value back from memory. */
function isExpensive(op: ArrayOp): boolean {
  return isDearCall(op) || (op.kind === "binary" && (op.op === "div" || op.op === "rem"));
}
