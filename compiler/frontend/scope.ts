import type { SlotId } from "../ir/ids.js";
import type { Value } from "./value.js";

/** Where a variable that is assigned from nested regions lives: one slot for each scalar or array in it. */
export type Storage =
  | { readonly kind: "scalar"; readonly slot: SlotId; readonly weak: boolean }
  | { readonly kind: "array"; readonly slot: SlotId }
  | { readonly kind: "tuple"; readonly items: readonly Storage[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Storage> }
  /** A value without a trace at run time; it can't change. */
  | { readonly kind: "fixed"; readonly value: Value };

/** A name in scope. */
export interface Binding {
  readonly name: string;
  /** Names the variable through all rounds of type inference. */
  readonly key: string;
  readonly mutable: boolean;
  /** `slots`: assigned inside loops or branches. `direct`: assigned, if at all, where it was declared. */
  place: { readonly kind: "direct"; value: Value } | { readonly kind: "slots"; readonly storage: Storage };
  /** How many parallel loops enclose the declaration. */
  readonly parallelDepth: number;
}

/** A lexical scope. */
export class Scope {
  readonly #bindings = new Map<string, Binding>();
  readonly parent: Scope | null;

  constructor(parent: Scope | null) {
    this.parent = parent;
  }
  /** The innermost binding of the name. */
  find(name: string): Binding | undefined {
    return this.#bindings.get(name) ?? this.parent?.find(name);
  }
  own(name: string): Binding | undefined {
    return this.#bindings.get(name);
  }
  bind(binding: Binding): void {
    this.#bindings.set(binding.name, binding);
  }
  get names(): Iterable<string> {
    return this.#bindings.keys();
  }
}
