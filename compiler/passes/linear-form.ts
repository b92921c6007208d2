import type { Definitions } from "../ir/definitions.js";
import type { ValueId } from "../ir/ids.js";

/** constant + Σ coefficient · value, over int64 values that are no sums themselves. */
export interface LinearForm {
  readonly constant: number;
  readonly terms: ReadonlyMap<ValueId, number>;
}

const constantForm = (constant: number): LinearForm => ({ constant, terms: new Map() });
const valueForm = (value: ValueId): LinearForm => ({ constant: 0, terms: new Map([[value, 1]]) });

/** a + factor · b */
export function addForms(a: LinearForm, b: LinearForm, factor = 1): LinearForm {
  const terms = new Map(a.terms);
  for (const [value, coefficient] of b.terms) {
    const sum = (terms.get(value) ?? 0) + factor * coefficient;
    if (sum === 0) terms.delete(value);
    else terms.set(value, sum);
  }
  return { constant: a.constant + factor * b.constant, terms };
}

export const shiftForm = (form: LinearForm, by: number): LinearForm => ({
  ...form,
  constant: form.constant + by,
});

/** The value as a linear form, through additions, subtractions and multiplications by constants. */
export function linearForm(value: ValueId, definitions: Definitions): LinearForm {
  const op = definitions.get(value);
  if (op?.kind === "const") {
    const known = Number(op.value);
    return typeof op.value !== "boolean" && Number.isSafeInteger(known)
      ? constantForm(known)
      : valueForm(value);
  }
  if (op?.kind === "unary" && op.op === "neg")
    return addForms(constantForm(0), linearForm(op.a, definitions), -1);
  if (op?.kind !== "binary") return valueForm(value);
  if (op.op === "add" || op.op === "sub")
    return addForms(linearForm(op.a, definitions), linearForm(op.b, definitions), op.op === "add" ? 1 : -1);
  if (op.op !== "mul") return valueForm(value);
  const [a, b] = [linearForm(op.a, definitions), linearForm(op.b, definitions)];
  if (b.terms.size === 0) return addForms(constantForm(0), a, b.constant);
  return a.terms.size === 0 ? addForms(constantForm(0), b, a.constant) : valueForm(value);
}

/** The form with its values as forms in turn. */
export const expandForm = ({ constant, terms }: LinearForm, definitions: Definitions): LinearForm =>
  [...terms].reduce(
    (sum, [value, coefficient]) => addForms(sum, linearForm(value, definitions), coefficient),
    constantForm(constant),
  );
