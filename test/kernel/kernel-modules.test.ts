// What cells import, and syntax that TypeScript has to write anew before it runs.
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { printed, resultText, testKernel, traceback } from "./kernel-client.js";

t.test("packages, files and their changes", async (t) => {
  const folder = t.testdir({
    "data.json": '{"a":1}',
    "outer.ts": 'export { inner } from "./inner.js"; export { view } from "./view";',
    "inner.ts": "export const inner: string = 'first';",
    "view.tsx":
      "const React = { createElement: (tag: string, _: unknown, ...parts: unknown[]) => [tag, ...parts] };\nexport const view = <p>{7}</p>;",
    node_modules: {
      plain: {
        "package.json": '{"name":"plain","main":"main.js"}',
        "main.js": "module.exports = { seven: 7, twice(x) { return 2 * x; } };",
      },
      modern: {
        "package.json": '{"name":"modern","type":"module","exports":"./main.js"}',
        "main.js": "export const nine = 9; export default () => 'default';",
      },
    },
  });
  const kernel = await testKernel(t, folder);
  const value = async (code: string): Promise<string | undefined> => {
    const answer = await kernel.execute(code);
    if (answer.reply["status"] !== "ok") throw new Error(traceback(answer).join("\n"));
    return resultText(answer);
  };
  t.equal(
    await value("import { seven, twice } from 'plain'; import all from 'plain'; [twice(seven), all.seven]"),
    "[ 14, 7 ]",
  );
  t.equal(await value("import make, { nine } from 'modern'; [make(), nine]"), "[ 'default', 9 ]");
  t.equal(await value("require('plain').seven"), "7");
  t.equal(await value("import data from './data.json'; data.a"), "1");
  t.equal(await value("import { inner, view } from './outer.ts'; [inner, view]"), "[ 'first', [ 'p', 7 ] ]");
  writeFileSync(join(folder, "inner.ts"), "export const inner: string = 'second';");
  // Clocks of files may be coarse.
  utimesSync(join(folder, "inner.ts"), new Date(), new Date(Date.now() + 5000));
  t.equal(await value("import { inner } from './outer.ts'; inner"), "'second'", "of an imported file");
  const missing = await kernel.execute("import { nothing } from 'plain'");
  t.match(missing.reply["evalue"], /'plain' has no export 'nothing'/);
});

t.test("disposal at the end of a block", async (t) => {
  const kernel = await testKernel(t);
  const answer = await kernel.execute(
    `{
  using a = { [Symbol.dispose]() { console.log("a"); } };
  await using b = { async [Symbol.asyncDispose]() { await null; console.log("b"); } };
  console.log("inside");
}
console.log("after");`,
  );
  t.equal(printed(answer), "inside\nb\na\nafter\n");
});

t.test("a result of a parallel function that `using` declares gives its memory back", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("%%parallel\nfunction double(a) { return a + a; }");
  const answer = await kernel.execute(
    `const seen: unknown[] = [];
for (let k = 0; k < 3; k++) {
  using result = double(np.full([4], k));
  seen.push(result);
  console.log(result.sum());
}
seen[0]`,
  );
  t.equal(printed(answer), "0\n8\n16\n");
  t.match(answer.reply["evalue"], /given back where `using` ended/);
});

t.test("JSX", async (t) => {
  const kernel = await testKernel(t);
  const answer = await kernel.execute(
    `/** @jsx h */
function h(tag: string, attributes: object, ...children: unknown[]) { return [tag, attributes, ...children]; }
const name = "you";
<b id="x">hello {name}</b>`,
  );
  t.equal(resultText(answer), "[ 'b', { id: 'x' }, 'hello ', 'you' ]");
  await kernel.execute("const React = { createElement: (tag: unknown) => tag, Fragment: 'fragment' }");
  t.equal(resultText(await kernel.execute("<>{1}</>")), "'fragment'");
  t.equal(resultText(await kernel.execute("const same = <T>(x: T): T => x; same(3)")), "3");
  const wrong = await kernel.execute("const a = <b>wrong</i>");
  t.match(wrong.reply, { ename: "SyntaxError" });
});
