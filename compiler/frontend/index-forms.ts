// The indices of a parallel loop's accesses as polynomials of the loop's variables and of what is fixed.
import type { SlotId, ValueId } from "../ir/ids.js";
import type { ArrayOp, Parfor } from "../ir/ops.js";
import type { Tables } from "../ir/program.js";
import { operandsOf, regionValuesOf, resultsOf, walk } from "../ir/visit.js";
import type { Polynomial } from "./polynomial.js";
import {
  constantOf,
  constantPolynomial,
  differenceOf,
  polynomial,
  productOf,
  samePolynomial,
  sumOf,
  symbolPolynomial,
  unravelAddress,
} from "./polynomial.js";

/** The elements of an array from outside of the loop that an access touches. */
export interface OuterAccess {
  /** Names the array, or the variable that holds it. */
  readonly array: string;
  readonly root: ValueId | null;
  /** One index for each axis; null where the access goes through a view that can't be taken apart. */
  readonly index: readonly Polynomial[] | null;
}

/** Facts about the values of one parallel loop's body. */
export class IndexForms {
  readonly #tables: Tables;
  readonly #loop: Parfor<ArrayOp>;
  readonly #definitions = new Map<ValueId, ArrayOp>();
  /** The operation whose region an index belongs to. */
  readonly #regions = new Map<ValueId, ArrayOp>();
  readonly #declared = new Set<SlotId>();
  readonly #written = new Set<SlotId>();
  readonly #varying = new Map<ValueId, boolean>();
  readonly #known: (value: ValueId) => number | undefined;
  readonly #symbols = new Map<string, ValueId>();

  /** `known` gives the value of integer constants from outside of the loop. */
  constructor(loop: Parfor<ArrayOp>, tables: Tables, known: (value: ValueId) => number | undefined) {
    this.#loop = loop;
    this.#tables = tables;
    this.#known = known;
    walk<ArrayOp>(loop.body, (op) => {
      for (const value of resultsOf(op, tables)) this.#definitions.set(value, op);
      for (const value of regionValuesOf(op)) this.#regions.set(value, op);
      if (op.kind === "declare") this.#declared.add(op.slot);
      if (op.kind === "set") this.#written.add(op.slot);
    });
  }

  /** The value of a constant. */
  constantOf(value: ValueId): number | bigint | boolean | undefined {
    const op = this.#definitions.get(value);
    return op?.kind === "const" ? op.value : this.#known(value);
  }

  /** Whether an array certainly has no elements: nothing of it is read or written. */
  isEmpty(array: ValueId): boolean {
    const type = this.#tables.typeOf(array);
    return type.kind === "array" && type.shape.some((extent) => Number(this.constantOf(extent)) === 0);
  }

  /** Whether the value may differ from one iteration to another. */
  varies(value: ValueId): boolean {
    const known = this.#varying.get(value);
    if (known !== undefined) return known;
    // A value in a circle through a loop's own index does not exist: definitions come before uses.
    const result = this.#computeVaries(value);
    this.#varying.set(value, result);
    return result;
  }
  #computeVaries(value: ValueId): boolean {
    if (this.#loop.indices.includes(value)) return true;
    const region = this.#regions.get(value);
    if (region !== undefined)
      return operandsOf(region, this.#tables).some((bound) => this.#isScalar(bound) && this.varies(bound));
    const op = this.#definitions.get(value);
    if (op === undefined) return false;
    switch (op.kind) {
      case "get":
        return this.#declared.has(op.slot) || this.#written.has(op.slot);
      case "generate":
      case "reduce":
      case "alloc":
      case "unalias":
        return true;
      default:
        return operandsOf(op, this.#tables).some((operand) => this.varies(operand));
    }
  }
  #isScalar(value: ValueId): boolean {
    return this.#tables.typeOf(value).kind === "scalar";
  }

  /** The value as a sum of products; what is no sum or product is a symbol of its own. */
  formOf(value: ValueId): Polynomial {
    const constant = this.constantOf(value);
    if (constant !== undefined) return constantPolynomial(Number(constant));
    const op = this.#definitions.get(value);
    if (op?.kind === "unary" && op.op === "neg") return differenceOf(new Map(), this.formOf(op.a));
    if (op?.kind === "binary" && op.op === "add") return sumOf(this.formOf(op.a), this.formOf(op.b));
    if (op?.kind === "binary" && op.op === "sub") return differenceOf(this.formOf(op.a), this.formOf(op.b));
    if (op?.kind === "binary" && op.op === "mul") return productOf(this.formOf(op.a), this.formOf(op.b));
    if (op?.kind === "select" && this.#countsFromEnd(op)) return this.formOf(op.b);
    const name = this.#symbolOf(value);
    this.#symbols.set(name, value);
    return symbolPolynomial(name);
  }
  /** `i < 0 ? i + n : i`, the index of an axis. */
  #countsFromEnd(op: Extract<ArrayOp, { kind: "select" }>): boolean {
    const test = this.#definitions.get(op.condition);
    const isNegative = test?.kind === "compare" && test.op === "lt" && test.a === op.b;
    return isNegative && this.constantOf(test.b) === 0;
  }
  /** Equal for values that are computed alike. */
  #symbolOf(value: ValueId): string {
    const constant = this.constantOf(value);
    if (constant !== undefined) return `${constant}`;
    const op = this.#definitions.get(value);
    switch (op?.kind) {
      case "unary":
      case "binary":
      case "cast":
      case "call":
      case "select":
      case "compare":
      case "load": {
        const operands = operandsOf(op, this.#tables).map((operand) => this.#symbolOf(operand));
        const detail = "op" in op ? op.op : "fn" in op ? op.fn : "";
        return `${op.kind}${detail}(${operands.join()})`;
      }
      default:
        return `%${value}`;
    }
  }
  /** The symbols of a form that may differ between iterations. */
  varyingSymbols(form: Polynomial): readonly string[] {
    const names = new Set([...form.values()].flatMap(({ factors }) => factors));
    return [...names].filter((name) => {
      const value = this.#symbols.get(name);
      return value === undefined || this.varies(value) || this.#regions.has(value);
    });
  }
  /** Whether any of the symbols depends on the iteration; inner loops run over the same range in each. */
  depends(form: Polynomial): boolean {
    return [...form.values()].some(({ factors }) =>
      factors.some((name) => {
        const value = this.#symbols.get(name);
        return value === undefined || this.varies(value);
      }),
    );
  }

  /** Which of the loop's indices follow from the value of a form: `i + 1`, `2 * i`, or `i * m + j` with `j` below `m`. */
  recovered(form: Polynomial): readonly ValueId[] {
    const names = this.varyingSymbols(form);
    const indices = names.map((name) => this.#symbols.get(name));
    const terms = names.map((name) => {
      const own = [...form.values()].filter(({ factors }) => factors.includes(name));
      const [only] = own;
      if (only === undefined || own.length !== 1) return null;
      const others = only.factors.filter((factor) => factor !== name);
      if (others.length !== only.factors.length - 1) return null;
      if (others.some((other) => names.includes(other))) return null;
      return polynomial([{ coefficient: only.coefficient, factors: others }]);
    });
    const isLoopIndex = (value: ValueId | undefined): value is ValueId =>
      value !== undefined && this.#loop.indices.includes(value);
    const [first, second] = terms;
    if (names.length === 1) return first === null ? [] : indices.filter(isLoopIndex);
    if (names.length !== 2 || first === undefined || second === undefined) return [];
    if (first === null || second === null) return [];
    const fits = (scale: Polynomial, unit: Polynomial, inner: ValueId | undefined): boolean => {
      const extent = inner === undefined ? null : this.#extentOf(inner);
      return constantOf(unit) === 1 && extent !== null && samePolynomial(scale, extent);
    };
    return fits(first, second, indices[1]) || fits(second, first, indices[0])
      ? indices.filter(isLoopIndex)
      : [];
  }
  /** The bound of an index that starts at 0. */
  #extentOf(index: ValueId): Polynomial | null {
    const at = this.#loop.indices.indexOf(index);
    const own = this.#loop.extents[at];
    if (own !== undefined) return this.formOf(own);
    const op = this.#regions.get(index);
    switch (op?.kind) {
      case "for":
        return constantOf(this.formOf(op.start)) === 0 && constantOf(this.formOf(op.step)) === 1
          ? this.formOf(op.stop)
          : null;
      case "parfor":
      case "reduce": {
        const extent = op.extents[op.indices.indexOf(index)];
        return extent === undefined ? null : this.formOf(extent);
      }
      case "generate":
      case "update": {
        const array = op.kind === "generate" ? op.out : op.target;
        const extent = this.#tables.arrayType(array).shape[op.indices.indexOf(index)];
        return extent === undefined ? null : this.formOf(extent);
      }
      default:
        return null;
    }
  }

  /** The element of an array as one of an array from outside; null for memory that the iteration has for itself. */
  outerAccess(array: ValueId, index: readonly ValueId[]): OuterAccess | null {
    return this.#locate(
      array,
      index.map((value) => this.formOf(value)),
    );
  }
  #locate(array: ValueId, index: readonly Polynomial[]): OuterAccess | null {
    const op = this.#definitions.get(array);
    if (op === undefined) return { array: `%${array}`, root: array, index };
    switch (op.kind) {
      case "unalias":
        return this.#locate(op.array, index);
      case "get":
        return this.#declared.has(op.slot) ||
          this.#loop.reductions.some(({ slots }) => slots.includes(op.slot))
          ? null
          : { array: `$${op.slot}`, root: null, index };
      case "view":
        return this.#throughView(op, index);
      default:
        return null;
    }
  }
  #throughView(op: Extract<ArrayOp, { kind: "view" }>, index: readonly Polynomial[]): OuterAccess | null {
    const [own, base] = [this.#tables.arrayType(op.out), this.#tables.arrayType(op.base)];
    const offset = this.formOf(op.offset);
    const isWhole =
      offset.size === 0 &&
      own.strides.length === base.strides.length &&
      own.strides.every((stride, axis) => stride === base.strides[axis]);
    if (isWhole) return this.#locate(op.base, index);
    const address = index.reduce((sum, form, axis) => {
      const stride = own.strides[axis];
      return stride === undefined ? sum : sumOf(sum, productOf(form, this.formOf(stride)));
    }, offset);
    const inner = unravelAddress(
      address,
      base.strides.map((stride) => this.formOf(stride)),
    );
    const located = this.#locate(op.base, inner ?? []);
    return located === null || inner !== null ? located : { ...located, index: null };
  }
}
