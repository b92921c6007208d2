// The text of a program, for dumps, goldens and internal errors. Values are numbered in the order of their definition, so a
// change in one place of the compiler does not renumber a golden.
import type { LabelId, LoopId, SlotId, ValueId } from "./ids.js";
import type { Bounds, Combiner, Reduction } from "./ops.js";
import type { Program, Tables } from "./program.js";
import type { AnyOp } from "./visit.js";
import { resultsOf, unreachable } from "./visit.js";

interface Printer {
  readonly tables: Tables;
  readonly value: (value: ValueId) => string;
  readonly slot: (slot: SlotId) => string;
  readonly label: (label: LabelId) => string;
}

/** The whole program as text, one operation a line. */
export function printProgram(program: Program): string {
  const { tables } = program;
  const printer: Printer = {
    tables,
    value: numbering<ValueId>("%"),
    slot: (() => {
      const number = numbering<SlotId>("$");
      return (slot: SlotId) => `${number(slot)}.${tables.slotName(slot)}`;
    })(),
    label: numbering<LabelId>("L"),
  };
  const parameters = program.parameters.map(
    (parameter) =>
      `${parameter.name}: ${definition(parameter.value, printer)}${parameter.written ? " written" : ""}`,
  );
  const flags = [program.mayAlias ? " mayAlias" : "", program.fastMath ? " fastMath" : ""].join("");
  const lines = [`${program.level} ${program.name}(${parameters.join(", ")})${flags}`];
  printRegion(program.body, 1, lines, printer);
  return lines.join("\n");
}

function numbering<Id extends number>(prefix: string): (id: Id) => string {
  const numbers = new Map<Id, number>();
  return (id) => {
    let number = numbers.get(id);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(id, number);
    }
    return `${prefix}${number}`;
  };
}

function definition(value: ValueId, p: Printer): string {
  const type = p.tables.typeOf(value);
  const name = p.value(value);
  if (type.kind === "scalar") return `${name} ${type.dtype}`;
  return `${name} ${type.dtype}[${values(type.shape, p)}] strides [${values(type.strides, p)}]`;
}

const values = (ids: readonly ValueId[], p: Printer): string => ids.map(p.value).join(", ");

function printRegion(region: readonly AnyOp[], depth: number, lines: string[], p: Printer): void {
  for (const op of region) printOp(op, depth, lines, p);
}

function printOp(op: AnyOp, depth: number, lines: string[], p: Printer): void {
  const indent = "  ".repeat(depth);
  const line = (text: string): number => lines.push(`${indent}${text}`);
  const region = (ops: readonly AnyOp[]): void => printRegion(ops, depth + 1, lines, p);
  const space = (indices: readonly ValueId[], extents: readonly ValueId[]): string =>
    indices.map((index, k) => `${p.value(index)} < ${values(extents.slice(k, k + 1), p)}`).join(", ");
  const custom = (combiner: Combiner<AnyOp>): void => {
    if (combiner.kind !== "custom") return;
    line(`  combine (${values(combiner.left, p)}), (${values(combiner.right, p)})`);
    printRegion(combiner.body, depth + 2, lines, p);
    line(`    yield ${values(combiner.results, p)}`);
  };
  switch (op.kind) {
    case "if":
      line(`if ${p.value(op.condition)}${op.rare === true ? " rarely" : ""}`);
      region(op.then);
      if (op.otherwise.length > 0) {
        line("else");
        region(op.otherwise);
      }
      return;
    case "for": {
      const bounds = `${p.value(op.start)} to ${p.value(op.stop)} step ${p.value(op.step)}`;
      const sums = op.reassociate.length > 0 ? ` reassociate ${op.reassociate.map(p.slot).join(", ")}` : "";
      const short = op.short === true ? " short" : "";
      line(`for ${p.label(op.label)}${loopName(op.loop)} ${p.value(op.index)} = ${bounds}${sums}${short}`);
      region(op.body);
      return;
    }
    case "loop":
      line(`loop ${p.label(op.label)}`);
      region(op.body);
      if (op.update.length > 0) {
        line("update");
        region(op.update);
      }
      return;
    case "block":
      line(`block ${p.label(op.label)}`);
      region(op.body);
      return;
    case "parfor": {
      const cost = op.cost === undefined ? "" : ` cost ${p.value(op.cost)}`;
      line(`parfor ${p.label(op.label)}${loopName(op.loop)} ${space(op.indices, op.extents)}${cost}`);
      for (const reduction of op.reductions) {
        line(`  reduction ${reductionText(reduction, p)}`);
        custom(reduction.combiner);
      }
      if (op.prologue !== undefined) {
        line("  prologue");
        printRegion(op.prologue, depth + 2, lines, p);
      }
      region(op.body);
      return;
    }
    case "generate": {
      const shape = p.tables.arrayType(op.out).shape;
      const name = `${op.anonymous ? " anonymous" : ""}${loopName(op.loop)}`;
      line(`generate${name} ${space(op.indices, shape)}`);
      region(op.body);
      line(`  yield ${p.value(op.result)}`);
      line(`=> ${definition(op.out, p)}`);
      return;
    }
    case "update": {
      const shape = p.tables.arrayType(op.target).shape;
      line(`update${loopName(op.loop)} ${p.value(op.target)} ${space(op.indices, shape)}`);
      region(op.body);
      line(`  yield ${p.value(op.result)}`);
      return;
    }
    case "reduce": {
      const how = op.combiner.kind === "builtin" ? op.combiner.op : "custom";
      const head = `reduce${loopName(op.loop)} ${how} ${space(op.indices, op.extents)}`;
      line(`${head} axes [${op.axes.join(", ")}] identities ${values(op.identities, p)}`);
      region(op.body);
      line(`  yield ${values(op.elements, p)}`);
      custom(op.combiner);
      line(`=> ${op.outs.map((out) => definition(out, p)).join(", ")}`);
      return;
    }
    default:
      line(flat(op, p));
  }
}

const loopName = (loop: LoopId | null): string => (loop === null ? "" : ` #${loop}`);
const boundsText = (bounds: Bounds): string =>
  bounds.kind === "proven" ? "" : ` checked site ${bounds.site}${bounds.wrap ? " wrap" : ""}`;

function reductionText(reduction: Reduction<AnyOp>, p: Printer): string {
  const how = reduction.combiner.kind === "builtin" ? reduction.combiner.op : "custom";
  return `${how} ${reduction.slots.map(p.slot).join(", ")} identities ${values(reduction.identities, p)}`;
}

type FlatLine = Exclude<AnyOp, { readonly body: readonly AnyOp[] } | { readonly kind: "if" }>;

function flat(op: FlatLine, p: Printer): string {
  // Operands are named before the result, so that shapes defined by the operation itself come after them.
  const text = flatText(op, p);
  const defined = resultsOf(op, p.tables)[0];
  return defined === undefined ? text : `${definition(defined, p)} = ${text}`;
}

function flatText(op: FlatLine, p: Printer): string {
  const v = p.value;
  switch (op.kind) {
    case "const":
      return `const ${Object.is(op.value, -0) ? "-0" : String(op.value)}`;
    case "unary":
      return `${op.op} ${v(op.a)}`;
    case "binary":
    case "compare":
      return `${op.op} ${v(op.a)}, ${v(op.b)}`;
    case "inRange":
      return `inRange ${v(op.lower)} <= ${v(op.index)} < ${v(op.upper)}`;
    case "select":
      return `select ${v(op.condition)}, ${v(op.a)}, ${v(op.b)}`;
    case "cast":
      return `cast ${v(op.a)}${op.mode === "wrap" ? " wrap" : ""}`;
    case "call":
      return `${op.fn}(${values(op.args, p)})`;
    case "runtimeCall":
      return `runtime ${op.fn}(${values(op.args, p)}) writes (${values(op.writes, p)})`;
    case "declare":
      return `declare ${p.slot(op.slot)}`;
    case "get":
      return `get ${p.slot(op.slot)}`;
    case "set":
      return `set ${p.slot(op.slot)} ${v(op.value)}`;
    case "alloc":
      return `alloc${op.fill === "zero" ? " zero" : ""}${op.place === "stack" ? " on stack" : ""}`;
    case "view":
      return `view ${v(op.base)} offset ${v(op.offset)}`;
    case "unalias":
      return `unalias ${v(op.array)} from ${v(op.target)}${op.reads === "in order" ? " in order" : ""}`;
    case "load":
      return `load ${v(op.array)}[${values(op.index, p)}]${boundsText(op.bounds)}`;
    case "store":
      return `store ${v(op.array)}[${values(op.index, p)}] ${v(op.value)}${boundsText(op.bounds)}`;
    case "release":
      return `release ${v(op.array)}`;
    case "break":
    case "continue":
      return `${op.kind} ${p.label(op.label)}`;
    case "check":
      return `check ${v(op.condition)} site ${op.site} (${values(op.values, p)})`;
    case "fail":
    case "print":
      return `${op.kind} site ${op.site} (${values(op.values, p)})`;
    case "return":
      return `return ${values(op.values, p)}`;
    default:
      return unreachable(op);
  }
}
