// Loops over steps of time, whose variables exchange arrays from step to step.
import { arrayOf } from "./array-expressions.js";
import {
  pickArray,
  type StatementMaker,
  storeOverlapping,
  storeSlice,
  updateInPlace,
} from "./array-statements.js";
import type { Statement } from "./program.js";
import { scalarOf } from "./scalar-expressions.js";
import { call, cast, integer } from "./syntax.js";
import { isKind, type Variable } from "./value-type.js";
import { declare, fresh, inner, readVariable, type Writer } from "./writer.js";

/** Each step changes some of the arrays in place, or makes one anew, and passes them on. */
export const exchangeInSteps: StatementMaker = (w) => {
  const { random } = w;
  const source = pickArray(w, ({ dtype }, shape) => shape.length > 0 && isKind(dtype, "real"));
  if (source === null) return;
  const variables = Array.from({ length: random.pick([2, 2, 3, 3, 4]) }, () => copyOf(w, source));
  const scope = inner(w, [...w.variables.filter(({ parameter }) => parameter), ...variables, ...variables]);
  const changes = random.between(1, 3);
  // A form that the variables don't allow writes nothing.
  for (let k = 0; k < changes; k++)
    random.pick([storeSlice, storeSlice, storeOverlapping, updateInPlace, renew(variables)])(scope);
  const exchange = passOn(w, variables);
  scope.body.push(random.chance(0.2) ? sometimes(w, exchange) : exchange);
  if (random.chance(0.3)) random.pick([storeSlice, updateInPlace, renew(variables)])(scope);
  w.body.push({
    kind: "loop",
    parallel: false,
    indices: [fresh(w, "t")],
    bounds: [integer(random.between(0, 5))],
    body: scope.body,
  });
};

function copyOf(w: Writer, source: Variable): Variable {
  const value = { ...readVariable(source), exact: source.exact && !w.isApproximate };
  // Of this dtype in each call, as what is assigned later.
  const copy = call("copy", [cast(source.dtype, value.expression)]);
  const variable = declare(w, "s", { ...value, weak: false, expression: copy });
  w.body.push({ kind: "variable", name: variable.name, dtype: null, value: copy });
  return variable;
}

const renew =
  (variables: readonly Variable[]): StatementMaker =>
  (w) => {
    const { name, dtype, shape, exact } = w.random.pick(variables);
    const kind = isKind(dtype, "integer") ? "integer" : "real";
    const made = arrayOf(w, { shape: shape ?? [], kind, exact }, w.random.between(1, 2));
    w.body.push({ kind: "assign", name, dtype: null, value: cast(dtype, made.expression) });
  };

/** Mostly each array goes to one variable; now and then two take the same one. */
function passOn({ random }: Writer, variables: readonly Variable[]): Statement {
  const names = variables.map(({ name }) => name);
  const shuffled = random.shuffle(names);
  const values = random.chance(0.15) ? [random.pick(names), ...shuffled.slice(1)] : shuffled;
  return { kind: "exchange", names, values };
}

function sometimes(w: Writer, statement: Statement): Statement {
  const mayRead = ({ shape }: Variable): boolean => shape?.every((n) => n > 0) === true;
  const test = scalarOf({ w, indices: [], windows: [], mayRead }, { kind: "bool", exact: true }, 2);
  return { kind: "if", test: test.expression, whenTrue: [statement], whenFalse: [] };
}
