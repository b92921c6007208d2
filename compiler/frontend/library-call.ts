import type ts from "typescript";
import type { ValueId } from "../ir/ids.js";
import type { Context } from "./context.js";
import { declareLoop } from "./elementwise.js";

interface LibraryCall {
  /** Of the native runtime. */
  readonly fn: string;
  readonly args: readonly ValueId[];
  readonly writes: readonly ValueId[];
  /** What the report calls it. */
  readonly name: string;
  readonly node: ts.Node;
}

/** Emits the call of a native function that does the work of whole loops; outside of parallel loops the report tells its time. */
export function callLibrary(cx: Context, { fn, args, writes, name, node }: LibraryCall): void {
  const span = cx.span(node);
  const call = { kind: "runtimeCall", fn, args, out: null, writes, span } as const;
  if (cx.parallelDepth > 0) cx.emit(call);
  else cx.emit({ ...call, loop: declareLoop(cx, node, name) });
}
