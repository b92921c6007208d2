import { fileURLToPath } from "node:url";
import type { DocumentedName } from "../../runtime/documented-names.js";
import { fileFunctions } from "../../runtime/io/file-functions.js";
import { np } from "../../runtime/np.js";
import type { charts } from "../display/chart/charts.js";
import { bareNames, commentOf, namesOf } from "./name-comments.js";

/** The type of what a compiled module of this package exports, for a declaration in the user's own program. */
function imported(module: string): string {
  return `import(${JSON.stringify(fileURLToPath(new URL(`../../${module}`, import.meta.url)))})`;
}

/**
 * The members of an interface, with the types that they have in a table of camelCase names and what is documented of them.
 * An interface's members are looked up one by one, when somebody asks: TypeScript makes a new checker for each edit.
 */
function members(values: object, table: string, documented: readonly DocumentedName[]): string {
  const comments = new Map(documented.map((each) => [each.name, commentOf(each)]));
  const names = Object.keys(values);
  const camelCase = new Map(
    names.map((name) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), name]),
  );
  return names
    .map((name) => `${comments.get(name) ?? ""}\n${name}: ${table}["${camelCase.get(name) ?? name}"];`)
    .join("\n");
}

/** What completion says of each chart. */
const CHART_COMMENTS: Readonly<Record<keyof typeof charts, string>> = {
  plot: "Lines: plot(y), plot(x, y), plot(x, { a, b }, { title, xLabel, yScale: 'log', … }).",
  scatter: "Points: scatter(x, y, { color, … }); many points are counted in cells.",
  hist: "How often values occur: hist(values, { bins, density, … }), hist({ a, b }).",
  bar: "A bar for each number: bar({ apples: 3, pears: 5 }), bar(labels, values, { stacked, horizontal, … }).",
  boxplot: "Quartiles, whiskers and outliers: boxplot({ a, b }).",
  heatmap: "A matrix as coloured cells: heatmap(matrix, { xNames, yNames, numbers, … }).",
  imshow: "A matrix or an image between axes: imshow(matrix, { colormap, vmin, vmax, … }).",
  contour: "Lines of equal height of a matrix: contour(z, { x, y, levels, filled, … }).",
};

/** TypeScript declarations of what every cell may use without importing it. */
export function preamble(): string {
  const array = imported("runtime/ndarray.js");
  const { random, ...numpy } = np;
  const dtype = `${imported("compiler/ir/dtype.js")}.DType`;
  const chartTypes = `typeof ${imported("kernel/display/chart/charts.js")}.charts`;
  const files = `typeof ${imported("runtime/io/file-functions.js")}.fileFunctions`;
  const parallel = imported("runtime/parallel-function.js");
  return `declare global {
  type NDArray<D extends ${dtype} = ${dtype}, Axes extends number = number> = ${array}.NDArray<D>;
  const NDArray: typeof ${array}.NDArray;
  /** NumPy's functions, for ordinary cells. */
  const np: NumPy;
  interface NumPy {
    ${members(numpy, `${imported("runtime/np.js")}.NumpyTable`, bareNames())}
    readonly random: NumPyRandom;
  }
  interface NumPyRandom {
    ${members(random, `typeof ${imported("runtime/eager/kernel-functions.js")}.random`, namesOf("random"))}
  }
  ${Object.keys(fileFunctions)
    .map((name) => `const ${name}: ${files}.${name};`)
    .join("\n  ")}
  ${Object.entries(CHART_COMMENTS)
    .map(([name, comment]) => `/** ${comment} */\n  const ${name}: ${chartTypes}[${JSON.stringify(name)}];`)
    .join("\n  ")}
  /** Count, mean, standard deviation and quartiles of an array, a matrix's columns or a table's. */
  const describe: typeof ${imported("kernel/display/table/describe.js")}.describe;
  /** Shows a value in the middle of a cell; its members make values that are shown in a chosen way. */
  const display: ${imported("kernel/session/display-global.js")}.Display;
  /** Goes over items and shows how far it has come: for (const x of progress(xs)) … */
  const progress: ${imported("kernel/session/progress-global.js")}.Progress;
  /** Shows controls, and what a function gives for their values: interact(({ x }) => …, { x: slider(0, 1) }). */
  const interact: ${imported("kernel/widgets/interact.js")}.Interact;
  /** A number between two others, for interact. */
  const slider: typeof ${imported("kernel/widgets/controls.js")}.slider;
  /** One of several values, for interact. */
  const dropdown: typeof ${imported("kernel/widgets/controls.js")}.dropdown;
  /** True or false, for interact. */
  const checkbox: typeof ${imported("kernel/widgets/controls.js")}.checkbox;
  /** A line of text, for interact. */
  const textField: typeof ${imported("kernel/widgets/controls.js")}.textField;
  /** A button that calls a function: button("Run", () => …, { icon, tooltip, style }). */
  const button: ${imported("kernel/widgets/button.js")}.Button;
  /** An area for outputs that is filled later: area.show(value), area.print(text), area.clear(). */
  const outputArea: ${imported("kernel/widgets/output-area.js")}.CreateOutputArea;
  /** Shows an array as a picture. */
  function showImage(...parameters: Parameters<typeof display.image>): void;
  /** Connections to widgets and other code in the client. */
  const comms: ${imported("kernel/session/comms.js")}.Comms;
  /** Asks the user for a line of text, and waits for it. */
  function prompt(message?: string, options?: { readonly password?: boolean }): string;
  /** Asks the user for a line of text; other work goes on meanwhile. */
  function input(message?: string, options?: { readonly password?: boolean }): Promise<string>;
  /** Asks the user a question to be answered by y or n. */
  function confirm(message?: string): boolean;
  /** Aborted when the running cell is interrupted: fetch(url, { signal: interruptSignal }). */
  const interruptSignal: AbortSignal;
  /** How many threads parallel cells use from now on. */
  function setNumThreads(threads: number): void;
  /** How many threads parallel cells use. */
  function getNumThreads(): number;
  /** What notebooks made for Deno use of it: display, html, md, svg, image, format and broadcast of Deno.jupyter. */
  const Deno: ${imported("kernel/foreign/deno.js")}.DenoForCells;
  const require: NodeJS.Require;
  /** As browsers and Deno declare it: what a server sends is known when the cell runs. */
  interface Response { json(): Promise<any>; }
  interface Request { json(): Promise<any>; }
  /** A function of a %%parallel cell. */
  type ParallelFunction<F extends (...values: any[]) => any = (...values: any[]) => any> =
    F & Omit<${parallel}.ParallelFunction, "async"> & {
      /** Runs beside the session. */
      readonly async: (...values: Parameters<F>) => Promise<ReturnType<F>>;
    };
}
`;
}

/** TypeScript declarations of modules that every cell may import without a package. */
export function moduleDeclarations(): string {
  const tslab = imported("kernel/foreign/tslab.js");
  return `declare module "tslab" {
  export const display: ${tslab}.Tslab["display"];
  export const newDisplay: ${tslab}.Tslab["newDisplay"];
}
`;
}
