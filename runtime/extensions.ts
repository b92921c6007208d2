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
import { PASS_NAMES } from "../compiler/pipeline.js";
import type { RegisteredPass } from "../compiler/registered-pass.js";
import { registeredNames } from "./registered-names.js";

export interface Extensions {
  /** The registered functions: compilations from now on know them. */
  readonly names: ReadonlyMap<string, CallableName>;
  /** The registered passes, which run in compilations from now on. */
  readonly passes: readonly RegisteredPass[];
}

const names = new Map<string, CallableName>();
const passes: RegisteredPass[] = [];

export const extensions: Extensions = { names, passes };

/**
 * Makes an elementwise function known to all parallel code of this process: its arguments broadcast, its text is inlined and
 * fused like that of `vectorize`.
 * @throws ParallelSyntaxError with a code frame of the text; Error for a name that is taken
 */
export function registerElementwise(registration: ElementwiseRegistration): void {
  checkName(registration.name);
  register(registration.name, registeredElementwise(registration));
}

/**
 * Makes a reduction known to all parallel code of this process: `name(a, axis?, keepdims?)`.
 * @throws ParallelSyntaxError with a code frame of a text; Error for a name that is taken; TypeError for several accumulators
 * without `element` and `finish`
 */
export function registerReduction(registration: ReductionRegistration): void {
  checkName(registration.name);
  register(registration.name, registeredReduction(registration));
}

function register(name: string, entry: CallableName): void {
  names.set(name, entry);
  registeredNames.add(name);
}

/**
 * Adds a pass to those of the compiler, right after the one that `after` names. Several that follow the same one run in the order
 * of their registration. The verifier looks at what it made, and an error in it is a PassError with its name.
 * @throws Error for a name that another pass has, and for an unknown pass to follow
 */
export function registerPass(pass: RegisteredPass): void {
  const { name, stage, after } = pass;
  const isTaken = [...PASS_NAMES.array, ...PASS_NAMES.loop].includes(name);
  if (isTaken || passes.some((other) => other.name === name))
    throw new Error(`There is a pass ${name} already: choose another name.`);
  const own = passes.filter((other) => other.stage === stage).map((other) => other.name);
  const known = [...PASS_NAMES[stage], ...own];
  if (!known.includes(after))
    throw new Error(
      `There is no pass ${after} of the stage ${stage} to follow; there are ${known.join(", ")}.`,
    );
  passes.push(pass);
}

function checkName(name: string): void {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    throw new Error(`"${name}" is no name: it has to be one that parallel code can call, such as softplus.`);
  if (languageName(name) !== undefined)
    throw new Error(`${name} is a name of the language, and can't be registered: choose another.`);
  if (names.has(name)) throw new Error(`${name} is registered already: a name can be registered once.`);
}
