import t from "tap";
import { duckBundle } from "../../kernel/display/duck-types.js";
import { limitBundle } from "../../kernel/display/limit-bundle.js";
import { treeBundle } from "../../kernel/display/tree/tree-bundle.js";
import { treeHtml } from "../../kernel/display/tree/tree-html.js";
import type { TreeNode } from "../../kernel/display/tree/tree-node.js";
import { valueTree } from "../../kernel/display/tree/value-tree.js";
import { np } from "../../runtime/np.js";

const childOf = (tree: TreeNode, label: string): TreeNode | undefined =>
  tree.children.find((child) => child.label === label);

t.test("a tree has what a value holds", async (t) => {
  class Point {
    x = 1;
    get far() {
      throw new Error("must not run");
    }
  }
  const circular: { self?: unknown; n: number } = { n: 1 };
  circular.self = circular;
  const tree = valueTree({
    list: [1, "two", null],
    map: new Map([["key", new Set([3])]]),
    point: new Point(),
    circular,
    when: new Date(0),
    pattern: /a+/g,
    bytes: Uint8Array.of(1, 2),
    array: np.zeros([2, 3]),
    [Symbol("hidden")]: true,
    get lazy() {
      throw new Error("must not run");
    },
  });
  t.same(
    childOf(tree, "list")?.children.map(({ preview }) => preview),
    ["1", "'two'", "null"],
  );
  t.equal(childOf(tree, "map")?.children[0]?.label, "key ⇒");
  t.equal(childOf(tree, "map")?.children[0]?.children[0]?.preview, "3");
  t.match(childOf(tree, "point")?.preview, /^Point \{/);
  t.match(childOf(childOf(tree, "circular") ?? tree, "self")?.preview, /the value that holds this one/);
  t.equal(childOf(tree, "when")?.preview, "1970-01-01T00:00:00.000Z");
  t.equal(childOf(tree, "pattern")?.preview, "/a+/g");
  t.equal(childOf(tree, "bytes")?.children.length, 2);
  t.equal(childOf(tree, "array")?.preview, "NDArray float64 (2, 3)");
  t.equal(childOf(tree, "[Symbol(hidden)]")?.preview, "true");
  t.equal(childOf(tree, "lazy")?.preview, "(getter)");
});

t.test("errors show their causes, functions their source", async (t) => {
  const error = valueTree(new Error("outer", { cause: new TypeError("inner") }));
  t.equal(error.preview, "Error: outer");
  t.match(childOf(error, "stack")?.preview, /values\.test/);
  t.equal(childOf(error, "cause")?.preview, "TypeError: inner");
  const many = valueTree(new AggregateError([new Error("one")], "several"));
  t.equal(childOf(many, "errors")?.children[0]?.preview, "Error: one");
  const twice = (n: number) => {
    return 2 * n;
  };
  const shown = valueTree(twice);
  t.match(shown.preview, /^twice = \(n\) =>/);
  t.match(childOf(shown, "source")?.preview, /return 2 \* n;/);
  t.match(treeBundle(twice), {
    "text/plain": "[Function: twice]",
    "text/html": /<pre[^>]*>\(n\) =&gt; \{\n/,
  });
});

t.test("trees are bounded", async (t) => {
  const wide = valueTree(Array.from({ length: 100_000 }, (_, index) => ({ index })));
  t.equal(wide.children.length, 100);
  t.equal(wide.left, 99_900);
  t.match(treeHtml(wide), /… 99,900 more/);
  interface Nested {
    inner?: Nested;
  }
  const deep: Nested = {};
  let last = deep;
  for (let level = 0; level < 10_000; level++) {
    last.inner = {};
    last = last.inner;
  }
  t.ok(treeHtml(valueTree(deep)).length < 10_000);
  const refuse = (): never => {
    throw new Error("a proxy is not asked");
  };
  const proxy = new Proxy(
    {},
    { ownKeys: refuse, get: refuse, getOwnPropertyDescriptor: refuse, has: refuse },
  );
  t.same(valueTree({ proxy }).children[0]?.children, []);
});

t.test("text alone where it says everything", async (t) => {
  t.same(Object.keys(treeBundle({ a: 1, b: [1, 2] })), ["text/plain"]);
  t.same(Object.keys(treeBundle({ a: { b: { c: { d: 1 } } } })), ["text/plain", "text/html"]);
  t.same(Object.keys(treeBundle(Array.from({ length: 300 }, (_, index) => index))), [
    "text/plain",
    "text/html",
  ]);
});

t.test("what is data stays data", async (t) => {
  const html = treeHtml(valueTree({ "<script>alert(1)</script>": "<img src=x onerror=alert(1)>" }));
  t.notMatch(html, /<script>|<img/);
});

t.test("values of other libraries", async (t) => {
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    mark: "point",
    data: { values: [] },
  };
  t.match(await duckBundle({ toSpec: () => spec }), { "application/vnd.vegalite.v5+json": spec });
  t.match(await duckBundle(spec), {
    "application/vnd.vegalite.v5+json": spec,
    "image/svg+xml": /^<svg/,
    "image/png": /^iVBOR/,
  });
  t.same(await duckBundle({ outerHTML: "<svg></svg>", localName: "svg" }), {
    "text/html": "<svg></svg>",
    "text/plain": "<svg>",
  });
  t.match(await duckBundle({ toDataURL: () => "data:image/png;base64,QUJD" }), { "image/png": "QUJD" });
  t.match(await duckBundle({ _toHtml: () => "<b>x</b>", _toPng: () => "QUJD" }), {
    "text/html": "<b>x</b>",
    "image/png": "QUJD",
  });
  t.same(await duckBundle({ _toMime: () => ({ "text/markdown": "# x" }) }), { "text/markdown": "# x" });
  t.match(await duckBundle(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1)), {
    "image/png": "iVBORwE=",
    "text/plain": "PNG image of 5 bytes",
  });
  t.equal(await duckBundle({ a: 1 }), null);
  t.equal(await duckBundle({ toSpec: 5, outerHTML: 3 }), null);
});

t.test("an output has a limit, and says so", async (t) => {
  const small = { "text/plain": "x", "text/html": "<b>" };
  t.equal(limitBundle(small), small);
  const large = limitBundle({ "text/plain": "x", "image/png": "A".repeat(10_000_001) });
  t.same(Object.keys(large).sort(), ["text/html", "text/plain"]);
  t.match(
    large["text/plain"],
    /^x\n\[image\/png of 10\.0 million characters was left out: an output holds up to 10\.0/,
  );
  const long = String(limitBundle({ "text/plain": "y".repeat(300_000) })["text/plain"]);
  t.ok(long.length < 201_000);
  t.match(long, /0\.30 million characters was cut off/);
});
