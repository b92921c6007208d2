// Which arrays variables hold that exchange them among each other:
//
//   [before, now, next] = [now, next, before]
//
// Each of the three may hold any of the arrays in time, but never two of them the same one.
import type { SlotId, ValueId } from "./ids.js";
import type { Program } from "./program.js";
import type { AnyOp } from "./visit.js";
import { regionsOf, slotsOf, walk } from "./visit.js";

/** One of the arrays there are at a moment: two different ones of one moment share no memory. */
export interface HeldArray {
  readonly moment: number;
  readonly array: number;
}

/**
 * For the arrays that are read from variables, and their views: which one it is. Only of variables no two of which hold one array where a
 * loop or branch that assigns them begins or ends; each of them is assigned nothing but fresh arrays and what the others held.
 */
export function heldArrays(program: Program): ReadonlyMap<ValueId, HeldArray> {
  let variables = arrayVariables(program);
  while (variables.size > 1) {
    const follower = new Follower(variables);
    follower.program(program);
    if (follower.refused.size === 0) return follower.held;
    variables = new Set([...variables].filter((slot) => !follower.refused.has(slot)));
  }
  return new Map();
}

function arrayVariables({ body, tables }: Program): ReadonlySet<SlotId> {
  const found = new Set<SlotId>();
  const accumulators = new Set<SlotId>();
  walk<AnyOp>(body, (op) => {
    if (op.kind === "declare" && tables.slotType(op.slot).kind === "array") found.add(op.slot);
    if (op.kind === "parfor")
      for (const { slots } of op.reductions) for (const slot of slots) accumulators.add(slot);
  });
  return new Set([...found].filter((slot) => !accumulators.has(slot)));
}

/** What the variables hold at one place of the program. */
interface State {
  readonly moment: number;
  readonly contents: Map<SlotId, HeldArray>;
}

class Follower {
  readonly held = new Map<ValueId, HeldArray>();
  /** Variables of which it is not known. */
  readonly refused = new Set<SlotId>();
  readonly #variables: ReadonlySet<SlotId>;
  #moments = 0;
  #arrays = 0;

  constructor(variables: ReadonlySet<SlotId>) {
    this.#variables = variables;
  }

  program({ parameters, mayAlias, body, tables }: Program): void {
    const state = this.#anyArrays();
    for (const { value } of parameters)
      if (!mayAlias && tables.typeOf(value).kind === "array") this.#fresh(value, state);
    this.#region(body, state);
  }

  /** Each variable holds an array of which nothing is known but that it is no other's. */
  #anyArrays(): State {
    const moment = this.#moments++;
    const contents = new Map<SlotId, HeldArray>();
    for (const slot of this.#variables) contents.set(slot, { moment, array: this.#arrays++ });
    return { moment, contents };
  }

  #fresh(value: ValueId, { moment }: State): void {
    this.held.set(value, { moment, array: this.#arrays++ });
  }

  #region(region: readonly AnyOp[], start: State): void {
    let state = start;
    const own = new Set<SlotId>();
    for (const op of region) {
      if (op.kind === "declare") own.add(op.slot);
      if (op.kind === "break" || op.kind === "continue") this.#refuseShared(state, new Set());
      this.#follow(op, state);
      state = this.#within(op, state);
    }
    if (region.some(({ kind }) => kind === "set")) this.#refuseShared(state, own);
  }

  #follow(op: AnyOp, state: State): void {
    const { contents, moment } = state;
    switch (op.kind) {
      case "alloc":
      case "generate":
        this.#fresh(op.out, state);
        break;
      case "view":
        this.#same(op.out, this.held.get(op.base));
        break;
      case "declare":
        contents.delete(op.slot);
        break;
      case "get":
        this.#same(op.out, contents.get(op.slot));
        break;
      case "set": {
        if (!this.#variables.has(op.slot)) break;
        const array = this.held.get(op.value);
        if (array?.moment === moment) contents.set(op.slot, array);
        else this.refused.add(op.slot);
        break;
      }
      default:
        break;
    }
  }

  #same(out: ValueId, array: HeldArray | undefined): void {
    if (array !== undefined) this.held.set(out, array);
  }

  /** The state after what stands in the operation. */
  #within(op: AnyOp, state: State): State {
    const regions = regionsOf<AnyOp>(op);
    const assigns = regions.some((region) =>
      [...slotsOf(region, "set")].some((slot) => this.#variables.has(slot)),
    );
    if (!assigns) {
      for (const region of regions) this.#region(region, { ...state, contents: new Map(state.contents) });
      return state;
    }
    this.#refuseShared(state, new Set());
    for (const region of regions) this.#region(region, this.#anyArrays());
    return this.#anyArrays();
  }

  /** Where others rely on it, no two variables may hold one array; those in `ended` are not used any more. */
  #refuseShared({ contents }: State, ended: ReadonlySet<SlotId>): void {
    const holders = new Map<number, SlotId>();
    for (const [slot, { array }] of contents) {
      if (ended.has(slot)) continue;
      const other = holders.get(array);
      if (other !== undefined) this.refused.add(slot).add(other);
      holders.set(array, slot);
    }
  }
}
