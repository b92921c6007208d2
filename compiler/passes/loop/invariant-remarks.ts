import type { Definitions } from "../../ir/definitions.js";
import type { LoopId, ValueId } from "../../ir/ids.js";
import type { LoopOp } from "../../ir/ops.js";
import type { LoopInfo, Tables } from "../../ir/program.js";
import { operandsOf, walk } from "../../ir/visit.js";
import type { PassContext } from "../../pass.js";
import type { SourceText, Span } from "../../source.js";
import { spanText } from "../../source.js";
import { PARTIAL_RESULT } from "../form-reduction.js";

/** The places of the program's parallel loops. */
export type Headers = ReadonlySet<string>;

/** What a loop's own header needs (its number of iterations) has the span of the whole loop, and was not written by anybody. */
export const headersOf = (tables: Tables): Headers =>
  new Set(tables.loops.filter(isStatement).map(({ span }) => placeOf(span)));

/** What the report says of a loop's invariant code: the largest expressions that were hoisted, and those that were not. */
export function remarkInvariants(
  loop: LoopId,
  hoisted: readonly LoopOp[],
  kept: readonly LoopOp[],
  variant: ReadonlySet<ValueId>,
  definitions: Definitions,
  headers: Headers,
  { remark, tables }: PassContext,
): void {
  const isWritten = (op: LoopOp): boolean => isExpression(op) && !headers.has(placeOf(op.span));
  // Of an expression that stays, only a part was hoisted, which nobody wrote: the number of its elements, a first value.
  const staying = new Set<string>();
  walk(kept, ({ span }) => staying.add(placeOf(span)));
  const whole = hoisted.filter((op) => isWritten(op) && !staying.has(placeOf(op.span)));
  for (const span of largest(whole.map((op) => op.span)))
    remark({ kind: "hoisted", loop, span, what: "instruction" });
  const remaining: LoopOp[] = [];
  walkOwn(kept, (op) => {
    if (isWritten(op)) remaining.push(op);
  });
  const dependencies = new Map(remaining.map((op) => [op.span, dependencyOf(op)]));
  for (const span of largest(remaining.map((op) => op.span)))
    remark({
      kind: "notHoisted",
      loop,
      span,
      what: "instruction",
      dependency: dependencies.get(span) ?? "the iteration",
    });

  function dependencyOf(op: LoopOp): string {
    if (op.kind === "load") return "an element of this iteration";
    for (const value of operandsOf(op, tables)) {
      if (!variant.has(value)) continue;
      const source = definitions.get(value);
      if (source === undefined) return "the index of the loop";
      if (source.kind === "get") return variableText(tables.slotName(source.slot));
      const text = spanText(source.span);
      return text === spanText(op.span) ? "an element of this iteration" : text;
    }
    // It is the same for all iterations, but only some of them compute it.
    return "the branch around it";
  }
}

/** Accumulators that the compiler made have no name of the user's. */
const variableText = (name: string): string =>
  name === PARTIAL_RESULT ? "what the iterations before gave" : name;

/** The operations of the loop itself: those of parallel loops within have their own remarks. */
function walkOwn(region: readonly LoopOp[], visit: (op: LoopOp) => void): void {
  const own = region.filter((op) => op.kind !== "parfor");
  walk(own, visit);
}

function isExpression(op: LoopOp): boolean {
  switch (op.kind) {
    case "unary":
    case "binary":
    case "compare":
    case "select":
    case "call":
    case "load":
      return true;
    default:
      return false;
  }
}

const isStatement = ({ description }: LoopInfo): boolean => description === "prange";
const placeOf = ({ source, start, end }: Span): string => `${source.name} ${start} ${end}`;

/** Without duplicates and without the parts of others, in order of the source. Expressions are nested or apart. */
function largest(spans: readonly Span[]): readonly Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const ends = new Map<SourceText, number>();
  return sorted.filter(({ source, end }) => {
    if (end <= (ends.get(source) ?? -1)) return false;
    ends.set(source, end);
    return true;
  });
}
