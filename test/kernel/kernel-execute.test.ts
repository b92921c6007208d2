import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { printed, published, resultText, testKernel, traceback } from "./kernel-client.js";

t.test("cells of one session", async (t) => {
  const folder = t.testdir({ "lib.ts": "export const seven: number = 7;", "data.json": '{"a":1}' });
  const kernel = await testKernel(t, folder);
  const value = async (code: string): Promise<string | undefined> => {
    const answer = await kernel.execute(code);
    if (answer.reply["status"] !== "ok") throw new Error(traceback(answer).join("\n"));
    return resultText(answer);
  };

  await t.test("variables are shared, closures see updates", async (t) => {
    await value("let a = 20; const get = () => a;");
    await value("function add(x: number) { return x + a; }");
    t.equal(await value("add(22)"), "42");
    await value("a = 5");
    t.equal(await value("get()"), "5");
  });

  await t.test("any name may be declared anew, as anything", async (t) => {
    await value("const q = 1");
    await value("const q = 'three'");
    await value("class q {}");
    t.equal(await value("function q() { return 4 } q()"), "4");
  });

  await t.test("functions see what later cells declare", async (t) => {
    await value("function early() { return late * 2 }");
    await value("const late = 21");
    t.equal(await value("early()"), "42");
  });

  await t.test("what is shown, and what is not", async (t) => {
    t.equal(await value("undefined"), undefined);
    t.equal(await value("null"), "null");
    t.equal(await value("10n"), "10n");
    t.equal(await value("({ a: 1, b: [1, 2] })"), "{ a: 1, b: [ 1, 2 ] }");
    t.equal(await value("const shown = 1"), undefined);
    t.equal(await value("new Promise(() => {})"), "Promise { <pending> }");
    t.equal(await value(""), undefined);
  });

  await t.test("await and imports", async (t) => {
    t.equal(await value("await new Promise<number>(r => setTimeout(() => r(7), 5))"), "7");
    await value(
      "import { join as j } from 'node:path'; import * as path from 'node:path'; import os from 'node:os'",
    );
    t.equal(await value("j('a', path.basename('/x/b'), typeof os.cpus)"), "'a/b/function'");
    t.equal(await value("import { seven } from './lib.ts'; seven"), "7");
    t.equal(await value("import data from './data.json' with { type: 'json' }; data.a"), "1");
    t.equal(await value("let n = 0; for await (const x of [1, Promise.resolve(2)]) n += x; n"), "3");
    t.equal(await value("require('node:path').sep"), "'/'");
    const missing = await kernel.execute("import { nothing } from 'node:path'");
    t.match(missing.reply["evalue"], /'node:path' has no export 'nothing'/);
  });

  await t.test("a changed module is read anew", async (t) => {
    writeFileSync(join(folder, "lib.ts"), "export const seven: string = 'seven';");
    t.equal(await value("import { seven } from './lib.ts'; seven"), "'seven'");
  });

  await t.test("output and its order", async (t) => {
    const answer = await kernel.execute("console.log('a'); console.error('b'); process.stdout.write('c'); 1");
    t.equal(printed(answer, "stdout"), "a\nc");
    t.equal(printed(answer, "stderr"), "b\n");
    const types = answer.published.map(({ header }) => header.msg_type);
    t.same(types, ["status", "execute_input", "stream", "stream", "stream", "execute_result", "status"]);
  });

  await t.test("a hundred thousand lines arrive whole, in few messages", async (t) => {
    const answer = await kernel.execute("for (let i = 0; i < 1e5; i++) console.log(i)");
    t.equal(printed(answer), Array.from({ length: 1e5 }, (_, i) => `${i}\n`).join(""));
    t.ok(published(answer, "stream").length < 500);
  });

  await t.test("display, update, clear", async (t) => {
    const answer = await kernel.execute(
      "const handle = display('v1', { id: 'd' }); handle.update('v2'); display.clear({ wait: true }); display.html('<b>')",
    );
    t.match(published(answer, "display_data")[0]?.content, {
      data: { "text/plain": "'v1'" },
      transient: { display_id: "d" },
    });
    t.match(published(answer, "update_display_data")[0]?.content, { transient: { display_id: "d" } });
    t.match(published(answer, "clear_output")[0]?.content, { wait: true });
    t.match(published(answer, "execute_result")[0]?.content["data"], { "text/html": "<b>" });
    for (const cell of ["display('v1')", "handle", "display.update('d', 1)", "display.clear()"]) {
      t.same(published(await kernel.execute(cell), "execute_result"), [], cell);
    }
  });

  await t.test("charts are drawn by the client, as SVG", async (t) => {
    const answer = await kernel.execute("display(plot([1, 2, 3])); bar({ a: 1 })");
    const metadata = { "application/vnd.vegalite.v5+json": { embed_options: { renderer: "svg" } } };
    for (const type of ["display_data", "execute_result"]) {
      const [shown] = published(answer, type);
      t.match(shown?.content["data"], { "image/svg+xml": /^<svg/ }, type);
      t.same(shown?.content["metadata"], metadata);
    }
  });

  await t.test("an uncaught error of a callback is shown, and nothing ends", async (t) => {
    const thrown = await kernel.execute(
      "setTimeout(() => { throw new Error('late') }, 1); await new Promise(r => setTimeout(r, 50))",
    );
    t.match(printed(thrown, "stderr"), /Error.*: late\n/);
    const rejected = await kernel.execute(
      "void Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r, 20))",
    );
    t.match(printed(rejected, "stderr"), /lost/);
    t.equal(await value("a"), "5");
  });

  await t.test("user expressions", async (t) => {
    const { reply } = await kernel.execute("", { user_expressions: { good: "a + 1", bad: "nope" } });
    t.match(reply["user_expressions"], {
      good: { status: "ok", data: { "text/plain": "6" } },
      bad: { status: "error", ename: "ReferenceError" },
    });
  });

  await t.test("silent cells publish nothing and don't count", async (t) => {
    const count = (await kernel.execute("1")).reply["execution_count"];
    const silent = await kernel.execute("console.log('x'); 1", { silent: true });
    t.same(
      silent.published.map(({ header }) => header.msg_type),
      ["status", "status"],
    );
    t.equal((await kernel.execute("1")).reply["execution_count"], Number(count) + 1);
  });
});

t.test("errors", async (t) => {
  const kernel = await testKernel(t);

  await t.test("a stack in the cell's own lines, through several cells", async (t) => {
    await kernel.execute(
      "interface A { b: number }\n\nfunction check(n: number): number {\n  throw new RangeError('too big: ' + n);\n}",
    );
    const answer = await kernel.execute("const n: number = 3;\ncheck(n)");
    t.match(answer.reply, { status: "error", ename: "RangeError", evalue: "too big: 3" });
    t.same(
      traceback(answer),
      [
        "RangeError: too big: 3",
        "",
        "  2 | ",
        "  3 | function check(n: number): number {",
        "> 4 |   throw new RangeError('too big: ' + n);",
        "    |         ^",
        "  5 | }",
        "",
        "    at check (cell[1]:4:9)",
        "    at cell[2]:2:1",
      ].map((line) => line.trimEnd()),
    );
    const [error] = published(answer, "error");
    t.equal(error?.content["ename"], "RangeError");
  });

  await t.test("causes and values that are no errors", async (t) => {
    const caused = await kernel.execute("throw new Error('outer', { cause: new TypeError('inner') })");
    t.match(traceback(caused).join("\n"), /Error: outer[\s\S]*Caused by: TypeError: inner/);
    t.match((await kernel.execute("throw { a: 1 }")).reply, { ename: "Uncaught", evalue: "{ a: 1 }" });
    t.match((await kernel.execute("throw undefined")).reply, { ename: "Uncaught", evalue: "undefined" });
    t.match((await kernel.execute("const e = new Error('x'); e.stack = 7; throw e")).reply, { evalue: "x" });
  });

  await t.test("syntax errors show the place", async (t) => {
    const answer = await kernel.execute("const a = 1;\nfunction ( {");
    t.match(answer.reply, { ename: "SyntaxError" });
    t.match(traceback(answer).join("\n"), /> 2 \| function \( \{\n {4}\| {10}\^/);
  });

  await t.test("what was declared before the error stays", async (t) => {
    await kernel.execute("const kept = 5; throw new Error('x'); const never = 6;");
    t.equal(resultText(await kernel.execute("kept")), "5");
    t.match((await kernel.execute("never")).reply, { evalue: "never is not defined" });
  });

  await t.test("an error aborts what waits, unless told not to", async (t) => {
    const failing = "await new Promise(r => setTimeout(r, 50)); throw new Error('stop')";
    const aborted = await Promise.all([kernel.execute(failing), kernel.execute("1"), kernel.execute("2")]);
    t.same(
      aborted.map(({ reply }) => reply["status"]),
      ["error", "aborted", "aborted"],
    );
    t.same(aborted[1]?.reply, { status: "aborted" });
    for (const options of [{ stop_on_error: false }, { silent: true }]) {
      const kept = await Promise.all([kernel.execute(failing, options), kernel.execute("1")]);
      t.same(
        kept.map(({ reply }) => reply["status"]),
        ["error", "ok"],
        JSON.stringify(options),
      );
    }
  });
});

t.test("values are looked at while a cell awaits", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute(
    "const table: any = { someKey: 1 }; const grid = np.zeros([3, 4], 'float32'); const list = [1, 2];",
  );
  const running = kernel.execute("await new Promise(() => {})");
  // A session that is slow to answer is not waited for: asked again, it answers.
  const asked = async (type: string, code: string, wanted: RegExp): Promise<string> => {
    let text = "";
    for (let attempt = 0; attempt < 100 && !wanted.test(text); attempt++) {
      const content = { code, cursor_pos: code.length, detail_level: 0 };
      text = JSON.stringify((await kernel.request("shell", type, content)).reply);
    }
    return text;
  };
  for (const [type, code, wanted] of [
    ["complete_request", "table.some", /"matches":\["someKey"/],
    ["inspect_request", "grid", /NDArray of float32, shape \[3, 4\]/],
    ["inspect_request", "list", /Array\(2\)/],
  ] as const) {
    t.match(await asked(type, code, wanted), wanted);
  }
  await kernel.request("control", "interrupt_request", {});
  await running;
});

t.test("questions are answered while a cell runs", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("const someObject = { alphaKey: 1 }; function twice(x: number) { return 2 * x; }");
  const complete = async (code: string) => {
    const { reply } = await kernel.request("shell", "complete_request", {
      code,
      cursor_pos: [...code].length,
    });
    return reply["matches"];
  };
  t.match(await complete("'🚀'; someObject.al"), ["alphaKey"]);
  const running = kernel.execute("{ const end = Date.now() + 4000; while (Date.now() < end); }");
  t.match(await complete("'abc'.toUpp"), ["toUpperCase"]);
  t.match(await complete("someOb"), ["someObject"]);
  const info = await kernel.request("shell", "inspect_request", {
    code: "twice(1)",
    cursor_pos: 3,
    detail_level: 1,
  });
  t.match(info.reply["found"], true);
  t.match(JSON.stringify(info.reply["data"]), /function twice\(x: number\): number/);
  const complete_ = await kernel.request("shell", "is_complete_request", { code: "if (x) {" });
  t.match(complete_.reply, { status: "incomplete", indent: "  " });
  await kernel.request("control", "interrupt_request", {});
  await running;
});

t.test("cells that come while the session loads run to their end", async (t) => {
  const run = async (): Promise<string | undefined> => {
    const kernel = await testKernel(t);
    return resultText(await kernel.execute("await new Promise((resolve) => setTimeout(resolve, 400)); 1"));
  };
  t.same(await Promise.all(Array.from({ length: 6 }, run)), Array(6).fill("1"));
});
