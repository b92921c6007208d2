import { STATUS } from "./abi.js";
import type { Emission } from "./emission.js";

/** Returns OK where the code falls through, and adds the blocks of the other statuses. The text of the function. */
export function finishFunction(e: Emission): string {
  const { code } = e;
  if (!code.terminated) code.returnValue(`i32 ${STATUS.OK}`);
  for (const [status, label] of e.exits) {
    code.start(label);
    code.returnValue(`i32 ${STATUS[status]}`);
  }
  return code.text();
}

/** Leaves the function with `status` unless it is OK. */
export function returnUnlessOk(e: Emission, status: string): void {
  const { code } = e;
  const [ok, failed] = [code.label("ran"), code.label("stopped")];
  code.branchIf(code.assign(`icmp eq i32 ${status}, 0`), ok, failed, e.unit.loops.likely());
  code.start(failed);
  code.returnValue(`i32 ${status}`);
  code.start(ok);
}
