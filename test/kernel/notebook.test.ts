import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { ansiToHtml } from "../../kernel/html/ansi.js";
import { highlight } from "../../kernel/html/highlight.js";
import { renderMarkdown } from "../../kernel/html/markdown.js";
import { createHeader } from "../../kernel/messages.js";
import { createOutputCollector } from "../../kernel/notebook/collect-outputs.js";
import { type CodeCell, notebookText, readNotebook } from "../../kernel/notebook/notebook.js";
import type { JsonObject } from "../../kernel/wire.js";

const cell = (): CodeCell => ({ kind: "code", source: "", original: {}, executionCount: null, outputs: [] });

function collecting() {
  const collector = createOutputCollector();
  return (into: CodeCell, type: string, content: JsonObject): void =>
    collector.collect(into, {
      identities: [],
      header: createHeader(type, "kernel"),
      parentHeader: {},
      metadata: {},
      content,
      buffers: [],
    });
}

t.test("streams of one name are joined, and carriage returns overwrite", async (t) => {
  const collect = collecting();
  const into = cell();
  collect(into, "stream", { name: "stdout", text: "a\n10%" });
  collect(into, "stream", { name: "stdout", text: "\r20%" });
  collect(into, "stream", { name: "stderr", text: "e" });
  collect(into, "stream", { name: "stdout", text: "b" });
  t.same(
    into.outputs.map(({ name, text }) => [name, text]),
    [
      ["stdout", "a\n20%"],
      ["stderr", "e"],
      ["stdout", "b"],
    ],
  );
});

t.test("an update reaches the display of an earlier cell", async (t) => {
  const collect = collecting();
  const [first, second] = [cell(), cell()];
  const shown = (text: string, id: string): JsonObject => ({
    data: { "text/plain": text },
    metadata: {},
    transient: { display_id: id },
  });
  collect(first, "display_data", shown("old", "a"));
  collect(first, "display_data", shown("other", "b"));
  collect(second, "update_display_data", shown("new", "a"));
  collect(second, "update_display_data", shown("newer", "a"));
  t.same(
    first.outputs.map(({ data }) => data),
    [{ "text/plain": "newer" }, { "text/plain": "other" }],
  );
  t.same(second.outputs, []);
});

t.test("clear_output, at once or with the next output", async (t) => {
  const collect = collecting();
  const into = cell();
  collect(into, "stream", { name: "stdout", text: "a" });
  collect(into, "clear_output", { wait: true });
  t.equal(into.outputs.length, 1);
  collect(into, "stream", { name: "stdout", text: "b" });
  t.match(into.outputs, [{ text: "b" }]);
  collect(into, "clear_output", { wait: false });
  t.same(into.outputs, []);
});

t.test("a notebook is read and written in format 4.5", async (t) => {
  const file = join(t.testdir({}), "n.ipynb");
  const source = {
    nbformat: 4,
    nbformat_minor: 2,
    metadata: { kernelspec: { name: "x" } },
    cells: [
      { cell_type: "markdown", metadata: {}, source: ["# A\n", "b"] },
      { cell_type: "code", metadata: { tags: ["t"] }, source: "1\n2", outputs: [{}], execution_count: 9 },
    ],
  };
  writeFileSync(file, JSON.stringify(source));
  const notebook = readNotebook(file);
  const [, code] = notebook.cells;
  if (code?.kind !== "code") throw new Error("The second cell is no code cell");
  code.executionCount = 1;
  code.outputs = [{ output_type: "stream", name: "stdout", text: "a\nb" }];
  const written = JSON.parse(notebookText(notebook));
  t.match(written, { nbformat: 4, nbformat_minor: 5, metadata: source.metadata });
  t.match(written.cells[0], { cell_type: "markdown", source: ["# A\n", "b"], id: /^[\w-]+$/ });
  t.match(written.cells[1], {
    metadata: { tags: ["t"] },
    source: ["1\n", "2"],
    execution_count: 1,
    outputs: [{ output_type: "stream", text: ["a\n", "b"] }],
  });
});

t.test("what is no notebook is refused by name", async (t) => {
  const folder = t.testdir({ "a.ipynb": "{", "b.ipynb": '{"nbformat":3}', "c.ipynb": '{"nbformat":4}' });
  t.throws(() => readNotebook(join(folder, "a.ipynb")), /a.ipynb' is no notebook that can be run: .*JSON/);
  t.throws(() => readNotebook(join(folder, "b.ipynb")), /its format is 3, not 4/);
  t.throws(() => readNotebook(join(folder, "c.ipynb")), /it has no list of cells/);
  t.throws(() => readNotebook(join(folder, "none.ipynb")), /ENOENT/);
});

t.test("markdown", async (t) => {
  t.equal(renderMarkdown("## A *b*"), "<h2>A <em>b</em></h2>");
  t.equal(
    renderMarkdown("a **b** `c*d*`\n\n$x_1 * y_2$"),
    "<p>a <strong>b</strong> <code>c*d*</code></p>\n<p>$x_1 * y_2$</p>",
  );
  t.equal(renderMarkdown("- a\n  - b\n- c"), "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>");
  t.equal(renderMarkdown("1. a\n2. b"), "<ol><li>a</li><li>b</li></ol>");
  t.equal(renderMarkdown("```ts\n<a>\n```"), "<pre><code>&lt;a&gt;</code></pre>");
  t.match(renderMarkdown("|a|b|\n|-|-|\n|1|2|"), "<tr><th>a</th><th>b</th></tr>");
  t.equal(renderMarkdown("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
  t.equal(renderMarkdown("[a](javascript:alert)"), '<p><a href="#">a</a></p>');
  t.equal(renderMarkdown("[a](x.html#b)"), '<p><a href="x.html#b">a</a></p>');
});

t.test("code is highlighted, template literals with what stands in them", async (t) => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the subject is the text of template literals
  t.equal(
    highlight("%%parallel\nlet a = `x${{ b }}y`; // c"),
    '<span class="magic">%%parallel\n</span><span class="keyword">let</span> a = <span class="string">`x${</span>{ b }' +
      '<span class="string">}y`</span>; <span class="comment">// c</span>',
  );
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the subject is the text of template literals
});

t.test("colours of a terminal", async (t) => {
  t.equal(ansiToHtml("\u001b[31mE\u001b[39m: <a>"), '<span class="ansi-red">E</span>: &lt;a&gt;');
});
