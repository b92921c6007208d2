// Reference counts of arrays. A region owns what it allocates and the array slots that it declares, and releases them on
// every way out of it except failures: what a failing kernel holds is freed with its context.
import type { SlotId, ValueId } from "../ir/ids.js";
import { InternalError } from "../ir/program.js";
import type { Emission, Scope } from "./emission.js";
import { slotStorage } from "./emission.js";

export function openScope(e: Emission): void {
  e.scopes.push({ owners: new Map(), arraySlots: new Set() });
}

/** Ends the innermost scope; releases what it holds unless the block has left it already. */
export function closeScope(e: Emission): void {
  if (!e.code.terminated) releaseScopes(e, e.scopes.length - 1);
  e.scopes.pop();
}

/** Releases what the scopes from `depth` on hold, innermost first; they stay open for the code that follows. */
export function releaseScopes(e: Emission, depth: number): void {
  for (const scope of e.scopes.slice(depth).reverse()) {
    for (const owner of scope.owners.values()) release(e, owner);
    for (const slot of scope.arraySlots) releaseSlot(e, slot);
  }
}

/** The innermost region releases `owner` when it is left, unless `releaseNow` comes first. */
export function hold(e: Emission, value: ValueId, owner: string): void {
  innermost(e).owners.set(value, owner);
}
export function holdSlot(e: Emission, slot: SlotId): void {
  innermost(e).arraySlots.add(slot);
}
export function releaseNow(e: Emission, value: ValueId): void {
  const owner = innermost(e).owners.get(value);
  if (owner === undefined) {
    throw new InternalError(`release of %${value}, which the region does not own`);
  }
  innermost(e).owners.delete(value);
  release(e, owner);
}

export function retain(e: Emission, owner: string): void {
  if (owner !== "null") e.code.emit(`${e.unit.module.runtime("weft_retain")}(ptr ${owner})`);
}
export function release(e: Emission, owner: string): void {
  if (owner !== "null") e.code.emit(`${e.unit.module.runtime("weft_release")}(ptr %context, ptr ${owner})`);
}

function releaseSlot(e: Emission, slot: SlotId): void {
  const storage = slotStorage(e, slot);
  if (storage.kind === "array") release(e, e.code.assign(`load ptr, ptr ${storage.owner}`, "owner"));
}

function innermost(e: Emission): Scope {
  const scope = e.scopes.at(-1);
  if (scope === undefined) throw new InternalError("an array is owned outside of any region");
  return scope;
}
