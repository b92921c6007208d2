import t from "tap";
import { createOutputLimit } from "../../kernel/output-limit.js";
import { createMarkedText } from "../../kernel/session/marked-text.js";
import type { SessionOutput } from "../../kernel/session/supervisor.js";
import { interrupt, printed, published, testKernel } from "./kernel-client.js";

t.test("what is printed past console belongs to its cell, to the last byte", async (t) => {
  const kernel = await testKernel(t);
  const raw = "require('node:fs').writeSync(1, 'raw\\n'); require('node:fs').writeSync(2, 'wrong\\n');";
  for (let cell = 0; cell < 5; cell++) {
    const answer = await kernel.execute(raw);
    t.equal(printed(answer, "stdout"), "raw\n");
    t.equal(printed(answer, "stderr"), "wrong\n");
  }
  const spawned = await kernel.execute(
    "console.log('before'); require('node:child_process').execSync('seq 20000; echo end >&2', { stdio: 'inherit' });",
  );
  t.equal(
    printed(spawned, "stdout"),
    `before\n${Array.from({ length: 20000 }, (_, i) => `${i + 1}\n`).join("")}`,
  );
  t.equal(printed(spawned, "stderr"), "end\n");
  t.equal((await kernel.execute("require('node:fs').closeSync(1)")).reply["status"], "ok");
  t.equal(
    printed(await kernel.execute("console.log('after')")),
    "after\n",
    "a closed descriptor holds nothing up",
  );
});

t.test("what a native library prints through C's stdio comes line by line", async (t) => {
  const kernel = await testKernel(t);
  const library = new URL("../../runtime/native.js", import.meta.url).href;
  const ir = (text: string): string =>
    `@text = private constant [${text.length + 1} x i8] c"${text.replace("\n", "\\0A")}\\00"
declare i32 @printf(ptr, ...)
define i32 @say(ptr %context, ptr %arguments, ptr %results) {
  %count = call i32 (ptr, ...) @printf(ptr @text)
  ret i32 0
}`;
  await kernel.execute(`%%parallel\nfunction twice(x) { return 2 * x; }\ntwice(1);`);
  await kernel.execute(`
    import { loadNative } from ${JSON.stringify(library)};
    const native = loadNative();
    const slots = native.slots(1);
    const say = (ir) => native.call(native.compile(ir, { optLevel: 0 }).lookup("say"), slots, slots);`);
  let isShown = false;
  const { reply } = await kernel.execute(
    `say(${JSON.stringify(ir("printed\n"))});\nfor (;;) {}`,
    {},
    {
      published({ header, content }) {
        if (header.msg_type !== "stream" || isShown) return;
        isShown = true;
        t.equal(content["text"], "printed\n");
        void interrupt(kernel);
      },
    },
  );
  t.match(reply, { ename: "Interrupted" });
  const unfinished = await kernel.execute(`say(${JSON.stringify(ir("no end of line"))})`);
  t.equal(printed(unfinished, "stdout"), "no end of line");
});

t.test("a million lines arrive, each once and in order", async (t) => {
  const kernel = await testKernel(t);
  const lines = 1_000_000;
  const answer = await kernel.execute(`for (let i = 0; i < ${lines}; i++) console.log(i)`);
  let next = 0;
  const inOrder = printed(answer)
    .trimEnd()
    .split("\n")
    .every((line) => line === String(next++));
  t.ok(inOrder);
  t.equal(next, lines);
  t.ok(published(answer, "stream").length < lines / 100, "in few messages");
});

t.test("a long text arrives in pieces, in its place, and no character is cut in two", async (t) => {
  const kernel = await testKernel(t);
  const answer = await kernel.execute(
    "console.log('before'); process.stdout.write('x' + '\u{1f680}'.repeat(1e5)); console.log('after');",
  );
  const pieces = published(answer, "stream").map(({ content }) => String(content["text"]));
  t.ok(pieces.length > 3, "in pieces");
  t.ok(pieces.join("") === `before\nx${"\u{1f680}".repeat(1e5)}after\n`, "in order");
  t.notOk(
    pieces.some((piece) => /\p{Surrogate}/u.test(piece)),
    "of whole characters",
  );
});

t.test("beyond the limit output is cut, with a notice; other cells have their own", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("%config output_limit=0.01");
  const cut = await kernel.execute("for (let i = 0; i < 1e5; i++) console.log('0123456789')");
  t.equal(printed(cut, "stdout").length, 10_000);
  t.equal(
    printed(cut, "stderr"),
    "\n[The rest of the output is cut: it exceeds 0.01 MB. %config output_limit=MB sets the limit.]\n",
  );
  t.equal(printed(await kernel.execute("console.log('short')")), "short\n");
});

t.test("an interrupt ends a flood of output", async (t) => {
  const kernel = await testKernel(t);
  let isAsked = false;
  const { reply } = await kernel.execute(
    "for (;;) console.log('flood')",
    {},
    {
      published({ header }) {
        if (header.msg_type !== "stream" || isAsked) return;
        isAsked = true;
        void interrupt(kernel);
      },
    },
  );
  t.match(reply, { ename: "Interrupted" });
  t.equal(printed(await kernel.execute("console.log('next')")), "next\n");
});

t.test("a limit cuts between characters", async (t) => {
  const kept: SessionOutput[] = [];
  const limit = createOutputLimit(() => 5);
  const print = (cell: number, text: string): void =>
    limit({ kind: "stream", cell, name: "stdout", text }, (message) => void kept.push(message));
  print(1, "abc");
  print(1, "äöü");
  print(1, "more");
  print(2, "abcde");
  t.match(kept, [
    { text: "abc" },
    { text: "ä" },
    { name: "stderr", text: /exceeds 0.000005 MB/ },
    { cell: 2, text: "abcde" },
  ]);
});

t.test("marks are taken out of text, in whatever pieces it comes", async (t) => {
  const mark = "\0mark\0";
  const whole = Buffer.from(`one${mark}zwölf${mark}${mark}\0no mark`);
  for (let size = 1; size < 9; size++) {
    let text = "";
    const read = createMarkedText(mark, {
      text(part) {
        text += part;
      },
      marked() {
        text += "|";
      },
    });
    for (let at = 0; at < whole.length; at += size) read(whole.subarray(at, at + size));
    t.equal(text, "one|zwölf||\0no mark", `pieces of ${size}`);
  }
});
