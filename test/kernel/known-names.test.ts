import t from "tap";
import { createKnownNames, usedNameAt } from "../../kernel/language/known-names.js";
import { createCellLanguageService } from "../../kernel/language/language-service.js";
import { quickInfoAt } from "../../kernel/language/quick-info.js";

/** The code without its mark, which is where the cursor is. */
const marked = (text: string) => ({ code: text.replace("|", ""), cursor: text.indexOf("|") });

t.test("a name that a cell uses and does not declare", async (t) => {
  const used = (text: string) => {
    const { code, cursor } = marked(text);
    return usedNameAt(code, cursor);
  };
  const plain = { isCalled: false, isArgument: false };
  t.same(used("al|pha + 1"), { root: "alpha", properties: [], ...plain });
  t.same(used("a.b.c|.d"), { root: "a", properties: ["b", "c"], ...plain });
  t.same(used("f(|"), { root: "f", properties: [], isCalled: true, isArgument: false });
  t.same(used("f(a.b|)"), { root: "a", properties: ["b"], isCalled: false, isArgument: true });
  for (const text of [
    "const alpha = 1; al|pha",
    "(alpha) => al|pha",
    "f().b|",
    "a?.b|",
    "a[0].b|",
    "new Shape|()",
    "({ al|pha: 1 })",
    "({ al|pha })",
    "interface Al|pha {}",
    "'al|pha'",
    "1 + 1|",
    "",
  ]) {
    t.equal(used(text), undefined, text);
  }
});

const DECLARED = `/** Adds two. */
function add(left: number, right = 2) { return left + right }
const point = { alpha: 1, inner: { deep: 'x' } };
let maybe: string | undefined = 'x';
function over(a: string): string; function over(a: number): number; function over(a: any) { return a }
class Box<T> { constructor(public value: T) {} /** Gives it. */ get() { return this.value } }
const box = new Box(3);
const { first, rest: [second] } = { first: 1, rest: [2] };
import { join } from "node:path";
import * as fs from "node:fs";
interface Size { width: number }
enum Colour { Red }
const unknown: any = 1;
`;

t.test("it is explained where it is declared as where it is used", async (t) => {
  const language = createCellLanguageService(t.testdir({}));
  const names = createKnownNames(language);
  const declared = new Set(
    "add point maybe over Box box first second join fs Size Colour unknown".split(" "),
  );
  const find = (text: string) => {
    const { code, cursor } = marked(text);
    const used = usedNameAt(code, cursor);
    if (used === undefined) throw new Error(`No name is used in ${text}`);
    language.edit(DECLARED, "");
    return names.find(used, (name) => declared.has(name), DECLARED.length);
  };
  for (const text of [
    "add|",
    "add(|)",
    "point|",
    "point.alpha|",
    "point.inner.deep|.length",
    "join|",

    "Box|",
    "Colour|",
    "Math.floor|",
    "Math.floor|(1)",
    "np|",
    "np.linspace|",
    "JSON.parse|('')",
    "readCsv|('a')",
    "setNumThreads|",
  ]) {
    const { code, cursor } = marked(text);
    t.match(find(text), { kind: "known", info: quickInfoAt(language, DECLARED, code, cursor) }, text);
  }
  t.match(find("Size|"), { kind: "known", info: { signature: "interface Size" } });
  for (const text of [
    "maybe|",
    "over|(1)",
    "box.value|",
    "Array.from|([])",
    "setTimeout|(f)",
    "nothing.b|",
  ]) {
    const kind = text.startsWith("nothing") ? "nothing" : "unclear";
    t.equal(find(text).kind, kind, text);
  }
  t.equal(find("unknown.any|").kind, "nothing");
  t.equal(find("noSuchName|").kind, "nothing");
  t.equal(find("f(noSuchName|)").kind, "unclear", "the signature of what is called may be told");
  const [used] = [usedNameAt("add", 1)];
  if (used !== undefined) t.equal(names.find(used, () => true, 0).kind, "unclear", "declared further down");
});
