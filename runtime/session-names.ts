import { isLiteralRecord, type LiteralType, literalValue } from "../compiler/frontend/literal-type.js";
import type { InputType, Session } from "../compiler/frontend/signature.js";
import type { Unit } from "../compiler/frontend/unit.js";
import { classify, wrapTypedArray } from "./classify.js";
import { matchesInput } from "./match-input.js";
import type { Scope } from "./scope.js";

/** The free names of parallel code: the variables of a scope, and which of them are constants of a cell. */
export class SessionNames implements Session {
  readonly scope: Scope;
  readonly #literals = new Map<string, LiteralType>();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Makes the literal constants of a cell known, and gives them their values. */
  declareLiterals(unit: Unit): void {
    for (const [name, literal] of unit.literals) {
      this.#literals.set(name, literal);
      this.scope.set(name, literalValue(literal));
    }
  }

  /** The value of a variable as kernels take it: typed arrays as arrays. */
  value(name: string): unknown {
    return wrapTypedArray(this.scope.get(name));
  }

  lookup(name: string): InputType | undefined {
    if (!this.scope.has(name)) return undefined;
    const value = this.scope.get(name);
    return this.#literalOf(name, value) ?? classify(value);
  }

  /** The constant that a name stands for, as long as it has its value. */
  #literalOf(name: string, value: unknown): LiteralType | undefined {
    const literal = this.#literals.get(name);
    return literal !== undefined && matchesInput(literal, value) ? literal : undefined;
  }

  /** Whether `lookup` would give `type`. */
  holds(name: string, type: InputType | undefined): boolean {
    if (!this.scope.has(name)) return type === undefined;
    if (type === undefined) return false;
    if (type.kind === "unsupported") return this.lookup(name)?.kind === "unsupported";
    const value = this.value(name);
    if (!matchesInput(type, value)) return false;
    if (type.kind === "record") return isLiteralRecord(type) === (this.#literalOf(name, value) !== undefined);
    // A plain number does not stand for a constant that has its value.
    return type.kind === "literal" || type.kind !== "scalar" || this.lookup(name)?.kind === "scalar";
  }
}
