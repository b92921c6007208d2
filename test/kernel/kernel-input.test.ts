import t from "tap";
import { createHeader } from "../../kernel/messages.js";
import { createPendingQuestions } from "../../kernel/requests/input.js";
import type { WireMessage } from "../../kernel/wire.js";
import { printed, resultText, testKernel } from "./kernel-client.js";

t.test("lines and passwords, by standing still and by awaiting", async (t) => {
  const kernel = await testKernel(t);
  for (const [name, ask] of [
    ["prompt", "prompt"],
    ["input", "await input"],
  ] as const) {
    const asked: unknown[] = [];
    const answer = await kernel.execute(
      `const name = ${ask}('name? '); const secret = ${ask}('word? ', { password: true }); [name, secret].join(' ')`,
      {},
      {
        asked(prompt, password) {
          asked.push([prompt, password]);
          return password ? "hush" : "bob 🚀";
        },
      },
    );
    t.equal(resultText(answer), "'bob 🚀 hush'", name);
    t.same(asked, [
      ["name? ", false],
      ["word? ", true],
    ]);
    const refused = await kernel.execute(`${ask}('x')`);
    t.match(refused.reply, { status: "error", ename: "StdinNotImplementedError" });
  }
});

t.test("timers go on while a cell awaits input, and several questions may be open", async (t) => {
  const kernel = await testKernel(t);
  const answers = new Map<string, (text: string) => void>();
  const answer = kernel.execute(
    `const ticks: string[] = [];
const ticking = setInterval(() => ticks.push("tick"), 5);
const both = await Promise.all([input("first"), input("second")]);
clearInterval(ticking);
console.log(...both, ticks.length > 2);`,
    {},
    {
      asked: (prompt) =>
        new Promise((resolve) => {
          answers.set(prompt, resolve);
          // The second question is answered first, when the timer has ticked.
          if (answers.size === 2) {
            setTimeout(() => answers.get("second")?.("two"), 60);
            setTimeout(() => answers.get("first")?.("one"), 80);
          }
        }),
    },
  );
  t.equal(printed(await answer), "one two true\n");
});

t.test("an interrupted question is given up, and its late answer is nobody's", async (t) => {
  const kernel = await testKernel(t);
  for (const ask of ["prompt", "await input"]) {
    let late = (_text: string): void => undefined;
    const interrupted = await kernel.execute(
      `${ask}("first")`,
      {},
      {
        asked() {
          void kernel.request("control", "interrupt_request", {});
          return new Promise((resolve) => {
            late = resolve;
          });
        },
      },
    );
    t.match(interrupted.reply, { status: "error", ename: "Interrupted" });
    late("too late");
    const next = await kernel.execute(`${ask}("second")`, {}, { asked: (prompt) => `answer to ${prompt}` });
    t.equal(resultText(next), "'answer to second'", ask);
  }
});

t.test("answers that don't say which question they answer, as Python's clients send them", (t) => {
  const questions = createPendingQuestions();
  const message = (id: string, parent: string | undefined, value = ""): WireMessage => ({
    identities: [],
    header: createHeader(id, "session"),
    parentHeader: parent === undefined ? {} : createHeader(parent, "session"),
    metadata: {},
    content: { value },
    buffers: [],
  });
  const cell = message("execute_request", undefined).header;
  const ask = (id: number, parentHeader: WireMessage["parentHeader"]): WireMessage => {
    const question = { ...message("input_request", undefined), parentHeader };
    questions.add(question, id);
    return question;
  };
  const answered = (value: string): unknown => questions.take(message("input_reply", undefined, value));
  // One of another cell, which its client has forgotten.
  ask(1, createHeader("execute_request", "session"));
  ask(2, cell);
  ask(3, cell);
  t.match(answered("first"), { id: 2, value: "first" });
  t.match(answered("second"), { id: 3, value: "second" });
  const named = ask(4, cell);
  ask(5, cell);
  t.match(questions.take({ ...message("input_reply", undefined, "x"), parentHeader: named.header }), {
    id: 4,
  });
  t.end();
});
