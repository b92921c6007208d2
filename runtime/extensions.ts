// What packages add to the language of parallel cells, in this process.
import { languageName } from "../compiler/frontend/free-names.js";
import type { CallableName } from "../compiler/frontend/names/entry.js";
import {
  type ElementwiseRegistration,
  registeredElementwise,
} from "../compiler/frontend/names/registered-elementwise.js";
import {
  type ReductionRegistration,
  registeredReduction,
} from "../compiler/frontend/names/registered-reduction.js";

export interface Extensions {
  /** The registered functions: compilations from now on know them. */
  readonly names: ReadonlyMap<string, CallableName>;
}

const names = new Map<string, CallableName>();

export const extensions: Extensions = { names };

/**
 * Makes an elementwise function known to all parallel code of this process: its arguments broadcast, its text is inlined and
 * fused like that of `vectorize`.
 * @throws ParallelSyntaxError with a code frame of the text; Error for a name that is taken
 */
export function registerElementwise(registration: ElementwiseRegistration): void {
  checkName(registration.name);
  names.set(registration.name, registeredElementwise(registration));
}

/**
 * Makes a reduction known to all parallel code of this process: `name(a, axis?, keepdims?)`.
 * @throws ParallelSyntaxError with a code frame of a text; Error for a name that is taken; TypeError for several accumulators
 * without `element` and `finish`
 */
export function registerReduction(registration: ReductionRegistration): void {
  checkName(registration.name);
  names.set(registration.name, registeredReduction(registration));
}

function checkName(name: string): void {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    throw new Error(`"${name}" is no name: it has to be one that parallel code can call, such as softplus.`);
  if (languageName(name) !== undefined)
    throw new Error(`${name} is a name of the language, and can't be registered: choose another.`);
  if (names.has(name)) throw new Error(`${name} is registered already: a name can be registered once.`);
}
