/** A complex number: what an element of a complex64 or complex128 array reads as. */
export class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im = 0) {
    this.re = re;
    this.im = im;
    Object.freeze(this);
  }

  /** As Python writes it: `(1-2j)`. */
  toString(): string {
    const sign = this.im < 0 || Object.is(this.im, -0) ? "-" : "+";
    return `(${this.re}${sign}${Math.abs(this.im)}j)`;
  }

  toJSON(): { readonly re: number; readonly im: number } {
    return { re: this.re, im: this.im };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
