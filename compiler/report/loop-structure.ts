import { definitionsOf } from "../ir/definitions.js";
import { itemsize } from "../ir/dtype.js";
import type { LoopId } from "../ir/ids.js";
import type { LoopOp } from "../ir/ops.js";
import type { LoopProgram } from "../ir/program.js";
import { isAccess, regionsOf, walk } from "../ir/visit.js";
import { extentName } from "../passes/extent-name.js";
import type { Span } from "../source.js";
import { positionAt } from "../source.js";

/** A parallel loop as the user wrote it, before fusion and planning. */
export interface LoopShape {
  readonly loop: LoopId;
  readonly span: Span;
  readonly description: string;
  /** The parallel loop around it. */
  readonly parent: LoopId | null;
  /** The extents, in the user's names. */
  readonly space: readonly string[];
  readonly reductions: readonly string[];
  /** Bytes that the loads and stores of an iteration move. */
  readonly bytes: number;
}

/** All parallel loops of a program whose loops were formed. */
export function loopStructure(program: LoopProgram): ReadonlyMap<LoopId, LoopShape> {
  const { tables } = program;
  const definitions = definitionsOf(program);
  const shapes = new Map<LoopId, LoopShape>();
  const visit = (region: readonly LoopOp[], parent: LoopId | null): void => {
    for (const op of region) {
      if (op.kind === "parfor") {
        const { span, description } = tables.loopInfo(op.loop);
        shapes.set(op.loop, {
          loop: op.loop,
          span,
          description,
          parent,
          space: op.extents.map((extent) => extentName(extent, program, definitions)),
          reductions: op.reductions.map((reduction) => reduction.description),
          bytes: bytesOf(op.body, program),
        });
      }
      for (const inner of regionsOf<LoopOp>(op)) visit(inner, op.kind === "parfor" ? op.loop : parent);
    }
  };
  visit(program.body, null);
  return shapes;
}

/** The same in the order of the source: a loop's place here is its number in the report. */
export function shapesBySource(program: LoopProgram): readonly LoopShape[] {
  return [...loopStructure(program).values()].sort(bySource);
}

function bySource(a: LoopShape, b: LoopShape): number {
  const [left, right] = [positionAt(a.span.source, a.span.start), positionAt(b.span.source, b.span.start)];
  return left.line - right.line || left.column - right.column || b.span.end - a.span.end || a.loop - b.loop;
}

function bytesOf(region: readonly LoopOp[], program: LoopProgram): number {
  return region.reduce((total, op) => {
    if (isAccess(op)) return total + itemsize(program.tables.dtypeOf(op.array));
    return op.kind === "if" ? total + bytesOf(op.then, program) + bytesOf(op.otherwise, program) : total;
  }, 0);
}

const place = ({ start, end, source }: Span): string => `${source.name} ${start} ${end}`;

/**
 * How many bounds checks the planned program still makes for each loop as it was formed. A check that was lifted out of the loop stands
 * in its second copy only, and does not count.
 */
export function remainingChecks(formed: LoopProgram, planned: LoopProgram): ReadonlyMap<LoopId, number> {
  const owners = new Map<string, LoopId>();
  eachCheck(formed.body, null, (where, loop) => {
    if (loop !== null) owners.set(where, loop);
  });
  const proven = new Set<string>();
  walk(planned.body, (op) => {
    if (isAccess(op) && op.bounds.kind === "proven") proven.add(place(op.span));
  });
  const found = new Map<LoopId, Set<string>>();
  eachCheck(planned.body, null, (where, loop) => {
    const owner = owners.get(where) ?? loop;
    if (proven.has(where)) return;
    if (owner !== null) found.set(owner, (found.get(owner) ?? new Set()).add(where));
  });
  return new Map([...found].map(([loop, places]) => [loop, places.size]));
}

function eachCheck(
  region: readonly LoopOp[],
  loop: LoopId | null,
  visit: (where: string, loop: LoopId | null) => void,
): void {
  for (const op of region) {
    if (isAccess(op) && op.bounds.kind === "checked") visit(place(op.span), loop);
    const own = op.kind === "parfor" ? op.loop : loop;
    for (const inner of regionsOf<LoopOp>(op)) eachCheck(inner, own, visit);
  }
}
