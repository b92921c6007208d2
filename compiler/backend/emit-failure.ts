// Failures of the user's program: reported once, out of line, and left through one block.
import type { SiteId, ValueId } from "../ir/ids.js";
import type { Check, Fail } from "../ir/ops.js";
import { InternalError } from "../ir/program.js";
import type { Emission } from "./emission.js";
import { exitLabel, operand, scalar } from "./emission.js";
import { toSlots } from "./slot-values.js";

const MOST_VALUES = 4;

/** Goes on when `condition` holds; otherwise fails at `site` with the slots that `values` computes on that path. */
export function failUnless(
  e: Emission,
  condition: string,
  site: SiteId,
  values: () => readonly string[],
): void {
  const failed = e.code.label("failed");
  const passed = e.code.label("passed");
  e.code.branchIf(condition, passed, failed, e.unit.loops.likely());
  e.code.start(failed);
  fail(e, site, values());
  e.code.start(passed);
}

export function emitCheck(e: Emission, op: Check): void {
  if (e.checks.kind === "assume") return;
  if (e.checks.kind === "collect") note(e, scalar(e, op.condition), e.checks.failed);
  else failUnless(e, scalar(e, op.condition), op.site, () => siteValues(e, op.values));
}

/** Sets the i1 at `failed` unless `condition` holds. */
export function note(e: Emission, condition: string, failed: string): void {
  const fails = e.code.assign(`xor i1 ${condition}, true`);
  const before = e.code.assign(`load i1, ptr ${failed}`);
  e.code.emit(`store i1 ${e.code.assign(`or i1 ${before}, ${fails}`)}, ptr ${failed}`);
}

export function emitFail(e: Emission, op: Fail): void {
  fail(e, op.site, siteValues(e, op.values));
}

function siteValues(e: Emission, values: readonly ValueId[]): readonly string[] {
  return values.flatMap((value) => toSlots(e, operand(e, value), e.unit.tables.dtypeOf(value)));
}

function fail(e: Emission, site: SiteId, slots: readonly string[]): void {
  if (slots.length > MOST_VALUES) throw new InternalError(`site ${site} has more than ${MOST_VALUES} values`);
  const padded = [...slots, ...new Array<string>(MOST_VALUES - slots.length).fill("0")];
  const values = padded.map((slot) => `i64 ${slot}`).join(", ");
  e.code.emit(`${e.unit.module.runtime("weft_fail")}(ptr %context, i32 ${site}, i64 ${e.order}, ${values})`);
  e.code.branch(exitLabel(e, "FAILED"));
}
