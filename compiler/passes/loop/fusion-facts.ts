// What fusion asks of loops, again and again. The facts of a fused loop are those of its parts, so that a long chain of loops is not looked
// through anew with each loop that joins it.
import type { Aliasing } from "../../ir/aliasing.js";
import { aliasingOf } from "../../ir/aliasing.js";
import { appendToList } from "../../ir/append-to-list.js";
import type { Definitions } from "../../ir/definitions.js";
import { definitionsOf } from "../../ir/definitions.js";
import type { ValueId } from "../../ir/ids.js";
import type { Load, LoopOp, Parfor, Store } from "../../ir/ops.js";
import type { LoopProgram } from "../../ir/program.js";
import { isAccess, valuesDefinedIn, walk } from "../../ir/visit.js";
import type { Effects } from "../effects.js";
import { EffectsUnion, effectsOf } from "../effects.js";
import type { AffineIndex } from "./affine-index.js";
import { affineIndex } from "./affine-index.js";

export interface Access {
  readonly op: Load | Store;
  /** For each axis of the array, how it follows an index of the loop; null where it does not. */
  readonly affine: readonly (AffineIndex | null)[];
}

export interface Accesses {
  readonly byArray: ReadonlyMap<ValueId, readonly Access[]>;
  /** Arrays that are used as a whole. */
  readonly others: readonly ValueId[];
}

type Loop = Parfor<LoopOp>;

export interface FusionFacts {
  readonly program: LoopProgram;
  readonly aliasing: Aliasing;
  readonly definitions: Definitions;
  readonly effects: (op: LoopOp) => Effects;
  /** Of memory that is not the iteration's own. */
  readonly accesses: (loop: Loop) => Accesses;
  /** `joined` took the place of the two loops, with the indices of the first. */
  readonly join: (first: Loop, second: Loop, joined: Loop) => void;
}

interface GrowingAccesses {
  readonly byArray: Map<ValueId, Access[]>;
  readonly others: ValueId[];
}

export function fusionFacts(program: LoopProgram): FusionFacts {
  const definitions = definitionsOf(program);
  const knownEffects = new WeakMap<LoopOp, EffectsUnion>();
  const effects = (op: LoopOp): EffectsUnion => {
    const found = knownEffects.get(op) ?? new EffectsUnion(effectsOf(op, program.tables));
    knownEffects.set(op, found);
    return found;
  };
  const knownAccesses = new WeakMap<Loop, GrowingAccesses>();
  const accesses = (loop: Loop): GrowingAccesses => {
    const found = knownAccesses.get(loop) ?? accessesOf(loop, program, definitions);
    knownAccesses.set(loop, found);
    return found;
  };
  return {
    program,
    aliasing: aliasingOf(program),
    definitions,
    effects,
    accesses,
    join: (first, second, joined) => {
      // The first loop is gone: its facts grow.
      effects(first).add(effects(second));
      knownEffects.set(joined, effects(first));
      const all = accesses(first);
      for (const [array, list] of accesses(second).byArray)
        for (const access of list) appendToList(all.byArray, array, inLoop(access, second, first));
      all.others.push(...accesses(second).others);
      knownAccesses.set(joined, all);
    },
  };
}

function accessesOf(loop: Loop, { tables }: LoopProgram, definitions: Definitions): GrowingAccesses {
  const inside = valuesDefinedIn([loop], tables);
  const own = valuesDefinedIn(loop.body, tables);
  const found: GrowingAccesses = { byArray: new Map(), others: [] };
  walk(loop.body, (op) => {
    if (isAccess(op)) {
      // Memory of the iteration itself is nobody else's.
      if (own.has(op.array) && definitions.get(op.array)?.kind === "alloc") return;
      const invariant = (value: ValueId): boolean => !inside.has(value);
      const affine = op.index.map((index) => affineIndex(index, loop.indices, invariant, definitions));
      appendToList(found.byArray, op.array, { op, affine });
    } else if (op.kind === "unalias") found.others.push(op.array);
    else if (op.kind === "print" || op.kind === "runtimeCall")
      found.others.push(
        ...(op.kind === "print" ? op.values : op.args).filter(
          (value) => tables.typeOf(value).kind === "array",
        ),
      );
  });
  return found;
}

/** The access with the indices of another loop over the same space. */
function inLoop({ op, affine }: Access, from: Loop, to: Loop): Access {
  const moved = affine.map((each) => {
    const index = each === null ? undefined : to.indices[from.indices.indexOf(each.index)];
    return each === null || index === undefined ? null : { ...each, index };
  });
  return { op, affine: moved };
}
