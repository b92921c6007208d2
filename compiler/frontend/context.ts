import type ts from "typescript";
import { CompileError, ParallelRaceError, ParallelSyntaxError, ParallelTypeError } from "../diagnostic.js";
import type { LabelId, ValueId } from "../ir/ids.js";
import type { ArrayOp } from "../ir/ops.js";
import type { Parameter } from "../ir/program.js";
import { Tables } from "../ir/program.js";
import type { ArrayType, ValueType } from "../ir/types.js";
import type { SourceText, Span } from "../source.js";
import type { DrawSpace } from "./draws.js";
import type { Inference } from "./inference.js";
import { IntegerBuilder } from "./integers.js";
import type { Scope } from "./scope.js";
import type { ElaborateOptions, InputSource, InputType, Session } from "./signature.js";
import type { ArrayValue, Scalar, Value } from "./value.js";

/** The parts of the front end that call each other in a circle; `elaborate.ts` ties the knot. */
export interface FrontEnd {
  readonly expression: (cx: Context, node: ts.Expression, scope: Scope) => Value;
  readonly statements: (cx: Context, list: readonly ts.Statement[], scope: Scope) => void;
  /** Calls a function of the user or a built-in with values. */
  readonly call: (cx: Context, callee: Value, args: readonly Value[], node: ts.Node) => Value;
  /** What a free name means: the session, then the names of the language. */
  readonly freeName: (cx: Context, name: string, node: ts.Node) => Value;
}

/** Where `break`, `continue` and `return` lead. */
export interface JumpTarget {
  readonly label: LabelId;
  /** The user's name of a labelled statement. */
  readonly name: string | null;
  /** `unrolled`: over the items of a tuple. `block`: a labelled statement that is no loop. */
  readonly kind: "loop" | "unrolled" | "parallel" | "switch" | "block";
  /** Where `continue` leads: out of the block of one round of an unrolled loop, else to the label itself. */
  readonly round: LabelId | null;
  /** Leaving it would leave a parallel loop. */
  readonly parallelDepth: number;
}

/** A function that is being inlined. */
export interface Frame {
  readonly node: ts.Node;
  readonly name: string;
  /** Names this inlining in the keys of its variables. */
  readonly path: string;
  readonly jumps: readonly JumpTarget[];
  readonly result: ResultTarget | null;
  /** The function that called; null for the outermost. */
  readonly caller: Frame | null;
}

/** Collects what an inlined function returns. */
export interface ResultTarget {
  readonly key: string;
  readonly label: LabelId;
  readonly parallelDepth: number;
  readonly assign: (value: Value, node: ts.Node) => void;
}

/** A parallel loop that is being elaborated. */
export interface ParallelFrame {
  /** Keys of the outer variables that are its reductions. */
  readonly owned: ReadonlySet<string>;
  /** The block's parts of the arrays that it accumulates into, by the keys of their variables. */
  readonly partials: ReadonlyMap<string, ArrayValue>;
}

/**
 * The state of one round of elaboration: the program so far, the region that grows, and where in the user's text we are.
 */
export class Context {
  readonly tables = new Tables();
  readonly parameters: Parameter[] = [];
  readonly inputs: InputSource[] = [];
  readonly free = new Map<string, InputType | undefined>();
  readonly freeValues = new Map<string, Value>();
  readonly warnings: { readonly span: Span; readonly message: string }[] = [];
  /** Array parameters whose memory the program writes. */
  readonly written = new Set<ValueId>();
  /** Extents that are known not to be 1, so that they never broadcast. */
  readonly notUnit = new Set<ValueId>();
  /** The shape of the first argument of as many axes, where the others have the same. */
  readonly argumentShapes = new Map<number, readonly ValueId[]>();
  /** Values that are extents of arrays, and so not negative. */
  readonly extents = new Set<ValueId>();
  /** The array whose memory a view shares: its own id for parameters and fresh arrays. */
  readonly roots = new Map<ValueId, ValueId>();
  /** What to do with what is stored in arrays whose dtype follows from it. */
  readonly outputs = new Map<ValueId, (stored: Scalar) => void>();
  /** Arrays whose memory was allocated by this program. */
  readonly fresh = new Set<ValueId>();
  readonly integers: IntegerBuilder;
  readonly session: Session;
  readonly inference: Inference;
  readonly options: ElaborateOptions;
  readonly front: FrontEnd;
  frame: Frame;
  parallel: readonly ParallelFrame[] = [];
  /** The innermost loop whose iterations may run in any order; null in serial code. */
  draws: DrawSpace | null = null;
  #regions: ArrayOp[][] = [[]];
  /** Runs before the body: what the layout of parameters implies. */
  readonly #prologue: ArrayOp[] = [];
  readonly #sources: Map<ts.SourceFile, SourceText>;

  constructor(
    front: FrontEnd,
    session: Session,
    inference: Inference,
    options: ElaborateOptions,
    sources: Map<ts.SourceFile, SourceText>,
    frame: Frame,
  ) {
    this.front = front;
    this.session = session;
    this.inference = inference;
    this.options = options;
    this.frame = frame;
    this.#sources = sources;
    this.integers = new IntegerBuilder(this);
  }

  addSource(file: ts.SourceFile, source: SourceText): void {
    this.#sources.set(file, source);
  }
  sourceOf(node: ts.Node): SourceText {
    const source = this.#sources.get(node.getSourceFile());
    if (source === undefined) throw new Error("A node of an unknown source was elaborated");
    return source;
  }
  span(node: ts.Node): Span {
    return { source: this.sourceOf(node), start: node.getStart(), end: node.end };
  }
  typeError(message: string, node: ts.Node): ParallelTypeError {
    return new ParallelTypeError(message, this.span(node));
  }
  /** A RangeError that is certain when compiling. */
  rangeError(message: string, node: ts.Node): CompileError {
    return new CompileError("RangeError", message, this.span(node));
  }
  raceError(message: string, node: ts.Node): ParallelRaceError {
    return new ParallelRaceError(message, this.span(node));
  }
  syntaxError(message: string, node: ts.Node): ParallelSyntaxError {
    return new ParallelSyntaxError(message, this.span(node));
  }
  warn(message: string, node: ts.Node): void {
    this.warnings.push({ span: this.span(node), message });
  }

  emit(op: ArrayOp): void {
    this.#current.push(op);
  }
  get #current(): ArrayOp[] {
    const region = this.#regions.at(-1);
    if (region === undefined) throw new Error("No region is open");
    return region;
  }
  /** The operations that `build` emits, as a region of their own. Integer expressions are shared within it. */
  region<T>(build: () => T): { readonly ops: ArrayOp[]; readonly value: T } {
    const ops: ArrayOp[] = [];
    const value = this.append(ops, build);
    return { ops, value };
  }
  /** Continues a region that `region` began. */
  append<T>(ops: ArrayOp[], build: () => T): T {
    this.#regions.push(ops);
    this.integers.enter();
    try {
      return build();
    } finally {
      this.integers.leave();
      this.#regions.pop();
    }
  }
  /** Builds at the start of the program, where free names become parameters whatever uses them first. */
  atTop<T>(build: () => T): T {
    const outer = this.#regions;
    this.#regions = [this.#prologue];
    const result = this.integers.atTop(build);
    this.#regions = outer;
    return result;
  }
  /** Adds operations that were built apart to the current region. */
  splice(ops: readonly ArrayOp[]): void {
    this.#current.push(...ops);
  }
  /** The body of the whole program, once everything is elaborated. */
  get body(): readonly ArrayOp[] {
    return [...this.#prologue, ...this.#current];
  }
  /** A user's name was given to the array: its loop is a row of the report. */
  nameArray(array: ValueId): void {
    const region = this.#current;
    const index = region.findLastIndex((op) => op.kind === "generate" && op.out === array);
    const op = region[index];
    if (op?.kind === "generate" && op.anonymous) region[index] = { ...op, anonymous: false };
  }

  value(type: ValueType): ValueId {
    return this.tables.value(type);
  }
  /** Values made so far: those with lower ids existed before. */
  get valueCount(): number {
    return this.tables.valueCount;
  }
  arrayType(array: ArrayValue): ArrayType {
    return this.tables.arrayType(array.id);
  }
  shapeOf(array: ArrayValue): readonly ValueId[] {
    return this.arrayType(array).shape;
  }
  ndimOf = (array: ArrayValue): number => this.shapeOf(array).length;
  rootOf(array: ValueId): ValueId {
    return this.roots.get(array) ?? array;
  }

  /** Equal for arrays that are known to be views of one array. */
  rootKey({ root, array }: { readonly root: ValueId | null; readonly array: string }): string {
    return root === null ? array : `%${this.rootOf(root)}`;
  }

  /** Runs `build` inside an inlined function. */
  within<T>(frame: Frame, build: () => T): T {
    const outer = this.frame;
    this.frame = frame;
    try {
      return build();
    } finally {
      this.frame = outer;
    }
  }
  withJump<T>(jump: JumpTarget, build: () => T): T {
    return this.within({ ...this.frame, jumps: [...this.frame.jumps, jump] }, build);
  }
  withParallel<T>(parallel: ParallelFrame, build: () => T): T {
    const outer = this.parallel;
    this.parallel = [...outer, parallel];
    try {
      return build();
    } finally {
      this.parallel = outer;
    }
  }
  withDraws<T>(space: DrawSpace, build: () => T): T {
    const outer = this.draws;
    this.draws = space;
    try {
      return build();
    } finally {
      this.draws = outer;
    }
  }
  /** The part that an accumulated array has in the loop that is being elaborated. */
  partial(key: string): ArrayValue | undefined {
    return this.parallel.findLast(({ partials }) => partials.has(key))?.partials.get(key);
  }
  get parallelDepth(): number {
    return this.parallel.length;
  }
}
