// What a cell shows after its end belongs to that cell, whichever runs meanwhile.
import { EventEmitter, once } from "node:events";
import t from "tap";
import type { Answer } from "../../kernel/client.js";
import { printed, testKernel } from "./kernel-client.js";

const requestOf = ({ published: [first] }: Answer): string | undefined => first?.parentHeader.msg_id;

t.test("output of timers, promises and events", async (t) => {
  const kernel = await testKernel(t, undefined, { lateOutput: true });
  const late = new EventEmitter();
  kernel.onUnclaimed(({ header, parentHeader, content }) => {
    if (header.msg_type === "stream") late.emit("text", parentHeader.msg_id, content["text"]);
  });
  for (const [name, code] of Object.entries({
    timer: 'setTimeout(() => console.log("late"), 50)',
    interval: 'const ticking = setInterval(() => { clearInterval(ticking); console.log("late"); }, 50)',
    promise: 'new Promise((resolve) => setTimeout(resolve, 50)).then(() => console.log("late"))',
    "an async function":
      '(async () => { await new Promise((r) => setTimeout(r, 50)); console.log("late"); })()',
    "an error of a callback": 'setTimeout(() => { throw new Error("late"); }, 50)',
  })) {
    const shown = once(late, "text");
    const first = await kernel.execute(`${code}; 0`);
    const second = await kernel.execute('await new Promise((r) => setTimeout(r, 200)); console.log("mine");');
    t.equal(printed(second), "mine\n", `${name}: the running cell has its own output only`);
    const [parent, text] = await shown;
    t.equal(parent, requestOf(first), `${name}: the cell that started it`);
    t.match(text, /late/);
  }
});

t.test("output of the cell that runs goes to it, also after an interrupt", async (t) => {
  const kernel = await testKernel(t);
  const listener = { published: () => void kernel.request("control", "interrupt_request", {}) };
  await kernel.execute('console.log("begun"); for (;;) {}', {}, listener);
  t.equal(printed(await kernel.execute('console.log("next")')), "next\n");
});
