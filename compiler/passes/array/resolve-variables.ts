// resolve-variables: what all arrays of a variable have in common is known wherever the variable is read.
//
// Requires: an array program after forward-variables.
// Guarantees: an extent that is the same for every array a variable is ever set to is that extent at each `get`, and strides are known to be
// row-major where all arrays of the variable are.
//
// Variables that exchange their arrays hold what all of them are set to.
//
//   set $b %x                             set $b %x                      %x and %6 have the extent %n
//   loop                                  loop
//     %4[%5] strides [%s] = get $b          %4[%5] strides [%s] = get $b
//     … load %4[i] …                        %7[%n] strides [1] = view %4
//     set $b %6                             … load %7[i] … ; set $b %6
//
// Declines: extents that are made where the variable is not yet visible.

import { appendToList } from "../../ir/append-to-list.js";
import type { Definitions } from "../../ir/definitions.js";
import { definitionsOf } from "../../ir/definitions.js";
import type { SlotId, ValueId } from "../../ir/ids.js";
import type { Mapping } from "../../ir/map-op.js";
import { mapOp } from "../../ir/map-op.js";
import type { ArrayOp, Get } from "../../ir/ops.js";
import type { ArrayProgram, Tables } from "../../ir/program.js";
import { regionBuilder } from "../../ir/region-builder.js";
import { substitution } from "../../ir/rewrite.js";
import type { ArrayType } from "../../ir/types.js";
import { walk } from "../../ir/visit.js";
import type { Pass } from "../../pass.js";
import { isRowMajor } from "../row-major.js";
import { valuesAtDeclarations } from "./values-at-declarations.js";

export const resolveVariables: Pass<ArrayProgram> = {
  name: "resolve-variables",
  run: (program) => {
    const { tables } = program;
    const layouts = variableLayouts(program);
    if (layouts.size === 0) return program;
    const map = new Map<ValueId, ValueId>();
    const region = (ops: readonly ArrayOp[]): readonly ArrayOp[] =>
      ops.flatMap((op) => {
        const mapped = mapOp(op, mapping);
        const layout = mapped.kind === "get" ? layouts.get(mapped.slot) : undefined;
        return mapped.kind === "get" && layout !== undefined ? settle(mapped, layout, map, tables) : [mapped];
      });
    const mapping: Mapping<ArrayOp> = substitution(map, tables, region);
    return { ...program, body: region(program.body) };
  },
};

/** What is known of all arrays of a variable. */
interface VariableLayout {
  /** By axis: the extent, or undefined where it differs. */
  readonly shape: readonly (Extent | undefined)[];
  /** Row-major without gaps. */
  readonly dense: boolean;
}
type Extent =
  | { readonly kind: "value"; readonly value: ValueId }
  | { readonly kind: "constant"; readonly constant: number };

/** A place in the type of an array variable. */
interface Part {
  readonly slot: SlotId;
  readonly kind: "extent" | "stride";
  readonly axis: number;
}

/** What the program does with array variables. */
interface VariableUses {
  /** The types of all arrays that each variable is set to. */
  readonly sets: ReadonlyMap<SlotId, readonly ArrayType[]>;
  /** The parts of arrays that were read from a variable: they are whatever the variable's are. */
  readonly parts: ReadonlyMap<ValueId, Part>;
}

function variableUses({ body, tables }: ArrayProgram): VariableUses {
  const sets = new Map<SlotId, ArrayType[]>();
  const parts = new Map<ValueId, Part>();
  walk(body, (op) => {
    if (op.kind === "set") {
      const type = tables.typeOf(op.value);
      if (type.kind === "array") appendToList(sets, op.slot, type);
    }
    if (op.kind !== "get") return;
    const type = tables.typeOf(op.out);
    if (type.kind !== "array") return;
    for (const [axis, extent] of type.shape.entries())
      parts.set(extent, { slot: op.slot, kind: "extent", axis });
    for (const [axis, stride] of type.strides.entries())
      parts.set(stride, { slot: op.slot, kind: "stride", axis });
  });
  return { sets, parts };
}

/** Variables that exchange their arrays: what one of them is set to from elsewhere, all of them may hold. */
function exchanges({ sets, parts }: VariableUses): readonly ReadonlySet<SlotId>[] {
  const partners = new Map<SlotId, SlotId[]>();
  for (const [slot, types] of sets)
    for (const { shape, strides } of types)
      for (const part of [...shape, ...strides]) {
        const source = parts.get(part)?.slot;
        if (source === undefined || source === slot) continue;
        appendToList(partners, slot, source);
        appendToList(partners, source, slot);
      }
  const groups: ReadonlySet<SlotId>[] = [];
  const grouped = new Set<SlotId>();
  for (const slot of sets.keys()) {
    if (grouped.has(slot)) continue;
    const group = new Set([slot]);
    for (const member of group) for (const partner of partners.get(member) ?? []) group.add(partner);
    for (const member of group) grouped.add(member);
    groups.push(group);
  }
  return groups;
}

function variableLayouts(program: ArrayProgram): ReadonlyMap<SlotId, VariableLayout> {
  const definitions = definitionsOf(program);
  const visible = valuesAtDeclarations(program);
  const uses = variableUses(program);
  const layouts = new Map<SlotId, VariableLayout>();
  for (const group of exchanges(uses)) {
    const types = [...group].flatMap((slot) => uses.sets.get(slot) ?? []);
    const isShared = (value: ValueId | undefined, kind: Part["kind"], axis: number): boolean => {
      const part = value === undefined ? undefined : uses.parts.get(value);
      return part !== undefined && group.has(part.slot) && part.kind === kind && part.axis === axis;
    };
    const known = (value: ValueId): boolean => [...group].every((slot) => visible(value, slot));
    const shape = (types[0]?.shape ?? []).map((_, axis) => {
      const given = types.map((type) => type.shape[axis]);
      return common(
        given.filter((extent) => !isShared(extent, "extent", axis)),
        known,
        definitions,
      );
    });
    const dense = types.every(
      (type) =>
        isRowMajor(type, definitions) ||
        (type.strides.length > 0 && type.strides.every((stride, axis) => isShared(stride, "stride", axis))),
    );
    if (dense || shape.some((extent) => extent !== undefined))
      for (const slot of group) layouts.set(slot, { shape, dense });
  }
  return layouts;
}

/** The one extent, if there is just one and it is known where the variables are declared. */
function common(
  extents: readonly (ValueId | undefined)[],
  known: (value: ValueId) => boolean,
  definitions: Definitions,
): Extent | undefined {
  let found: Extent | undefined;
  for (const extent of extents) {
    if (extent === undefined) return undefined;
    const op = definitions.get(extent);
    const next: Extent =
      op?.kind === "const"
        ? { kind: "constant", constant: Number(op.value) }
        : { kind: "value", value: extent };
    if (next.kind === "value" && !known(extent)) return undefined;
    if (found !== undefined && !sameExtent(found, next)) return undefined;
    found = next;
  }
  return found;
}

function sameExtent(a: Extent, b: Extent): boolean {
  return a.kind === "value"
    ? b.kind === "value" && a.value === b.value
    : b.kind === "constant" && a.constant === b.constant;
}

/** The `get`, and a view of it with what is known of its layout. */
function settle(
  op: Get,
  layout: VariableLayout,
  map: Map<ValueId, ValueId>,
  tables: Tables,
): readonly ArrayOp[] {
  const type = tables.arrayType(op.out);
  const build = regionBuilder(tables, op.span);
  const shape = type.shape.map((own, axis) => {
    const extent = layout.shape[axis];
    if (extent === undefined) return own;
    const value = extent.kind === "value" ? extent.value : build.constant(extent.constant);
    if (value !== own) map.set(own, value);
    return value;
  });
  const strides = [...type.strides];
  if (layout.dense) {
    let stride = build.constant(1);
    for (const [axis, extent] of [...shape.entries()].toReversed()) {
      const own = strides[axis];
      if (own !== undefined) map.set(own, stride);
      strides[axis] = stride;
      if (axis > 0) stride = axis === shape.length - 1 ? extent : build.binary("mul", stride, extent);
    }
  }
  const out = tables.value({ ...type, shape, strides });
  const offset = build.constant(0);
  map.set(op.out, out);
  return [op, ...build.ops, { kind: "view", base: op.out, offset, out, span: op.span }];
}
