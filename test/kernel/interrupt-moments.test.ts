import t from "tap";
import type { Answer, KernelClient } from "../../kernel/client.js";
import { interrupt, printed, resultText, testKernel } from "./kernel-client.js";
import { createRandom } from "./wire-fuzz/random.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1e6);
const random = createRandom(seed);

/** Sends a cell, and an interrupt up to `latest` milliseconds after it has become busy. */
async function interruptSoon(kernel: KernelClient, code: string, latest: number): Promise<Answer> {
  let begun = (): void => undefined;
  const busy = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const answer = kernel.execute(
    code,
    {},
    {
      published({ header }) {
        if (header.msg_type === "execute_input") begun();
      },
    },
  );
  await busy;
  await new Promise((resolve) => setTimeout(resolve, random() * latest));
  await interrupt(kernel);
  return answer;
}

/** Endless cells; those of parallel code are compiled anew each time. */
const CELLS: readonly ((index: number) => string)[] = [
  () => "for (;;) {}",
  () => "await new Promise(() => {})",
  () => "for (;;) await null",
  (index) =>
    `%%parallel\nlet x${index} = 0.0;\nfor (const i of range(1e15)) x${index} = x${index} * 0.5 + i;`,
  (index) => `await endless.async(1e15, ${index})`,
  (index) => `await Promise.all([1, 2, 3].map((n) => endless.async(1e15 + n, ${index})))`,
  () => "for (;;) endless(1e3, 1)",
  (index) => `const big${index} = ${index}; for (;;) await new Promise((r) => setTimeout(r, 1))`,
];

t.test(`interrupts at random moments, seed ${seed}`, async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("let kept = 42;");
  await kernel.execute(
    "%%parallel\nfunction endless(n, x) { let s = 0.0; for (const i of range(n)) s = s * 0.5 + i + x; return s; }",
  );
  for (let index = 0; index < 40; index++) {
    const make = CELLS[index % CELLS.length];
    if (make === undefined) continue;
    const { reply } = await interruptSoon(kernel, make(index), 30);
    t.equal(reply["status"], "error", make(index));
    t.match(reply["ename"], /Interrupt/, make(index));
    t.equal(resultText(await kernel.execute("kept")), "42");
    t.equal((await kernel.execute("endless(10, 1)")).reply["status"], "ok");
  }
});

t.test("parallel code that nobody waits for ends with the interrupt, without a word", async (t) => {
  const kernel = await testKernel(t);
  let late = "";
  kernel.onUnclaimed(({ header, content }) => {
    if (header.msg_type === "stream") late += String(content["text"]);
  });
  await kernel.execute(
    "%%parallel\nfunction endless(n, x) { let s = 0.0; for (const i of range(n)) s = s * 0.5 + i + x; return s; }",
  );
  const answer = await interruptSoon(kernel, "endless.async(1e15, 1); await new Promise(() => {})", 100);
  t.match(answer.reply["ename"], /Interrupt/);
  await kernel.execute("await new Promise((r) => setTimeout(r, 50))");
  t.equal(printed(answer), "");
  t.equal(late, "");
});

t.test(`interrupts while a session starts, seed ${seed}`, async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("%config spare_session=off");
  for (let index = 0; index < 4; index++) {
    const first =
      index % 2 === 0
        ? "for (;;) {}"
        : "%%parallel\nlet s = 0.0;\nfor (const i of range(1e15)) s = s * 0.5 + i;";
    t.match((await kernel.execute("process.exit()")).reply, { ename: "SessionLostError" });
    const { reply } = await interruptSoon(kernel, first, 400);
    t.match(reply["ename"], /Interrupt/, first);
    t.equal(resultText(await kernel.execute("np.ones([2]).sum()")), "2", "with all that the session loads");
    t.equal(resultText(await kernel.execute("%%parallel\nsum(arange(4))")), "6");
  }
});
