import type ts from "typescript";
import type { Context, ParallelFrame } from "./context.js";
import type { Value } from "./value.js";

const NOTHING: ParallelFrame = { owned: new Set(), partials: new Map() };

/**
 * Builds what runs for one element of a parallel loop.
 * @throws ParallelRaceError where it assigns a variable from outside, which all elements share.
 */
export const inParallel = <T>(cx: Context, build: () => T): T => cx.withParallel(NOTHING, build);

/** Calls a function of the user for one element of a parallel loop. */
export const callInParallel = (cx: Context, callee: Value, args: readonly Value[], node: ts.Node): Value =>
  inParallel(cx, () => cx.front.call(cx, callee, args, node));
