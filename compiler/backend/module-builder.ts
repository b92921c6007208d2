import type { RuntimeFunction } from "./abi.js";
import { RUNTIME_FUNCTIONS } from "./abi.js";
import { functionKey } from "./function-key.js";

/** The parts of a module in the making: declarations and emitted functions once per name, numbered metadata. */
export class ModuleBuilder {
  readonly #declarations = new Map<string, string>();
  readonly #functions: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #helpers = new Set<string>();
  readonly #kept = new Set<string>();
  readonly #metadata: string[] = [];
  readonly #named: string[] = [];
  readonly #symbols = new Set<string>();

  /** Declares an external function once; the first declaration counts. Returns `@name`. */
  declare(name: string, result: string, parameters: readonly string[], attributes = ""): string {
    if (!this.#declarations.has(name)) {
      const suffix = attributes === "" ? "" : ` ${attributes}`;
      this.#declarations.set(name, `declare ${result} @${name}(${parameters.join(", ")})${suffix}`);
    }
    return `@${name}`;
  }
  /** Declares a function of the runtime and gives the beginning of a call: `call i32 @weft_x`. */
  runtime(name: RuntimeFunction): string {
    const { result, parameters, attributes } = RUNTIME_FUNCTIONS[name];
    return `call ${result} ${this.declare(name, result, parameters, attributes)}`;
  }
  /** Adds a function that `build` writes on the first call for `name`. Returns `@name`. */
  helper(name: string, build: () => string): string {
    if (!this.#helpers.has(name)) {
      this.#helpers.add(name);
      this.define(build());
    }
    return `@${name}`;
  }
  /** Keeps a function, and its signature, as it is: LLVM otherwise drops parameters that are the same constant in all calls. */
  keep(name: string): void {
    this.#kept.add(`ptr @${name}`);
  }
  define(text: string): void {
    this.#functions.push(text);
  }
  /** Adds the function `name` unless there is one that does the same. Returns the name of the one that is there. */
  share(name: string, text: string): string {
    const key = functionKey(text, name, (node) => this.#metadata[Number(node.slice(1))] ?? "");
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    this.#names.set(key, name);
    this.define(text);
    return name;
  }
  /** `name`, or `name.1`, `name.2`, … where it was given out before. */
  symbol(name: string): string {
    let unique = name;
    for (let count = 1; this.#symbols.has(unique); count++) unique = `${name}.${count}`;
    this.#symbols.add(unique);
    return unique;
  }

  /** A numbered metadata node; `text` may name itself by the function's argument. Returns `!7`. */
  metadata(text: string | ((self: string) => string)): string {
    const self = `!${this.#metadata.length}`;
    this.#metadata.push(self);
    this.#metadata[this.#metadata.length - 1] = `${self} = ${typeof text === "string" ? text : text(self)}`;
    return self;
  }
  named(text: string): void {
    this.#named.push(text);
  }

  text(header: string): string {
    const kept =
      this.#kept.size === 0
        ? ""
        : `@llvm.compiler.used = appending global [${this.#kept.size} x ptr] [${[...this.#kept].join(", ")}], ` +
          `section "llvm.metadata"`;
    const sections = [header, kept, ...this.#functions, [...this.#declarations.values()].join("\n")];
    const metadata = [...this.#named, ...this.#metadata];
    if (metadata.length > 0) sections.push(metadata.join("\n"));
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
  }
}
