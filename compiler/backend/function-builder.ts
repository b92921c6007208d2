import { InternalError } from "../ir/program.js";

interface Block {
  readonly label: string;
  readonly lines: string[];
}

/**
 * The text of one function in the making: basic blocks in order, fresh names, and stack slots that stand in the entry
 * block wherever they were asked for, so that loops don't grow the stack and LLVM promotes them to registers.
 */
export class FunctionBuilder {
  readonly #header: string;
  readonly #allocas: string[] = [];
  readonly #blocks: Block[] = [];
  #current: Block | null = null;
  #next = 0;

  /** `header` is the text from `define` up to the brace. */
  constructor(header: string) {
    this.#header = header;
    this.start("body");
  }

  /** A name that no other value of the function has. */
  fresh(hint = "t"): string {
    return `%${hint}.${this.#next++}`;
  }
  /** A label that no other block of the function has, without `%`. */
  label(hint: string): string {
    return `${hint}.${this.#next++}`;
  }
  /** The label of the block that is being filled: what a phi names as its predecessor. */
  get block(): string {
    return this.#open().label;
  }
  /** The last operation left the block: nothing may follow until the next `start`. */
  get terminated(): boolean {
    return this.#current === null;
  }

  /** Begins a block; the one before falls through to it unless it has ended. */
  start(label: string): void {
    if (this.#current !== null && this.#blocks.length > 0) this.branch(label);
    this.#current = { label, lines: [] };
    this.#blocks.push(this.#current);
  }
  emit(line: string): void {
    this.#open().lines.push(`  ${line}`);
  }
  /** Defines a fresh name as `expression` and returns it. */
  assign(expression: string, hint = "t"): string {
    const name = this.fresh(hint);
    this.emit(`${name} = ${expression}`);
    return name;
  }
  /** Stack memory of the given LLVM type in the entry block. */
  alloca(type: string, hint = "slot", count = 1, alignment: number | null = null): string {
    const name = this.fresh(hint);
    const many = count === 1 ? "" : `, i64 ${count}`;
    const aligned = alignment === null ? "" : `, align ${alignment}`;
    this.#allocas.push(`  ${name} = alloca ${type}${many}${aligned}`);
    return name;
  }

  branch(label: string, metadata = ""): void {
    this.#terminate(`br label %${label}${metadata}`);
  }
  branchIf(condition: string, yes: string, no: string, metadata = ""): void {
    this.#terminate(`br i1 ${condition}, label %${yes}, label %${no}${metadata}`);
  }
  returnValue(value: string): void {
    this.#terminate(`ret ${value}`);
  }

  /** The complete definition. */
  text(): string {
    if (this.#current !== null) throw new InternalError("the last block of a function has no terminator");
    const blocks = this.#blocks.map((block) => `${block.label}:\n${block.lines.join("\n")}`);
    return `${this.#header} {\nentry:\n${[...this.#allocas, "  br label %body"].join("\n")}\n${blocks.join("\n")}\n}`;
  }

  #terminate(line: string): void {
    this.emit(line);
    this.#current = null;
  }
  #open(): Block {
    if (this.#current === null) throw new InternalError("an instruction after the end of its block");
    return this.#current;
  }
}
