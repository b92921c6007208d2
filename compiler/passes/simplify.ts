// simplify: one id for equal scalars and equal extents, and nothing that is not needed.
//
// Requires: a program of either level.
// Guarantees: constants stand at the start, once each; a pure scalar expression is computed once where its first occurrence is visible;
// after a `check` that two extents are equal one of them stands for both; checks that hold and dead code are gone.
//
//   %4 = sub %n, %one                      %4 = sub %n, %one
//   %5 = sub %n, %one                      check (%m == %n)
//   check (%m == %n)                       parfor [i < %n] { … }          extent %m replaced by %n
//   parfor [i < %m] { … }                  parfor [i < %4] { … }          %5 replaced by %4
//   parfor [i < %5] { … }
//
// Declines: arithmetic of floats, and loads; LLVM knows their rules.
import type { Program } from "../ir/program.js";
import { withBody } from "../ir/rewrite.js";
import { removeDeadCode } from "./dead-code.js";
import { numberValues } from "./value-numbering.js";

const run = <P extends Program>(program: P): P =>
  withBody(program, (body) => removeDeadCode(numberValues(program, body), program.tables));

/** A pass for programs of any level; `name` tells apart its places in the pipeline. */
export const simplify = (
  name: string,
): { readonly name: string; readonly run: <P extends Program>(program: P) => P } => ({ name, run });
