/** A product of factors with a number in front. */
export interface Monomial {
  readonly coefficient: number;
  /** Sorted. */
  readonly factors: readonly string[];
}
/** A sum of products of symbols over the integers, by the products' names; no coefficient is 0. */
export type Polynomial = ReadonlyMap<string, Monomial>;

const nameOf = (factors: readonly string[]): string => factors.join("·");

export function polynomial(monomials: Iterable<Monomial>): Polynomial {
  const sum = new Map<string, Monomial>();
  for (const { coefficient, factors } of monomials) {
    const name = nameOf(factors);
    const total = (sum.get(name)?.coefficient ?? 0) + coefficient;
    if (total === 0) sum.delete(name);
    else sum.set(name, { coefficient: total, factors });
  }
  return sum;
}
export const constantPolynomial = (value: number): Polynomial =>
  polynomial([{ coefficient: value, factors: [] }]);
export const symbolPolynomial = (name: string): Polynomial =>
  polynomial([{ coefficient: 1, factors: [name] }]);

const scaled = (a: Polynomial, by: number): readonly Monomial[] =>
  [...a.values()].map((monomial) => ({ ...monomial, coefficient: monomial.coefficient * by }));

export const sumOf = (a: Polynomial, b: Polynomial): Polynomial => polynomial([...a.values(), ...b.values()]);
export const differenceOf = (a: Polynomial, b: Polynomial): Polynomial =>
  polynomial([...a.values(), ...scaled(b, -1)]);

export function productOf(a: Polynomial, b: Polynomial): Polynomial {
  const products: Monomial[] = [];
  for (const x of a.values()) {
    for (const y of b.values()) {
      products.push({
        coefficient: x.coefficient * y.coefficient,
        factors: [...x.factors, ...y.factors].sort(),
      });
    }
  }
  return polynomial(products);
}

/** The value of a polynomial without symbols; null with any. */
export function constantOf(a: Polynomial): number | null {
  if (a.size === 0) return 0;
  const [only] = a.values();
  return a.size === 1 && only?.factors.length === 0 ? only.coefficient : null;
}

export const samePolynomial = (a: Polynomial, b: Polynomial): boolean => differenceOf(a, b).size === 0;

/** `a / b`; null where it leaves a remainder. */
function quotientOf(a: Monomial, b: Monomial): Monomial | null {
  if (a.coefficient % b.coefficient !== 0) return null;
  const rest = [...a.factors];
  for (const factor of b.factors) {
    const at = rest.indexOf(factor);
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  return { coefficient: a.coefficient / b.coefficient, factors: rest };
}

/** Takes a sum of index · stride apart; null where a part of it is no multiple of a stride. The longest stride that fits is taken. */
export function unravelAddress(
  address: Polynomial,
  strides: readonly Polynomial[],
): readonly Polynomial[] | null {
  const units = strides.map((stride) => (stride.size === 1 ? [...stride.values()][0] : undefined));
  const parts: Monomial[][] = strides.map(() => []);
  for (const monomial of address.values()) {
    let best: { readonly axis: number; readonly part: Monomial; readonly length: number } | null = null;
    for (const [axis, unit] of units.entries()) {
      const part = unit === undefined ? null : quotientOf(monomial, unit);
      const length = unit?.factors.length ?? 0;
      if (part !== null && (best === null || length > best.length)) best = { axis, part, length };
    }
    if (best === null) return null;
    parts[best.axis]?.push(best.part);
  }
  return parts.map((own) => polynomial(own));
}
