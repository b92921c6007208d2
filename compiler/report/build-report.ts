import type { LoopId } from "../ir/ids.js";
import type { LoopProgram } from "../ir/program.js";
import { walk } from "../ir/visit.js";
import type { Remark } from "../pass.js";
import type { Span } from "../source.js";
import { positionAt, spanText } from "../source.js";
import type {
  DiagnosticsReport,
  LoopRun,
  ReportedCall,
  ReportedFusion,
  ReportedHoist,
  ReportedLoop,
  ReportedNoHoist,
  ReportedRegion,
  ReportedReuse,
  ReportedSeed,
} from "./diagnostics-report.js";
import type { LoopShape } from "./loop-structure.js";
import { loopStructure, remainingChecks, shapesBySource } from "./loop-structure.js";

/** What is known about a loop's machine code and its runs; the key is the loop of the planned program. */
export interface LoopFacts {
  readonly vectorWidth: number | null;
  readonly notVectorized: string | null;
  readonly run: LoopRun | null;
}

export interface ReportMaterial {
  readonly name: string;
  readonly signature: string;
  /** The text of the function, or of the cell. */
  readonly span: Span;
  /** The program after its loops were formed, and as it was planned. */
  readonly formed: LoopProgram;
  readonly planned: LoopProgram;
  readonly remarks: readonly Remark[];
  readonly warnings: readonly { readonly span: Span; readonly message: string }[];
  readonly facts: ReadonlyMap<LoopId, LoopFacts>;
  /** The seed of the process. */
  readonly seed: ReportedSeed;
  /** What multiplies matrices, as the library describes itself; null for Weft's own blocks. */
  readonly blas: string | null;
  /** Measures the memory of the machine, in GB/s; null where that can't be done. Only asked where a loop is to be compared with it. */
  readonly measureMemory: () => number | null;
}

/** The report of one compiled signature; loops are numbered in the order of the source. */
export function buildReport(material: ReportMaterial): DiagnosticsReport {
  const { remarks, span } = material;
  const structure = loopStructure(material.formed);
  const shapes = shapesBySource(material.formed);
  const numbers = new Map(shapes.map((shape, id) => [shape.loop, id]));
  const number = (loop: LoopId): number | null => numbers.get(loop) ?? null;
  const fusedInto = fusions(remarks);
  const epilogueOf = epilogues(remarks, structure);
  const againstLanes = new Map(
    remarks.flatMap((remark) =>
      remark.kind === "lanes" && remark.reason !== null ? [[remark.loop, remark.reason] as const] : [],
    ),
  );
  const checks = remainingChecks(material.formed, material.planned);

  const loops = shapes.map((shape, id): ReportedLoop => {
    const into = fusedInto.get(shape.loop);
    const root = rootOf(shape.loop, fusedInto);
    const facts = material.facts.get(shape.loop) ?? material.facts.get(root);
    const vectorWidth = facts?.vectorWidth ?? null;
    const { line, column } = positionAt(shape.span.source, shape.span.start);
    return {
      id,
      line,
      column,
      endLine: positionAt(shape.span.source, shape.span.end).line,
      kind: shape.description,
      parent: shape.parent === null ? null : number(shape.parent),
      state:
        into !== undefined
          ? "fused"
          : shape.parent !== null || epilogueOf.has(shape.loop)
            ? "serial"
            : "parallel",
      fusedInto: into === undefined ? null : number(root),
      iterationSpace: shape.space,
      reductions: shape.reductions,
      vectorWidth,
      notVectorized: vectorWidth === null ? (againstLanes.get(root) ?? facts?.notVectorized ?? null) : null,
      boundsChecks: checks.get(shape.loop) ?? 0,
      checked: checkRows(shape.loop, remarks),
      splitAt: splitConditions(shape.loop, remarks),
      bytesPerIteration: shape.bytes,
      run: facts?.run ?? null,
    };
  });

  return {
    function: material.name,
    signature: material.signature,
    source: spanText(span).split("\n"),
    firstLine: positionAt(span.source, span.start).line,
    loops,
    regions: regionsOf(shapes, fusedInto, epilogueOf, numbers),
    calls: callRows(material),
    fusion: fusionRows(remarks, number),
    reused: reuseRows(remarks, number),
    hoisted: hoistRows(remarks, number),
    notHoisted: notHoistedRows(remarks, number),
    machineGigabytesPerSecond: loops.some(({ run }) => (run?.gigabytesPerSecond ?? null) !== null)
      ? material.measureMemory()
      : null,
    random: drawsNumbers(material.formed) ? material.seed : null,
    warnings: warningRows(material),
  };
}

function drawsNumbers(program: LoopProgram): boolean {
  let draws = false;
  walk(program.body, (op) => {
    draws ||= op.kind === "runtimeCall" && op.fn === "weft_random_stream";
  });
  return draws;
}

function callRows(material: ReportMaterial): readonly ReportedCall[] {
  const { formed, blas } = material;
  const rows: ReportedCall[] = [];
  walk(formed.body, (op) => {
    if (op.kind !== "runtimeCall" || op.loop === undefined) return;
    const { description: kind } = formed.tables.loopInfo(op.loop);
    const { line, column } = positionAt(op.span.source, op.span.start);
    const library = (op.fn === "weft_matmul" ? blas : null) ?? "Weft";
    const facts = material.facts.get(op.loop)?.run ?? null;
    const run = facts === null ? null : { calls: facts.calls, milliseconds: facts.milliseconds };
    rows.push({ line, column, expression: oneLine(op.span), kind, library, run });
  });
  return rows;
}

function fusions(remarks: readonly Remark[]): ReadonlyMap<LoopId, LoopId> {
  const into = new Map<LoopId, LoopId>();
  for (const remark of remarks)
    if (remark.kind === "fusion" && remark.succeeded) into.set(remark.second, remark.first);
  return into;
}

/** Loops that run serially after a parallel one, as a part of its region. */
function epilogues(
  remarks: readonly Remark[],
  structure: ReadonlyMap<LoopId, LoopShape>,
): ReadonlyMap<LoopId, LoopId> {
  return new Map(
    remarks.flatMap((remark) =>
      remark.kind === "serialized" && structure.get(remark.loop)?.parent === null
        ? [[remark.loop, remark.within] as const]
        : [],
    ),
  );
}

function rootOf(loop: LoopId, fusedInto: ReadonlyMap<LoopId, LoopId>): LoopId {
  const into = fusedInto.get(loop);
  return into === undefined ? loop : rootOf(into, fusedInto);
}

/** One region for each loop that runs in parallel, with what was fused into it and what runs serially inside. */
function regionsOf(
  shapes: readonly LoopShape[],
  fusedInto: ReadonlyMap<LoopId, LoopId>,
  epilogueOf: ReadonlyMap<LoopId, LoopId>,
  numbers: ReadonlyMap<LoopId, number>,
): readonly ReportedRegion[] {
  const byLoop = new Map(shapes.map((shape) => [shape.loop, shape]));
  const outermost = (loop: LoopId): LoopId => {
    const root = rootOf(loop, fusedInto);
    const parent = byLoop.get(root)?.parent ?? epilogueOf.get(root) ?? null;
    return parent === null ? root : outermost(parent);
  };
  const roots = shapes.filter(
    ({ loop, parent }) => parent === null && !fusedInto.has(loop) && !epilogueOf.has(loop),
  );
  return roots.map((root, id) => {
    const inside = shapes.filter((shape) => shape.loop !== root.loop && outermost(shape.loop) === root.loop);
    const ids = (wanted: (shape: LoopShape) => boolean): readonly number[] =>
      inside.filter(wanted).flatMap((shape) => numbers.get(shape.loop) ?? []);
    return {
      id,
      root: numbers.get(root.loop) ?? 0,
      fused: ids((shape) => fusedInto.has(shape.loop)),
      serialized: ids((shape) => !fusedInto.has(shape.loop)),
    };
  });
}

type NumberOf = (loop: LoopId) => number | null;

/** Two loops are tried again once one of them has grown: what keeps them apart still is told once. */
function fusionRows(remarks: readonly Remark[], number: NumberOf): readonly ReportedFusion[] {
  const rows = new Map<string, ReportedFusion>();
  for (const remark of remarks) {
    if (remark.kind !== "fusion") continue;
    const [first, second] = [number(remark.first), number(remark.second)];
    if (first === null || second === null) continue;
    const row = { first, second, succeeded: remark.succeeded, reason: remark.reason };
    const key = JSON.stringify(row);
    if (!rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()];
}

const oneLine = (span: Span): string => spanText(span).replaceAll(/\s+/g, " ");
const lineOf = (span: Span): number => positionAt(span.source, span.start).line;

function reuseRows(remarks: readonly Remark[], number: NumberOf): readonly ReportedReuse[] {
  return remarks.flatMap((remark): readonly ReportedReuse[] => {
    const loop = remark.kind === "reused" ? number(remark.loop) : null;
    if (remark.kind !== "reused" || loop === null) return [];
    const { span, input } = remark;
    return [{ loop, expression: oneLine(span), line: lineOf(span), input: oneLine(input) }];
  });
}

function hoistRows(remarks: readonly Remark[], number: NumberOf): readonly ReportedHoist[] {
  return remarks.flatMap((remark): readonly ReportedHoist[] => {
    const loop = remark.kind === "hoisted" ? number(remark.loop) : null;
    if (remark.kind !== "hoisted" || loop === null) return [];
    return [{ loop, expression: oneLine(remark.span), line: lineOf(remark.span), kind: remark.what }];
  });
}

function checkRows(of: LoopId, remarks: readonly Remark[]): ReportedLoop["checked"] {
  const rows = new Map<string, ReportedLoop["checked"][number]>();
  for (const remark of remarks)
    if (remark.kind === "checked" && remark.loop === of) {
      const { span, reason } = remark;
      rows.set(`${span.start} ${span.end}`, { expression: oneLine(span), line: lineOf(span), reason });
    }
  return [...rows.values()];
}

function splitConditions(of: LoopId, remarks: readonly Remark[]): readonly string[] {
  const conditions = remarks.flatMap((remark) =>
    remark.kind === "split" && remark.loop === of ? [oneLine(remark.span)] : [],
  );
  return [...new Set(conditions)];
}

function notHoistedRows(remarks: readonly Remark[], number: NumberOf): readonly ReportedNoHoist[] {
  return remarks.flatMap((remark): readonly ReportedNoHoist[] => {
    const loop = remark.kind === "notHoisted" ? number(remark.loop) : null;
    if (remark.kind !== "notHoisted" || loop === null) return [];
    const { dependency, what: kind } = remark;
    return [{ loop, expression: oneLine(remark.span), line: lineOf(remark.span), kind, dependency }];
  });
}

function warningRows(material: ReportMaterial): DiagnosticsReport["warnings"] {
  const own = material.remarks.filter((remark) => remark.kind === "warning");
  return [...material.warnings, ...own].map(({ span, message }) => ({
    ...positionAt(span.source, span.start),
    message,
  }));
}
