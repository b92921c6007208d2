// What a cell shows after its end belongs to that cell, whichever runs meanwhile.
import { EventEmitter, once } from "node:events";
import t from "tap";
import type { Answer } from "../../kernel/client.js";
import type { WireMessage } from "../../kernel/wire.js";
import { interrupt, printed, startEndlessCell, testKernel } from "./kernel-client.js";

const requestOf = ({ published: [first] }: Answer): string | undefined => first?.parentHeader.msg_id;

t.test("output of timers, promises and events", async (t) => {
  const kernel = await testKernel(t, undefined, { lateOutput: true });
  const late = new EventEmitter();
  const published = ({ header, parentHeader, content }: WireMessage): void => {
    if (header.msg_type === "stream") late.emit("text", parentHeader.msg_id, content["text"]);
  };
  kernel.onUnclaimed(published);
  for (const [name, code] of Object.entries({
    timer: 'setTimeout(() => console.log("late"), 50)',
    interval: 'const ticking = setInterval(() => { clearInterval(ticking); console.log("late"); }, 50)',
    promise: 'new Promise((resolve) => setTimeout(resolve, 50)).then(() => console.log("late"))',
    "an async function":
      '(async () => { await new Promise((r) => setTimeout(r, 50)); console.log("late"); })()',
    "an event":
      'const bell = new (require("node:events"))(); bell.on("ring", () => console.log("late")); setTimeout(() => bell.emit("ring"), 50)',
    "an event once": 'bell.once("call", () => console.log("late")); setTimeout(() => bell.emit("call"), 50)',
    "an answer of a server":
      'const server = require("node:http").createServer((_, answer) => setTimeout(() => answer.end("late"), 50)).listen(0, () => fetch(`http://localhost:${server.address().port}`).then((answer) => answer.text()).then((text) => { console.log(text); server.close(); }))',
    "a rejection":
      'void (async () => { await new Promise((r) => setTimeout(r, 50)); throw new Error("late"); })()',
    "an error of a callback": 'setTimeout(() => { throw new Error("late"); }, 50)',
  })) {
    const shown = once(late, "text");
    // On a slow machine it comes before the cell has ended.
    const first = await kernel.execute(`${code}; 0`, {}, { published });
    const second = await kernel.execute('await new Promise((r) => setTimeout(r, 200)); console.log("mine");');
    t.equal(printed(second), "mine\n", `${name}: the running cell has its own output only`);
    const [parent, text] = await shown;
    t.equal(parent, requestOf(first), `${name}: the cell that started it`);
    t.match(text, /late/);
  }
});

t.test("listeners can be removed as ever", async (t) => {
  const kernel = await testKernel(t);
  const { reply } = await kernel.execute(`
    const { EventEmitter } = require("node:events");
    const assert = require("node:assert");
    const emitter = new EventEmitter();
    const heard = [];
    const a = () => heard.push("a"), b = () => heard.push("b"), c = () => heard.push("c");
    emitter.on("x", a).once("x", b).prependListener("x", c).prependOnceListener("x", a);
    assert.deepEqual(emitter.listeners("x"), [a, c, a, b]);
    emitter.emit("x");
    assert.equal(heard.join(""), "acab");
    assert.equal(emitter.listenerCount("x"), 2);
    emitter.once("x", b).off("x", b).off("x", a).removeListener("x", c);
    assert.equal(emitter.listenerCount("x"), 0);
  `);
  t.match(reply, { status: "ok" });
});

t.test("output of the cell that runs goes to it, also after an interrupt", async (t) => {
  const kernel = await testKernel(t);
  const { answer } = await startEndlessCell(kernel, "for (;;) {}");
  // One request, and answered: another one could meet the cell that follows.
  await interrupt(kernel);
  await answer;
  t.equal(printed(await kernel.execute('console.log("next")')), "next\n");
});
