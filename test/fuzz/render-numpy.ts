import { DTYPES } from "../../compiler/ir/dtype.js";
import type { Definition, Expression, Item, Operator, Option, Program, Statement } from "./program.js";

/** The program as Python over the names of oracle/weft_names.py; its function is `f`, and returns a tuple. */
export function renderNumpy({ definitions, parameters, body, results }: Program): string {
  return [
    ...definitions.map(definition),
    `def f(${parameters.join(", ")}):`,
    ...body.flatMap(statement).map(indent),
    `    return (${results.map((result) => `${expression(result)},`).join(" ")})`,
    "",
  ].join("\n");
}

const indent = (line: string): string => `    ${line}`;

function definition(of: Definition): string {
  if (of.kind === "vectorize") {
    const names = of.parameters.join(", ");
    return `def ${of.name}(${names}):\n    return vectorized(lambda ${names}: ${expression(of.result)}, ${names})`;
  }
  if (of.kind === "function") {
    return `def ${of.name}(${of.parameters.join(", ")}):\n    return ${expression(of.result)}`;
  }
  const [arrays, scalars] = [of.arrays, of.scalars].map((names) => `[${names.join(", ")}]`);
  const names = [...of.arrays, ...of.scalars].join(", ");
  const hood = JSON.stringify(of.neighborhood);
  const rest = `${hood}, ${JSON.stringify(of.mode)}, ${of.fill ?? 0}, ${arrays}, ${scalars}`;
  return `def ${of.name}(${names}):\n    return stencil(lambda ${names}: ${expression(of.result)}, ${rest})`;
}

function statement(of: Statement): readonly string[] {
  switch (of.kind) {
    case "constant":
      return [`${of.name} = ${expression(of.value)}`];
    case "variable":
    case "assign":
      return [
        `${of.name} = ${of.dtype === null ? expression(of.value) : `cast("${of.dtype}", ${expression(of.value)})`}`,
      ];
    case "inPlace":
      return [`in_place(${of.name}, ${updates(of.operator)}, ${expression(of.value)})`];
    case "store":
      return of.operator === "="
        ? [`put(${of.array}, (${items(of.items)}), ${expression(of.value)})`]
        : [`update(${of.array}, (${items(of.items)}), ${updates(of.operator)}, ${expression(of.value)})`];
    case "accumulate":
      return accumulation(of);
    case "if":
      return [
        `if truth(${expression(of.test)}):`,
        ...block(of.whenTrue),
        ...(of.whenFalse.length === 0 ? [] : ["else:", ...block(of.whenFalse)]),
      ];
    case "loop":
      return [...loopHead(of), ...block(of.body)];
    case "exchange":
      return [`${of.names.join(", ")} = ${of.values.join(", ")}`];
    case "leave":
      return [of.how];
  }
}

const block = (body: readonly Statement[]): readonly string[] =>
  body.length === 0 ? ["    pass"] : body.flatMap(statement).map(indent);

function accumulation(of: Extract<Statement, { readonly kind: "accumulate" }>): readonly string[] {
  const isElement = of.items.length > 0;
  const target = isElement ? `get(${of.name}, ${items(of.items)})` : of.name;
  const value = expression(of.value);
  const set = (text: string): string =>
    isElement
      ? `put(${of.name}, (${items(of.items)}), ${text})`
      : `${of.name} = cast("${of.dtype}", ${text})`;
  switch (of.by) {
    case "min":
      return [set(`minimum(${target}, ${value})`)];
    case "max":
      return [set(`maximum(${target}, ${value})`)];
    case "less":
      return [`if truth(less(${value}, ${target})):`, indent(set(value))];
    case "greater":
      return [`if truth(greater(${value}, ${target})):`, indent(set(value))];
    case "+":
      return [set(`accumulate(${target}, ${value})`)];
    case "-":
      return [set(`accumulate(${target}, ${value}, subtract)`)];
    case "*":
      return [set(`accumulate_product(${target}, ${value})`)];
    default:
      return [set(`${OPERATORS[of.by]}(${target}, ${value})`)];
  }
}

function loopHead({ indices, bounds }: Extract<Statement, { readonly kind: "loop" }>): readonly string[] {
  const [only, ...others] = indices;
  const shown = bounds.map((bound) => `int(${expression(bound)})`).join(", ");
  if (others.length === 0) return [`for ${only} in map(np.int64, range(${shown})):`];
  return [
    `for ${indices.join(", ")} in np.array(list(np.ndindex(${shown}))).reshape(-1, ${indices.length}):`,
  ];
}

const OPERATORS: Readonly<Record<Exclude<Operator, "&&" | "||">, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "remainder",
  "**": "power",
  "&": "bit_and",
  "|": "bit_or",
  "^": "bit_xor",
  "<<": "shift_left",
  ">>": "shift_right",
  ">>>": "shift_right_unsigned",
  "<": "less",
  "<=": "less_equal",
  ">": "greater",
  ">=": "greater_equal",
  "==": "equal",
  "!=": "not_equal",
};

const updates = (operator: string): string => {
  const name = new Map<string, string>(Object.entries(OPERATORS)).get(operator.slice(0, -1));
  if (name === undefined) throw new RangeError(`${operator} is no update`);
  return name;
};

const UNARY = { "-": "negative", "+": "positive", "~": "invert", "!": "logical_not" } as const;

function expression(of: Expression): string {
  switch (of.kind) {
    case "name":
      return of.name;
    case "number":
      return numberText(of.value, of.whole);
    case "boolean":
      return of.value ? "np.True_" : "np.False_";
    case "unary":
      return `${UNARY[of.operator]}(${expression(of.operand)})`;
    case "binary":
      return binary(of.operator, expression(of.left), expression(of.right));
    case "conditional":
      return `(${expression(of.whenTrue)} if truth(${expression(of.test)}) else ${expression(of.whenFalse)})`;
    case "call":
      return `${NAMES.get(of.name) ?? of.name}(${[...of.operands.map(expression), ...options(of.options)].join(", ")})`;
    case "index":
      return `get(${expression(of.array)}, ${items(of.items)})`;
    case "list":
      return `[${of.items.map(expression).join(", ")}]`;
    case "extent":
      return `np.int64(${of.array}.shape[${of.axis}])`;
    case "comprehension": {
      const shape = of.shape.map(expression).join(", ");
      return `from_function([${shape}], lambda ${of.indices.join(", ")}: ${expression(of.element)})`;
    }
  }
}

function binary(operator: Operator, left: string, right: string): string {
  if (operator === "&&") return `np.bool_(truth(${left}) and truth(${right}))`;
  if (operator === "||") return `np.bool_(truth(${left}) or truth(${right}))`;
  return `${OPERATORS[operator]}(${left}, ${right})`;
}

/** Weft's names that are others there. */
const NAMES: ReadonlyMap<string, string> = new Map<string, string>([
  ...DTYPES.map((dtype) => [dtype, `cast_${dtype}`] as const),
  ["Math.min", "minimum"],
  ["Math.max", "maximum"],
  ["floorDivide", "floor_divide"],
  ["leftShift", "left_shift"],
  ["rightShift", "right_shift"],
  ["bitwiseAnd", "bit_and"],
  ["bitwiseOr", "bit_or"],
  ["bitwiseXor", "bit_xor"],
  ["lessEqual", "less_equal"],
  ["greaterEqual", "greater_equal"],
  ["notEqual", "not_equal"],
  ["matmul", "dot"],
  ["complex", "complex_of"],
  ["variance", "var"],
  ["countNonzero", "count_nonzero"],
  ["broadcastTo", "broadcast_to"],
  ["expandDims", "expand_dims"],
  ["logicalAnd", "logical_and"],
  ["logicalOr", "logical_or"],
  ["logicalXor", "logical_xor"],
  ["logicalNot", "logical_not"],
]);

function numberText(value: number, whole: boolean): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return `float("${value < 0 ? "-" : ""}inf")`;
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  return whole || /[.e]/.test(text) ? `(${text})` : `(${text}.0)`;
}

const options = (of: Readonly<Record<string, Option>>): readonly string[] =>
  Object.entries(of).map(([name, value]) => `${name}=${pythonLiteral(value)}`);

function pythonLiteral(value: Option): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "object") return `(${value.map((item) => `${item},`).join(" ")})`;
  return JSON.stringify(value);
}

/** Items as the rest of an argument list, with a comma after each. */
const items = (of: readonly Item[]): string => of.map((one) => `${item(one)},`).join(" ");

function item(of: Item): string {
  switch (of.kind) {
    case "at":
      return expression(of.index);
    case "ellipsis":
      return "...";
    case "newaxis":
      return "None";
    case "slice":
      return `slice(${[of.start, of.stop, of.step].map((bound) => bound ?? "None").join(", ")})`;
  }
}
