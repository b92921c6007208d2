// Looks at what the iterations of a parallel loop write and read of arrays from outside: a certain race is an error, a possible one
// a warning of the report.
import { ParallelRaceError } from "../diagnostic.js";
import type { ValueId } from "../ir/ids.js";
import type { ArrayOp, Parfor } from "../ir/ops.js";
import { regionsOf, walk } from "../ir/visit.js";
import type { Span } from "../source.js";
import { spanText } from "../source.js";
import type { Context } from "./context.js";
import type { OuterAccess } from "./index-forms.js";
import { IndexForms } from "./index-forms.js";
import type { Polynomial } from "./polynomial.js";
import { constantOf, differenceOf, samePolynomial } from "./polynomial.js";

interface Access extends OuterAccess {
  readonly span: Span;
  /** Some iterations may leave it out. */
  readonly conditional: boolean;
  /** What is stored; null for a read. */
  readonly stored: ValueId | null;
}
interface Accesses {
  readonly writes: Access[];
  readonly reads: Access[];
}

/** @throws ParallelRaceError where two iterations certainly use one element and one of them writes it. */
export function checkRaces(cx: Context, loop: Parfor<ArrayOp>): void {
  const forms = new IndexForms(loop, cx.tables, (value) => cx.integers.known(value));
  const accesses: Accesses = { writes: [], reads: [] };
  collect(loop.body, false, forms, accesses);
  const warned = new Set<string>();
  const warn = (access: Access, message: string): void => {
    const key = cx.rootKey(access);
    if (warned.has(key)) return;
    warned.add(key);
    cx.warnings.push({ span: access.span, message });
  };
  for (const write of accesses.writes) checkWrite(write, accesses, loop, forms, warn);
  for (const write of accesses.writes) checkOthers(cx, write, accesses, forms, warn);
}

/** The accesses to arrays from outside, in order. */
function collect(
  region: readonly ArrayOp[],
  isConditional: boolean,
  forms: IndexForms,
  found: Accesses,
): void {
  let conditional = isConditional;
  const add = (array: ValueId, index: readonly ValueId[], span: Span, stored: ValueId | null): void => {
    const access = forms.outerAccess(array, index);
    if (access === null) return;
    (stored === null ? found.reads : found.writes).push({ ...access, span, conditional, stored });
  };
  for (const op of region) {
    if (op.kind === "update" && forms.isEmpty(op.target)) continue;
    if (op.kind === "load") add(op.array, op.index, op.span, null);
    else if (op.kind === "store") add(op.array, op.index, op.span, op.value);
    else if (op.kind === "update") add(op.target, op.indices, op.span, op.result);
    const splits = op.kind === "if" && forms.varies(op.condition);
    for (const inner of regionsOf(op)) collect(inner, conditional || splits, forms, found);
    if (splits && leaves(op)) conditional = true;
  }
}
function leaves(op: ArrayOp): boolean {
  let found = false;
  walk([op], (inner) => {
    if (inner.kind === "break" || inner.kind === "continue") found = true;
  });
  return found;
}

type Warn = (access: Access, message: string) => void;

/** A write must go to another element in each iteration. */
function checkWrite(
  write: Access,
  { writes }: Accesses,
  loop: Parfor<ArrayOp>,
  forms: IndexForms,
  warn: Warn,
): void {
  if (isOwn(write, loop, forms)) return;
  const name = nameIn(write.span);
  const others = writes.filter(({ array }) => array === write.array);
  if (others.every((other) => isOneConstant(other, write, forms))) return;
  const fixed = write.index?.every((form) => !forms.depends(form)) ?? false;
  if (fixed && !write.conditional) {
    throw new ParallelRaceError(
      `Every iteration of the parallel loop writes the same element of ${name}, so its value would depend on chance: index ${name} by the ` +
        `loop's variable, make it a reduction such as \`${name}[k] += …\`, or loop with range.`,
      write.span,
    );
  }
  warn(
    write,
    `Two iterations of the parallel loop may write one element of ${name}: then it depends on chance which value stays.`,
  );
}

const isOwn = (access: Access, loop: Parfor<ArrayOp>, forms: IndexForms): boolean => {
  const found = new Set((access.index ?? []).flatMap((form) => forms.recovered(form)));
  return loop.indices.every((index) => found.has(index));
};

function isOneConstant(a: Access, b: Access, forms: IndexForms): boolean {
  if (a.stored === null || b.stored === null) return false;
  const [x, y] = [forms.constantOf(a.stored), forms.constantOf(b.stored)];
  return x !== undefined && x === y;
}

/** What one iteration writes, no other may read or write. */
function checkOthers(
  cx: Context,
  write: Access,
  { writes, reads }: Accesses,
  forms: IndexForms,
  warn: Warn,
): void {
  for (const other of [...writes, ...reads]) {
    if (other === write || cx.rootKey(other) !== cx.rootKey(write)) continue;
    if (other.stored !== null && isOneConstant(other, write, forms)) continue;
    const meeting = meet(write, other, forms);
    if (meeting === "never") continue;
    const [does, verb] = other.stored === null ? ["reads", "read"] : ["writes", "write"];
    const name = nameIn(other.span);
    if (meeting === "certainly" && !write.conditional && !other.conditional) {
      throw new ParallelRaceError(
        `One iteration of the parallel loop ${does} an element of ${name} that another one writes, so the result would depend on their ` +
          "order: take what you read from a copy made before the loop, or loop with range.",
        other.span,
      );
    }
    warn(
      other,
      `One iteration of the parallel loop may ${verb} an element of ${name} that another one writes: then the result depends on their order.`,
    );
  }
}

/** Whether two different iterations use one element. */
function meet(a: Access, b: Access, forms: IndexForms): "never" | "perhaps" | "certainly" {
  if (a.array !== b.array || a.index === null || b.index === null) return "perhaps";
  let shifted = false;
  for (const [axis, form] of a.index.entries()) {
    const other = b.index[axis];
    const own = forms.recovered(form);
    if (other === undefined || own.length === 0) continue;
    if (samePolynomial(form, other)) return "never";
    const distance = constantOf(differenceOf(other, form));
    const step = stepOf(form, forms);
    if (distance === null || step === null) continue;
    if (distance % step !== 0) return "never";
    shifted = true;
  }
  return shifted ? "certainly" : "perhaps";
}

/** The factor of the loop's variable in `2 * i + 1`. */
function stepOf(form: Polynomial, forms: IndexForms): number | null {
  const names = forms.varyingSymbols(form);
  const [only] = [...form.values()].filter(({ factors }) => factors.some((name) => names.includes(name)));
  return names.length === 1 && only?.factors.length === 1 ? only.coefficient : null;
}

/** The array's name as the user wrote it. */
const nameIn = (span: Span): string => /^[\w$.]+/.exec(spanText(span))?.[0] ?? "the array";
