import type { DType } from "../ir/dtype.js";
import type { ValueId } from "../ir/ids.js";
import type { Mapping } from "../ir/map-op.js";
import { mapOp } from "../ir/map-op.js";
import { isNatural, naturalsOf } from "../ir/naturals.js";
import type { Const, ScalarOp, View } from "../ir/ops.js";
import type { Program, Tables } from "../ir/program.js";
import { substitution } from "../ir/rewrite.js";
import { scalarType } from "../ir/types.js";
import type { AnyOp } from "../ir/visit.js";
import { isScalarOp } from "../ir/visit.js";
import type { Span } from "../source.js";
import type { FoldContext } from "./fold.js";
import { fold } from "./fold.js";

/**
 * Gives one id to equal pure scalar values of int64 and bool arithmetic, and to extents that a `check` has found equal; constants
 * move to the start of the program. Checks that hold are gone.
 */
export function numberValues<Op extends AnyOp>(program: Program, body: readonly Op[]): readonly Op[] {
  return new Numbering<Op>(program).run(body);
}

/** `min` and `max` are not among them: of two zeros, which one comes out may depend on the order. */
const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "mul", "and", "or", "xor", "eq", "ne"]);

/** The state of the walk: what each value is now, and which expressions are visible. */
class Numbering<Op extends AnyOp> {
  readonly #program: Program;
  readonly #map = new Map<ValueId, ValueId>();
  readonly #definitions = new Map<ValueId, ScalarOp>();
  readonly #constants: Const[] = [];
  readonly #constantIds = new Map<string, ValueId>();
  readonly #fold: FoldContext;
  readonly #mapping: Mapping<Op>;
  /** The extent that each index of a loop stays below. */
  readonly #extents = new Map<ValueId, ValueId>();
  #visible: Map<string, ValueId>[] = [];

  constructor(program: Program) {
    this.#program = program;
    const naturals = naturalsOf(program);
    const definition = (value: ValueId): ScalarOp | undefined => this.#definitions.get(value);
    this.#fold = {
      tables: program.tables,
      definition,
      extentOf: (index) => this.#extents.get(index),
      isNatural: (value) => isNatural(value, naturals, definition),
    };
    // A known stride of a parameter is named by the parameter's type: of equal constants it is the one to keep.
    const layouts = parameterLayouts(program);
    for (const op of program.body)
      if (op.kind === "const" && layouts.has(op.out))
        this.#constant(op.value, program.tables.dtypeOf(op.out), op.span, op.out);
    this.#mapping = substitution(this.#map, program.tables, (ops) => this.#region(ops, []));
  }

  run(body: readonly Op[]): readonly Op[] {
    const rest = this.#region(body, []);
    // A constant is an operation of every level.
    return [...(this.#constants as readonly AnyOp[] as readonly Op[]), ...rest];
  }

  /** `facts` are conditions that hold in the region. */
  #region(region: readonly Op[], facts: readonly (readonly [ValueId, boolean])[]): readonly Op[] {
    this.#visible.push(new Map());
    const undo: (() => void)[] = [];
    for (const [condition, holds] of facts) this.#learn(condition, holds, undo);
    const result: Op[] = [];
    for (const op of region) {
      for (const kept of this.#visit(op)) {
        result.push(kept);
        if (kept.kind === "check") this.#learn(kept.condition, true, undo, kept.span);
      }
    }
    for (const restore of undo.reverse()) restore();
    this.#visible.pop();
    return result;
  }

  /** What stands for the operation now. */
  #visit(op: Op): readonly Op[] {
    if (op.kind === "if") return this.#branch(op, this.#mapping.use(op.condition));
    for (const [index, extent] of loopSpace(op, this.#program.tables))
      this.#extents.set(index, this.#mapping.use(extent));
    const mapped = mapOp(op, this.#mapping);
    if (mapped.kind === "check") {
      const known = this.#definitions.get(mapped.condition);
      return known?.kind === "const" && known.value === true ? [] : [mapped];
    }
    if (mapped.kind === "view") return this.#view(mapped) ? [] : [mapped];
    return isScalarOp(mapped) ? this.#scalar(mapped, mapped) : [mapped];
  }

  /** The condition holds in one branch, and does not in the other. */
  #branch(op: Op, condition: ValueId): readonly Op[] {
    const known = this.#definitions.get(condition);
    let holds = false;
    let taken: readonly Op[] = [];
    const branch = mapOp<Op>(op, {
      ...this.#mapping,
      region: (ops) => {
        holds = !holds;
        if (known?.kind !== "const") return this.#region(ops, [[condition, holds]]);
        if (known.value !== holds) return [];
        taken = this.#region(ops, []);
        return taken;
      },
    });
    // A branch that is always taken needs no test; one that jumps must stay the last of a region.
    return known?.kind === "const" && !endsInJump(taken) ? taken : [branch];
  }

  /** Nothing where an earlier value is the same. */
  #scalar(op: ScalarOp, original: Op): readonly Op[] {
    const { tables } = this.#program;
    if (op.kind === "const") {
      this.#replace(op.out, this.#constant(op.value, tables.dtypeOf(op.out), op.span, op.out));
      return [];
    }
    const folded = fold(op, this.#fold);
    if (folded !== null) {
      const dtype = tables.dtypeOf(op.out);
      this.#replace(
        op.out,
        folded.kind === "value" ? folded.value : this.#constant(folded.value, dtype, op.span, null),
      );
      return [];
    }
    const key = this.#key(op);
    const known = this.#lookup(key);
    if (known !== undefined) {
      this.#replace(op.out, known);
      return [];
    }
    this.#visible.at(-1)?.set(key, op.out);
    this.#definitions.set(op.out, op);
    return [original];
  }

  /** Whether a view is the array itself, or another one that is there already. */
  #view({ base, offset, out }: View): boolean {
    const { tables } = this.#program;
    const [own, other] = [tables.arrayType(out), tables.arrayType(base)];
    const layout = [...own.shape, ...own.strides];
    const start = this.#definitions.get(offset);
    const isWhole =
      start?.kind === "const" &&
      Number(start.value) === 0 &&
      own.shape.length === other.shape.length &&
      [...other.shape, ...other.strides].every((part, k) => this.#mapping.use(part) === layout[k]);
    const key = `view ${base} ${offset} ${layout.join(" ")}`;
    const same = isWhole ? base : this.#lookup(key);
    if (same === undefined) this.#visible.at(-1)?.set(key, out);
    else this.#replace(out, same);
    return same !== undefined;
  }

  #replace(value: ValueId, by: ValueId): void {
    if (value !== by) this.#map.set(value, by);
  }

  #lookup(key: string): ValueId | undefined {
    return this.#visible.findLast((scope) => scope.has(key))?.get(key);
  }

  #constant(value: Const["value"], dtype: DType, span: Span, out: ValueId | null): ValueId {
    const key = `${dtype} ${Object.is(value, -0) ? "-0" : String(value)}`;
    const known = this.#constantIds.get(key);
    if (known !== undefined) return known;
    const id = out ?? this.#program.tables.value(scalarType(dtype));
    const op: Const = { kind: "const", out: id, value, span };
    this.#constantIds.set(key, id);
    this.#constants.push(op);
    this.#definitions.set(id, op);
    return id;
  }

  #key(op: Exclude<ScalarOp, Const>): string {
    const dtype = this.#program.tables.dtypeOf(op.out);
    switch (op.kind) {
      case "unary":
        return `${op.op} ${dtype} ${op.a}`;
      case "binary":
      case "compare": {
        const swap = COMMUTATIVE.has(op.op) && op.a > op.b;
        return `${op.op} ${dtype} ${swap ? op.b : op.a} ${swap ? op.a : op.b}`;
      }
      case "inRange":
        return `inRange ${op.index} ${op.lower} ${op.upper}`;
      case "select":
        return `select ${op.condition} ${op.a} ${op.b}`;
      case "cast":
        return `cast ${op.mode} ${dtype} ${op.a}`;
      case "call":
        return `${op.fn} ${dtype} ${op.args.join(" ")}`;
    }
  }

  /** From here to the end of the region `condition` is `holds`; `undo` takes that back. */
  #learn(condition: ValueId, holds: boolean, undo: (() => void)[], span?: Span): void {
    const op = this.#definitions.get(condition);
    if (op === undefined || op.kind === "const") return;
    this.#equate(condition, this.#constant(holds, "bool", span ?? op.span, null), undo);
    if (op.kind === "binary" && op.op === (holds ? "and" : "or")) {
      this.#learn(op.a, holds, undo, span);
      this.#learn(op.b, holds, undo, span);
    }
    const equal = op.kind === "compare" && op.op === (holds ? "eq" : "ne");
    if (equal && this.#program.tables.dtypeOf(op.a) === "int64") {
      const [a, b] = [this.#mapping.use(op.a), this.#mapping.use(op.b)];
      // A constant is the better representative, then what was there first.
      const keepB =
        this.#definitions.get(b)?.kind === "const" || (b < a && this.#definitions.get(a)?.kind !== "const");
      if (a !== b) this.#equate(keepB ? a : b, keepB ? b : a, undo);
    }
  }

  #equate(value: ValueId, by: ValueId, undo: (() => void)[]): void {
    const before = this.#map.get(value);
    this.#map.set(value, by);
    undo.push(() => {
      if (before === undefined) this.#map.delete(value);
      else this.#map.set(value, before);
    });
  }
}

function parameterLayouts({ parameters, tables }: Program): ReadonlySet<ValueId> {
  return new Set(
    parameters.flatMap(({ value }) => {
      const type = tables.typeOf(value);
      return type.kind === "array" ? [...type.shape, ...type.strides] : [];
    }),
  );
}

function endsInJump(region: readonly AnyOp[]): boolean {
  const last = region.at(-1)?.kind;
  return last === "break" || last === "continue" || last === "fail" || last === "return";
}

/** Each index that the operation defines, with its extent. */
function loopSpace(op: AnyOp, tables: Tables): readonly (readonly [index: ValueId, extent: ValueId])[] {
  const pairs = (indices: readonly ValueId[], extents: readonly ValueId[]): (readonly [ValueId, ValueId])[] =>
    indices.flatMap((index, k) => {
      const extent = extents[k];
      return extent === undefined ? [] : [[index, extent] as const];
    });
  switch (op.kind) {
    case "parfor":
    case "reduce":
      return pairs(op.indices, op.extents);
    case "generate":
      return pairs(op.indices, tables.arrayType(op.out).shape);
    case "update":
      return pairs(op.indices, tables.arrayType(op.target).shape);
    default:
      return [];
  }
}
