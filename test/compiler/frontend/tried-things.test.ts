// Each error in the table is shown with the right class, line, column and advice, and with a code frame that points at it.
import t from "tap";
import { CompileError } from "../../../compiler/diagnostic.js";
import { compile } from "../../../runtime/library.js";
import { TRIED_ARGUMENTS } from "./tried-thing.js";
import { TRIED_THINGS } from "./tried-things.js";

t.ok(TRIED_THINGS.length > 250, "many things are tried");
t.equal(new Set(TRIED_THINGS.map(({ source }) => source)).size, TRIED_THINGS.length, "each once");

for (const thing of TRIED_THINGS) {
  t.test(thing.tried, async (t) => {
    const { line, column } = thing;
    const shown = errorOf(thing.source);
    t.same(
      { class: shown.name, line: shown.position.line, column: shown.position.column, message: shown.text },
      { class: thing.class, line, column, message: thing.message },
    );
    t.match(shown.message, `:${line}:${column}\n`, "the frame names the place");
    const frame = shown.message.split("\n");
    const marked = frame.findIndex((text) => text.startsWith("> "));
    const [caret = ""] = frame.slice(marked + 1);
    t.equal(caret.indexOf("^") - caret.indexOf("|") - 1, column, "the caret is below the column");
  });
}

function errorOf(source: string): CompileError {
  try {
    const f = compile(source, { log: () => {} })["f"];
    f?.(...TRIED_ARGUMENTS.slice(0, f.length));
  } catch (thrown) {
    if (thrown instanceof CompileError) return thrown;
    throw thrown;
  }
  throw new Error("Nothing was thrown");
}
