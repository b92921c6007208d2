// Values and errors whose members throw when they are looked at: the cell gets its reply, and the session goes on.
import t from "tap";
import { resultText, testKernel, traceback } from "./kernel-client.js";

t.test("thrown values", async (t) => {
  const kernel = await testKernel(t);
  const thrown = async (code: string): Promise<string> => {
    const answer = await kernel.execute(code);
    t.equal(answer.reply["status"], "error", code);
    return traceback(answer).join("\n");
  };

  t.match(
    await thrown(
      "class Mute extends Error { get message() { throw 1; } get name() { throw 2; } }\nthrow new Mute()",
    ),
    /> 2 \| throw new Mute\(\)/,
  );
  t.match(
    await thrown("throw new Proxy(new Error('p'), { get() { throw new Error('trap'); } })"),
    /Uncaught: Error: p/,
  );
  t.match(
    await thrown("throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw 1; } }"),
    "Uncaught: [object that can't be shown]",
  );
  const odd = "Object.assign(new AggregateError([]), { errors: 5, name: 3, stack: 7 })";
  t.match(await thrown(`throw ${odd}`), /^3/);

  const circle = await thrown(
    "const a = new Error('outer'); a.cause = new Error('inner', { cause: a }); throw a",
  );
  t.match(circle, /Caused by: Error: inner[\s\S]*Caused by: Error: outer \(the error above\)$/);
  t.equal(circle.split("Caused by").length, 3);

  t.match(
    await thrown("require('node:vm').runInNewContext('throw new TypeError(\"of another realm\")')"),
    /TypeError: of another realm[\s\S]*at cell\[\d+\]:1:/,
  );
});

t.test("an error that hid another where a resource was disposed of", async (t) => {
  const kernel = await testKernel(t);
  const answer = await kernel.execute(
    "{\n  using a = { [Symbol.dispose]() { throw new Error('while closing'); } };\n  throw new Error('in the block');\n}",
  );
  const text = traceback(answer).join("\n");
  t.match(text, /Thrown: Error: while closing[\s\S]*Suppressed: Error: in the block/);
  t.notMatch(text, /__disposeResources/, "what TypeScript adds is no frame of the cell");
});

t.test("lines of the stack that repeat are told once", async (t) => {
  const kernel = await testKernel(t);
  const lines = traceback(await kernel.execute("const down = (): number => 1 + down();\ndown()"));
  t.match(lines.at(-1), /^ {4}… \d+ more times$/);
  t.ok(lines.length < 12, lines.join("\n"));
});

t.test("shown values", async (t) => {
  const kernel = await testKernel(t);
  const shown = async (code: string): Promise<string | undefined> => resultText(await kernel.execute(code));
  t.equal(await shown("({ get data() { throw new Error('run'); }, b: 1 })"), "{ data: [Getter], b: 1 }");
  const strict =
    "new Proxy({ PORT: 80 }, { get(held, name) { if (name in held) return held[name]; throw new Error('unknown'); } })";
  t.equal(await shown(`const settings = ${strict}; settings`), "{ PORT: 80 }");
  t.equal(await shown("const untouchable = new Proxy({}, { getPrototypeOf() { throw 1; } }); 1"), "1");
  t.equal(
    await shown("class Named { static get name() { throw 1; } }\nconst instance = new Named(); 2"),
    "2",
  );
});

t.test("a session in which user code replaced what Node offers", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute(
    "globalThis.setTimeout = () => 5; process.stdout.write = () => true; console.log = () => {};",
  );
  await kernel.execute("process.removeAllListeners(); Error.prepareStackTrace = () => 'mine';");
  t.equal(resultText(await kernel.execute("6 * 7")), "42");
});
