import type { Definition, Expression, Item, Option, Program, Statement } from "./program.js";

/** The program as the text of a parallel cell; its function is `f`. */
export function renderWeft({ definitions, parameters, body, results }: Program): string {
  return [
    ...definitions.map(definition),
    `function f(${parameters.join(", ")}) {`,
    ...body.flatMap(statement).map(indent),
    `  return [${results.map(expression).join(", ")}];`,
    "}",
  ].join("\n");
}

const indent = (line: string): string => `  ${line}`;

function definition(of: Definition): string {
  if (of.kind === "vectorize") {
    return `const ${of.name} = vectorize((${of.parameters.join(", ")}) => ${expression(of.result)});`;
  }
  if (of.kind === "function") {
    return `function ${of.name}(${of.parameters.join(", ")}) {\n  return ${expression(of.result)};\n}`;
  }
  const options = [
    ...(of.declared ? [`neighborhood: ${JSON.stringify(of.neighborhood)}`] : []),
    ...(of.mode === "constant" ? [] : [`mode: "${of.mode}"`]),
    ...(of.fill === null ? [] : [`cval: ${of.fill}`]),
  ];
  const parameters = [...of.arrays, ...of.scalars].join(", ");
  const last = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
  return `const ${of.name} = stencil((${parameters}) => ${expression(of.result)}${last});`;
}

function statement(of: Statement): readonly string[] {
  switch (of.kind) {
    case "constant":
      return [`const ${of.name} = ${expression(of.value)};`];
    case "variable":
      return [`let ${of.name} = ${expression(of.value)};`];
    case "assign":
      return [`${of.name} = ${expression(of.value)};`];
    case "inPlace":
      return [`${of.name} ${of.operator} ${expression(of.value)};`];
    case "store":
      return [`${of.array}[${of.items.map(item).join(", ")}] ${of.operator} ${expression(of.value)};`];
    case "accumulate":
      return [accumulation(of)];
    case "if":
      return [
        `if (${expression(of.test)}) {`,
        ...of.whenTrue.flatMap(statement).map(indent),
        ...(of.whenFalse.length === 0 ? [] : ["} else {", ...of.whenFalse.flatMap(statement).map(indent)]),
        "}",
      ];
    case "loop":
      return [loopHead(of), ...of.body.flatMap(statement).map(indent), "}"];
    case "exchange":
      return [`[${of.names.join(", ")}] = [${of.values.join(", ")}];`];
    case "leave":
      return [`${of.how};`];
  }
}

function accumulation(of: Extract<Statement, { readonly kind: "accumulate" }>): string {
  const target = of.items.length === 0 ? of.name : `${of.name}[${of.items.map(item).join(", ")}]`;
  const value = expression(of.value);
  switch (of.by) {
    case "min":
    case "max":
      return `${target} = ${of.by}(${target}, ${value});`;
    case "less":
      return `if (${value} < ${target}) ${target} = ${value};`;
    case "greater":
      return `if (${value} > ${target}) ${target} = ${value};`;
    default:
      return `${target} ${of.by}= ${value};`;
  }
}

function loopHead({ parallel, indices, bounds }: Extract<Statement, { readonly kind: "loop" }>): string {
  const range = parallel ? "prange" : "range";
  const [only, ...others] = indices;
  const shown = bounds.map(expression).join(", ");
  if (others.length === 0) return `for (const ${only} of ${range}(${shown})) {`;
  return `for (const [${indices.join(", ")}] of ${range}([${shown}])) {`;
}

/** An expression as TypeScript; operators stand in parentheses. */
export function expression(of: Expression): string {
  switch (of.kind) {
    case "name":
      return of.name;
    case "number":
      return numberText(of.value, of.whole);
    case "boolean":
      return String(of.value);
    case "unary":
      return `(${of.operator}${expression(of.operand)})`;
    case "binary":
      return `(${expression(of.left)} ${of.operator} ${expression(of.right)})`;
    case "conditional":
      return `(${expression(of.test)} ? ${expression(of.whenTrue)} : ${expression(of.whenFalse)})`;
    case "call":
      if (of.isMethod) return method(of);
      return `${of.name}(${[...of.operands.map(expression), ...options(of.options)].join(", ")})`;
    case "index":
      return `${expression(of.array)}[${of.items.map(item).join(", ")}]`;
    case "list":
      return `[${of.items.map(expression).join(", ")}]`;
    case "extent":
      return `${of.array}.shape[${of.axis}]`;
    case "comprehension": {
      const shape = of.shape.map(expression).join(", ");
      return `fromFunction([${shape}], (${of.indices.join(", ")}) => ${expression(of.element)})`;
    }
  }
}

function method(of: Extract<Expression, { readonly kind: "call" }>): string {
  const [array, ...others] = of.operands;
  if (array === undefined) throw new Error(`${of.name} is a method of nothing`);
  return `${expression(array)}.${of.name}(${[...others.map(expression), ...options(of.options)].join(", ")})`;
}

/** A literal; `2.0` where it is a float. */
function numberText(value: number, whole: boolean): string {
  if (Number.isNaN(value)) return "NaN";
  const size = Math.abs(value);
  const digits = size === Number.POSITIVE_INFINITY ? "Infinity" : String(size);
  const text = whole || /[.eI]/.test(digits) ? digits : `${digits}.0`;
  return value < 0 || Object.is(value, -0) ? `(-${text})` : text;
}

function options(of: Readonly<Record<string, Option>>): readonly string[] {
  const entries = Object.entries(of);
  if (entries.length === 0) return [];
  return [`{ ${entries.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")} }`];
}

function item(of: Item): string {
  switch (of.kind) {
    case "at":
      return expression(of.index);
    case "ellipsis":
      return '"..."';
    case "newaxis":
      return '"newaxis"';
    case "slice":
      return of.computed
        ? `slice(${[of.start, of.stop, of.step].map((bound) => bound ?? "undefined").join(", ")})`
        : sliceText(of);
  }
}

function sliceText({ start, stop, step }: Extract<Item, { readonly kind: "slice" }>): string {
  return `"${start ?? ""}:${stop ?? ""}${step === null ? "" : `:${step}`}"`;
}
