// One operation after another: the only switch over all kinds of operations of the loop level.
import type { SlotId } from "../ir/ids.js";
import type { LoopOp } from "../ir/ops.js";
import { slotsOf, unreachable } from "../ir/visit.js";
import type { SlotLayouts } from "./abi.js";
import type { Emission } from "./emission.js";
import { emitCast } from "./emit-cast.js";
import { emitBlock, emitBreak, emitContinue, emitFor, emitIf, emitLoop } from "./emit-control.js";
import { emitCheck, emitFail } from "./emit-failure.js";
import { emitCall } from "./emit-math.js";
import { emitAlloc, emitLoad, emitStore, emitView } from "./emit-memory.js";
import { emitParfor } from "./emit-parallel.js";
import { emitPrint } from "./emit-print.js";
import { emitReturn } from "./emit-return.js";
import { emitRuntimeCall } from "./emit-runtime-call.js";
import { emitBinary, emitCompare, emitConst, emitInRange, emitSelect, emitUnary } from "./emit-scalar.js";
import { emitUnalias } from "./emit-unalias.js";
import { emitDeclare, emitGet, emitSet } from "./emit-variable.js";
import { releaseNow } from "./ownership.js";

/** Emits operations until one leaves the region. `results` are the slots of the program's return. */
export function emitOperations(e: Emission, ops: readonly LoopOp[], results: SlotLayouts): void {
  for (const [index, op] of ops.entries()) {
    if (e.code.terminated) return;
    emitOperation(e, op, results, (slot) => slotsOf(ops.slice(index + 1), "set").has(slot));
  }
}

/** `overwritten`: whether the rest of the region sets a slot. */
function emitOperation(
  e: Emission,
  op: LoopOp,
  results: SlotLayouts,
  overwritten: (slot: SlotId) => boolean,
): void {
  switch (op.kind) {
    case "const":
      emitConst(e, op);
      break;
    case "unary":
      emitUnary(e, op);
      break;
    case "binary":
      emitBinary(e, op);
      break;
    case "compare":
      emitCompare(e, op);
      break;
    case "inRange":
      emitInRange(e, op);
      break;
    case "select":
      emitSelect(e, op);
      break;
    case "cast":
      emitCast(e, op);
      break;
    case "call":
      emitCall(e, op);
      break;
    case "declare":
      emitDeclare(e, op);
      break;
    case "get":
      emitGet(e, op, overwritten);
      break;
    case "set":
      emitSet(e, op);
      break;
    case "alloc":
      emitAlloc(e, op);
      break;
    case "view":
      emitView(e, op);
      break;
    case "unalias":
      emitUnalias(e, op);
      break;
    case "load":
      emitLoad(e, op);
      break;
    case "store":
      emitStore(e, op);
      break;
    case "release":
      releaseNow(e, op.array);
      break;
    case "runtimeCall":
      emitRuntimeCall(e, op);
      break;
    case "if":
      emitIf(e, op);
      break;
    case "for":
      emitFor(e, op);
      break;
    case "loop":
      emitLoop(e, op);
      break;
    case "block":
      emitBlock(e, op);
      break;
    case "break":
      emitBreak(e, op);
      break;
    case "continue":
      emitContinue(e, op);
      break;
    case "check":
      emitCheck(e, op);
      break;
    case "fail":
      emitFail(e, op);
      break;
    case "print":
      emitPrint(e, op);
      break;
    case "return":
      emitReturn(e, op, results);
      break;
    case "parfor":
      emitParfor(e, op);
      break;
    default:
      unreachable(op);
  }
}
