import { type DType, itemsize } from "../compiler/ir/dtype.js";
import { addressOfBuffer } from "./buffer-address.js";
import { freeBuffer } from "./buffer-lifetime.js";
import { castElements, fillElements, scatter } from "./cast.js";
import {
  allocate,
  type DataOf,
  type DTypeLike,
  type ElementOf,
  holds,
  lanesOf,
  type TypedArray,
  toDType,
} from "./dtype.js";
import type { KernelMethods } from "./eager/array-methods.js";
import { isScalar, readElement, type ScalarInput, writeElement } from "./element.js";
import { HiddenMemory } from "./hidden-memory.js";
import { indexedAccess } from "./indexed-access.js";
import {
  forEachRow,
  formatShape,
  isRowMajor,
  type Layout,
  normalizeIndex,
  rowMajorStrides,
  type StridedArray,
  sizeOf,
} from "./layout.js";
import { plainElement } from "./plain-elements.js";
import { arrayRepr, arrayStr } from "./print/array-text.js";
import type { RecentResult } from "./recent-result.js";
import { broadcastLayout, reshapeLayout, resolveShape, transposeLayout } from "./reshape.js";
import { SharedLayout } from "./shared-layout.js";
import { type SliceSpec, sliceLayout } from "./slice-spec.js";

/** Nested JavaScript arrays of elements: `toArray`'s result. */
export type Nested<E> = E | readonly Nested<E>[];

/** An array as plain data that JSON can hold, which `np.array` takes again; `plainElement` says how elements are written. */
export interface ArrayJson {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

let lastSerial = 0;

// Takes two thirds of the time of Object.defineProperty.
const {
  __defineGetter__: defineGetter,
}: {
  readonly __defineGetter__?: (name: string, getter: () => unknown) => void;
} = Object.prototype;

/**
 * An array of `shape` whose elements lie in `data` at `offset + Σ index[k] * strides[k]`, counted in elements.
 * Slices, transposes and most reshapes are views: they share `data`, and a change through one shows in the others.
 */
export class NDArray<D extends DType = DType> implements StridedArray<D>, KernelMethods<D> {
  readonly dtype: D;
  // Of structured clones too, so it is a property of the array itself. That of a result which will be given back notes who reads it.
  declare readonly data: DataOf<D>;
  readonly shape: readonly number[];
  /** Distance of neighbours along each axis, in elements. */
  readonly strides: readonly number[];
  /** Position of element [0, 0, …], in elements. */
  readonly offset: number;
  /** 0 until it is asked for. */
  #address = 0;
  #serial = 0;
  #data: DataOf<D>;
  /** The memory, where nobody else has it. */
  #hidden: HiddenMemory<D> | null = null;
  /** What the results of the kernel are like that made this one; null where others share its memory, or have it now. */
  #recent: RecentResult | null = null;

  // Compiled kernels, which `installKernelMethods` defines: they are called with arrays, so they can't be made here.
  declare readonly sum: KernelMethods<D>["sum"];
  declare readonly prod: KernelMethods<D>["prod"];
  declare readonly min: KernelMethods<D>["min"];
  declare readonly max: KernelMethods<D>["max"];
  declare readonly argmin: KernelMethods<D>["argmin"];
  declare readonly argmax: KernelMethods<D>["argmax"];
  declare readonly mean: KernelMethods<D>["mean"];
  declare readonly var: KernelMethods<D>["var"];
  declare readonly std: KernelMethods<D>["std"];
  declare readonly any: KernelMethods<D>["any"];
  declare readonly all: KernelMethods<D>["all"];
  declare readonly dot: KernelMethods<D>["dot"];

  /**
   * @throws {TypeError} where `data` is not the typed array of `dtype`
   * @throws {RangeError} where the layout reaches outside `data`
   */
  constructor(
    dtype: D,
    data: TypedArray | HiddenMemory<D>,
    shape: readonly number[] | SharedLayout,
    strides?: readonly number[],
    offset = 0,
  ) {
    const hidden = data instanceof HiddenMemory ? data : null;
    const elements = data instanceof HiddenMemory ? data.array : data;
    if (!holds(dtype, elements))
      throw new TypeError(`A ${elements.constructor.name} can't hold elements of dtype ${dtype}`);
    this.dtype = dtype;
    this.#data = elements;
    this.#hidden = hidden;
    if (hidden === null) this.data = elements;
    else defineGetter?.call(this, "data", this.#shownData);
    const layout = shape instanceof SharedLayout ? shape : new SharedLayout(shape, strides);
    this.shape = layout.shape;
    this.strides = layout.strides;
    this.offset = offset;
    checkReach(this, elements.length, layout);
  }

  /** A number that no other array of this thread has. */
  static serialOf(array: NDArray): number {
    if (array.#serial === 0) array.#serial = ++lastSerial;
    return array.#serial;
  }

  /** Lets a result that no other shares its memory with give it back. Element [0, 0, …] lies at `address`, 0 where that is not known. */
  static own(array: NDArray, address: number, recent: RecentResult): void {
    array.#address = address;
    array.#recent = recent;
  }

  /** The length of `array.data`, which can be given back yet as nobody has it. */
  static dataLengthOf(array: NDArray): number {
    return array.#data.length;
  }

  /**
   * Gives the memory of a parallel function's result back at once, not when garbage is collected: `using r = f(a)` does so where `r` goes
   * out of scope. From then on the array and its views are errors wherever they are used. Other arrays are left alone, views
   * among them, and so is what an asynchronous call works on.
   */
  [Symbol.dispose](): void {
    if (this.#recent === null) return;
    this.#recent.wasGivenBack();
    const left = this.#hidden?.giveBack() ?? null;
    if (left === null) freeBuffer(this.#data.buffer);
    else [this.#data, this.#recent] = [left, null];
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Length of the first axis; 0 for an array without axes. */
  get length(): number {
    return this.shape[0] ?? 0;
  }

  /** Bytes of one element. */
  get itemsize(): number {
    return itemsize(this.dtype);
  }

  /** Bytes of all elements. */
  get nbytes(): number {
    return this.size * itemsize(this.dtype);
  }

  /** Where element [0, 0, …] lies in the memory of the process. */
  get address(): number {
    if (this.#address === 0) {
      const { buffer, byteOffset } = this.data;
      this.#address = addressOfBuffer(buffer) + byteOffset + this.offset * itemsize(this.dtype);
    }
    return this.#address;
  }

  /** The array with its axes reversed; a view. */
  get T(): NDArray<D> {
    return this.transpose();
  }

  /** Whether the elements lie one after the other in row-major order. */
  isContiguous(): boolean {
    return isRowMajor(this);
  }

  /**
   * One element; negative indices count from the end.
   * @throws {RangeError} naming index, axis and length, or where there is not one index for each axis
   */
  get(...indices: readonly number[]): ElementOf<D> {
    return this.#read(this.#position(indices));
  }

  /** Stores the last argument, cast to the dtype, at the indices before it: `a.set(i, j, value)`. */
  set(...indicesAndValue: readonly [...indices: number[], value: ScalarInput]): void {
    const value = indicesAndValue.at(-1);
    const indices = indicesAndValue.slice(0, -1).map(Number);
    if (value === undefined) throw new TypeError("The value to set is missing: write set(i, j, value)");
    writeElement(this.dtype, this.#data, this.#position(indices), value);
  }

  /** The only element of an array of size 1, the element at a place in row-major order, or at one index for each axis. */
  item(...indices: readonly number[]): ElementOf<D> {
    if (indices.length > 1) return this.get(...indices);
    const [index] = indices;
    if (index === undefined && this.size !== 1) {
      throw new RangeError(
        `item() needs an array of one element, this one has shape ${formatShape(this.shape)}`,
      );
    }
    let rest = normalizeIndex(index ?? 0, 0, this.size);
    let position = this.offset;
    for (let axis = this.ndim - 1; axis >= 0; axis--) {
      const length = this.shape[axis] ?? 1;
      position += (rest % length) * (this.strides[axis] ?? 0);
      rest = Math.floor(rest / length);
    }
    return this.#read(position);
  }

  /** The element at `index` of a 1-D array; of more dimensions the part at `index` of the first axis, a view. */
  at(index: number): ElementOf<D> | NDArray<D> {
    return this.ndim === 1 ? this.get(index) : this.slice(index);
  }

  /**
   * A view by NumPy's basic indexing: `a.slice("1:-1", 0)`, `a.slice("...", "::2")`, `a.slice("newaxis")`,
   * `a.slice({ start, stop, step })`.
   * @throws {RangeError} too many indices, an index out of bounds, a zero step, or an unreadable slice
   */
  slice(...specs: readonly SliceSpec[]): NDArray<D> {
    return this.#view(sliceLayout(this, specs));
  }

  /**
   * The same elements in another shape: a view where strides allow, else a copy. One length may be -1.
   * @throws {RangeError} naming both shapes, where they differ in size
   */
  reshape(...lengths: readonly number[] | readonly [readonly number[]]): NDArray<D> {
    const shape = resolveShape(this.shape, lengths.flat());
    return this.#view(
      reshapeLayout(this, shape) ?? { ...this.copy(), shape, strides: rowMajorStrides(shape) },
    );
  }

  /** All elements along one axis: a view where strides allow, else a copy. */
  ravel(): NDArray<D> {
    return this.reshape(-1);
  }

  /** All elements along one axis, always a copy. */
  flatten(): NDArray<D> {
    return new NDArray(this.dtype, castElements(this, this.dtype), [this.size]);
  }

  /** The axes in another order, all reversed where none is given; a view. */
  transpose(...axes: readonly number[] | readonly [readonly number[]]): NDArray<D> {
    return this.#view(transposeLayout(this, axes.flat()));
  }

  /** A row-major copy. */
  copy(): NDArray<D> {
    return new NDArray(this.dtype, castElements(this, this.dtype), this.shape);
  }

  /**
   * A copy as another dtype. Float to integer truncates and saturates, NaN gives 0; integer to integer keeps the
   * low bits; complex to real drops the imaginary part.
   */
  astype<T extends DType>(dtype: DTypeLike<T>): NDArray<T> {
    const target = toDType(dtype);
    return new NDArray(target, castElements(this, target), this.shape);
  }

  /** Stores `value`, cast to the dtype, in every element. */
  fill(value: ScalarInput): this {
    fillElements(this.dtype, this.data, this, value);
    return this;
  }

  /**
   * Stores the elements of `source`, cast to the dtype and broadcast to the shape: `a.slice("1:-1").assign(b)`.
   * @throws {RangeError} naming both shapes, where they don't broadcast; {TypeError} where `source` is a list or typed array
   */
  assign(source: ScalarInput | StridedArray): this {
    if (isScalar(source)) return this.fill(source);
    if (!Array.isArray(source.strides)) {
      throw new TypeError("assign takes a scalar or an NDArray: give it np.asarray(values)");
    }
    const stretched = { ...broadcastLayout(source, this.shape), dtype: source.dtype, data: source.data };
    scatter(this, castElements(stretched, this.dtype));
    return this;
  }

  /** `f` of each element: an array of the same shape and of dtype `dtype`, float64 where it is not given. */
  map(f: (value: ElementOf<D>, index: number) => ScalarInput): NDArray<"float64">;
  map<T extends DType>(
    f: (value: ElementOf<D>, index: number) => ScalarInput,
    dtype: DTypeLike<T>,
  ): NDArray<T>;
  map(f: (value: ElementOf<D>, index: number) => ScalarInput, dtype: DTypeLike = "float64"): NDArray {
    const target = toDType(dtype);
    const result = allocate(target, this.size);
    let next = 0;
    forEachRow(this, (start, step, count) => {
      for (let i = 0, at = start; i < count; i++, at += step, next++) {
        writeElement(target, result, next, f(this.#read(at), next));
      }
    });
    return new NDArray(target, result, this.shape);
  }

  /** The elements of a 1-D array; of more dimensions the parts along the first axis, as views. */
  *[Symbol.iterator](): IterableIterator<ElementOf<D> | NDArray<D>> {
    if (this.ndim === 0) throw new TypeError("An array without axes can't be iterated: use item()");
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** Nested JavaScript arrays; the element itself where there are no axes. */
  toArray(): Nested<ElementOf<D>> {
    const nest = (axis: number, position: number): Nested<ElementOf<D>> => {
      if (axis === this.ndim) return this.#read(position);
      const stride = this.strides[axis] ?? 0;
      return Array.from({ length: this.shape[axis] ?? 0 }, (_, index) =>
        nest(axis + 1, position + index * stride),
      );
    };
    return nest(0, this.offset);
  }

  toJSON(): ArrayJson {
    const data = Array.from({ length: this.size }, (_, index) => plainElement(this.item(index)));
    return { dtype: this.dtype, shape: this.shape, data };
  }

  /** NumPy's `str`: `[1. 2. 3.]`. */
  toString(): string {
    return arrayStr(this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return arrayRepr(this);
  }

  #shownData(): DataOf<D> {
    return this.#recent === null ? this.#data : (this.#hidden?.show() ?? this.#data);
  }

  #view(layout: Layout & { readonly data?: DataOf<D> }): NDArray<D> {
    return new NDArray(this.dtype, layout.data ?? this.data, layout.shape, layout.strides, layout.offset);
  }

  #read(position: number): ElementOf<D> {
    // readElement's result follows the dtype, a relation that the type of its parameters can't state.
    return readElement(this.dtype, this.#data, position) as ElementOf<D>;
  }

  #position(indices: readonly number[]): number {
    if (indices.length !== this.ndim) {
      throw new RangeError(
        `${indices.length} indices for an array of shape ${formatShape(this.shape)}: give one for each axis, or use slice`,
      );
    }
    let position = this.offset;
    for (let axis = 0; axis < indices.length; axis++) {
      const index = normalizeIndex(indices[axis] ?? 0, axis, this.shape[axis] ?? 0);
      position += index * (this.strides[axis] ?? 0);
    }
    return position;
  }
}

// What stands behind the prototype would be asked to set a property that arrays get as they are made.
Object.defineProperty(NDArray.prototype, "data", { value: undefined, writable: true });

Object.setPrototypeOf(
  NDArray.prototype,
  indexedAccess((value) => value instanceof NDArray),
);

// Native code trusts layouts, so none may leave its buffer.
function checkReach(
  { offset, dtype }: Pick<StridedArray, "offset" | "dtype">,
  dataLength: number,
  { shape, strides, extent }: SharedLayout,
): void {
  const length = dataLength / lanesOf(dtype);
  const inside = extent === null || (offset + extent.first >= 0 && offset + extent.last < length);
  if (inside && Number.isSafeInteger(offset)) return;
  throw new RangeError(
    `Shape ${formatShape(shape)} with strides (${strides.join(", ")}) from ${offset} leaves its buffer of ${length} elements`,
  );
}
