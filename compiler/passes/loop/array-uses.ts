import { appendToList } from "../../ir/append-to-list.js";
import type { ValueId } from "../../ir/ids.js";
import type { LoopOp, Parfor } from "../../ir/ops.js";
import type { Tables } from "../../ir/program.js";
import { isAccess, operandsOf, walk } from "../../ir/visit.js";

/** Where the operations of a region use the arrays that the region allocates, by position; a use of a view is one of its array. */
export interface ArrayUses {
  /** The first use by the array's own name. */
  readonly first: ReadonlyMap<ValueId, number>;
  readonly last: ReadonlyMap<ValueId, number>;
  /** Arrays that a variable holds: what uses the variable uses them. */
  readonly kept: ReadonlySet<ValueId>;
  /** The arrays of which a value is a view, or which it is. */
  readonly arraysOf: (value: ValueId) => readonly ValueId[];
}

export function arrayUses(region: readonly LoopOp[], tables: Tables): ArrayUses {
  const first = new Map<ValueId, number>();
  const last = new Map<ValueId, number>();
  const kept = new Set<ValueId>();
  const views = new Map<ValueId, ValueId[]>();
  const arraysOf = (value: ValueId): readonly ValueId[] => views.get(value) ?? [];
  const isOf = (view: ValueId, base: ValueId): void => {
    for (const array of arraysOf(base)) appendToList(views, view, array);
  };
  for (const op of region) if (op.kind === "alloc") views.set(op.out, [op.out]);
  for (const [position, op] of region.entries())
    walk<LoopOp>([op], (inner) => {
      for (const value of operandsOf(inner, tables)) {
        if (!views.has(value)) continue;
        if (!first.has(value)) first.set(value, position);
        for (const array of arraysOf(value)) last.set(array, position);
      }
      if (inner.kind === "view") isOf(inner.out, inner.base);
      else if (inner.kind === "unalias") {
        isOf(inner.out, inner.array);
        isOf(inner.out, inner.target);
      } else if (inner.kind === "set") for (const array of arraysOf(inner.value)) kept.add(array);
    });
  return { first, last, kept, arraysOf };
}

/** How a loop uses an array. */
export interface ElementUse {
  /** Each iteration reads and writes no element of the array but its own, and writes outside inner regions only. */
  isElementwise: boolean;
  /** Positions in the loop's body: of the last load; of the first store. Null where there is none. */
  lastLoad: number | null;
  firstStore: number | null;
}

export function elementUses(
  loop: Parfor<LoopOp>,
  uses: ArrayUses,
  tables: Tables,
): ReadonlyMap<ValueId, ElementUse> {
  const found = new Map<ValueId, ElementUse>();
  const useOf = (array: ValueId): ElementUse => {
    const use = found.get(array) ?? { isElementwise: true, lastLoad: null, firstStore: null };
    found.set(array, use);
    return use;
  };
  const isElement = (index: readonly ValueId[]): boolean =>
    index.length === loop.indices.length && index.every((value, k) => value === loop.indices[k]);
  for (const [position, op] of loop.body.entries())
    walk([op], (inner) => {
      const own = isAccess(inner) ? inner.array : null;
      for (const value of operandsOf(inner, tables))
        for (const array of uses.arraysOf(value)) {
          const use = useOf(array);
          if (value !== own || value !== array) use.isElementwise = false;
        }
      if (own === null || !isAccess(inner)) return;
      for (const array of uses.arraysOf(own)) {
        const use = useOf(array);
        use.isElementwise &&= isElement(inner.index) && (inner.kind === "load" || inner === op);
        if (inner.kind === "load") use.lastLoad = position;
        else use.firstStore ??= position;
      }
    });
  return found;
}
