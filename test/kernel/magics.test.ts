import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { isJsonObject } from "../../kernel/wire.js";
import { interrupt, printed, resultText, startEndlessCell, testKernel, traceback } from "./kernel-client.js";

t.test("variables: %who, %whos, %reset", async (t) => {
  const kernel = await testKernel(t);
  t.equal(printed(await kernel.execute("%who")), "There are no variables.\n");
  await kernel.execute(
    "const n = 3; let text = 'a\\nb'; const a = np.zeros([2, 3]); function f() { return n; }",
  );
  t.equal(printed(await kernel.execute("%who")), "a  f  n  text\n");
  t.equal(printed(await kernel.execute("%who number")), "n\n");
  t.equal(
    printed(await kernel.execute("%whos")),
    [
      "Name  Type      Value",
      "a     NDArray   float64, 2 × 3, 48 bytes",
      "f     function  [Function: f]",
      "n     number    3",
      "text  string    'a\\nb'",
      "",
    ].join("\n"),
  );
  t.equal(printed(await kernel.execute("%reset")), "Removed 4 variables\n");
  t.match((await kernel.execute("n")).reply, { evalue: "n is not defined" });
  t.match(
    (await kernel.execute("(() => n)()")).reply,
    { evalue: "n is not defined" },
    "nor through globalThis",
  );
  t.equal(resultText(await kernel.execute("let n = 4; n")), "4");
});

t.test("the surroundings: %cd, %env, %%writefile, %run, !", async (t) => {
  const folder = realpathSync(t.testdir({ inner: {} }));
  const kernel = await testKernel(t, folder);
  await kernel.execute("%%writefile inner/part.ts\nexport const part: number = 20;");
  t.equal(readFileSync(join(folder, "inner", "part.ts"), "utf8"), "export const part: number = 20;\n");
  t.equal(
    printed(await kernel.execute("%%writefile -a inner/part.ts\nexport default 1;\n")),
    "Appended to inner/part.ts\n",
  );
  writeFileSync(
    join(folder, "inner", "main.ts"),
    'import { part } from "./part.ts";\nenum E { A = 1 }\nconst sum: number = part + E.A;\nfunction twice(x: number) { return x * 2; }\n',
  );
  t.match((await kernel.execute("%run inner/main.ts\ntwice(sum)")).reply, { status: "ok" });
  t.equal(resultText(await kernel.execute("twice(sum)")), "42");
  writeFileSync(join(folder, "inner", "wrong.ts"), "const a = 1;\n\nthrow new RangeError(`${a}`);\n");
  const failed = await kernel.execute("%run inner/wrong.ts");
  t.match(failed.reply, { ename: "RangeError", evalue: "1" });
  t.ok(
    traceback(failed).some((line) => line.includes("wrong.ts:3:")),
    "the place in the file",
  );

  writeFileSync(join(folder, "inner", "broken.ts"), "const a = 1;\nconst b = ;\n");
  for (const cell of ["%run inner/broken.ts", "import './inner/broken.ts'"]) {
    const text = traceback(await kernel.execute(cell)).join("\n");
    t.match(text, /^SyntaxError: .*broken\.ts:2:11: Expression expected[\s\S]*> 2 \| const b = ;/, cell);
    t.notMatch(text, /\n {4}at .*hooks/, "without the loader's frames");
  }

  t.notMatch(traceback(await kernel.execute("import './missing.ts'")).join("\n"), /\n {4}at .*hooks/);

  t.equal(printed(await kernel.execute("%cd inner")), `${join(folder, "inner")}\n`);
  t.equal(resultText(await kernel.execute('import { part } from "./part.ts"; part')), "20", "imports follow");
  t.equal(printed(await kernel.execute("!pwd")), `${join(folder, "inner")}\n`, "commands follow");
  t.equal(printed(await kernel.execute("%cd -")), `${folder}\n`);
  t.match((await kernel.execute("%cd nowhere")).reply, { status: "error", ename: "Error" });

  t.equal(printed(await kernel.execute("%env WEFT_PROBE=a b")), "WEFT_PROBE=a b\n");
  t.equal(
    printed(await kernel.execute("!echo $WEFT_PROBE; exit 3")),
    "a b\nThe command ended with exit code 3\n",
  );
  t.equal(printed(await kernel.execute("%env WEFT_PROBE=")), "WEFT_PROBE=\n");
  await kernel.execute("%env MY_SECRET=abc");
  t.match(printed(await kernel.execute("%env")), /MY_SECRET=<hidden>/);
});

t.test("packages: %install", async (t) => {
  const folder = t.testdir({
    project: {},
    small: {
      "package.json": '{"name":"small-part","version":"1.0.0","type":"module"}',
      "index.js": "export const half = 21;",
    },
  });
  const kernel = await testKernel(t, join(folder, "project"));
  t.match((await kernel.execute('import { half } from "small-part"')).reply, { status: "error" });
  const installed = await kernel.execute("%install --offline --no-audit ../small");
  t.equal(installed.reply["status"], "ok", printed(installed));
  t.equal(resultText(await kernel.execute('import { half } from "small-part"; half * 2')), "42");
});

t.test("%%bash fails with its script, and is interrupted", async (t) => {
  // An interrupt does not wait for what the command still prints.
  const kernel = await testKernel(t, undefined, { lateOutput: true });
  const failed = await kernel.execute("%%bash\necho out\necho err >&2\nfalse");
  t.match(failed.reply, { ename: "CommandError", evalue: "The command ended with exit code 1" });
  t.equal(printed(failed, "stdout"), "out\n");
  t.equal(printed(failed, "stderr"), "err\n");
  const { answer } = await startEndlessCell(kernel, "!echo $$; sleep 1000");
  await interrupt(kernel);
  t.match((await answer).reply, { ename: "Interrupted" });
});

t.test("%check runs nothing", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute("const kept = 1; const a = np.zeros([2, 3]);");
  const wrong = await kernel.execute("%check\nlet n: string = kept; throw 1;");
  t.match(printed(wrong, "stderr"), /cell\[2\]:2:5: Type 'number' is not assignable to type 'string'/);
  t.equal(wrong.reply["status"], "ok");
  t.equal(printed(await kernel.execute("%check\nconst more = kept + 1;")), "No errors\n");
  t.match((await kernel.execute("more")).reply, { evalue: "more is not defined" });
  const parallel = await kernel.execute("%check\n%%parallel\nconst b = a.nothing;");
  t.match(parallel.reply, { status: "error", ename: "ParallelTypeError" });
  t.equal(
    printed(await kernel.execute("%check\n%%parallel\nconst b = a + 1;")),
    "No errors: the cell compiles\n",
  );
  t.match((await kernel.execute("b")).reply, { evalue: "b is not defined" });
});

t.test("help: NAME? fills the pager, inspection and completion know magics", async (t) => {
  const kernel = await testKernel(t);
  const pager = async (code: string): Promise<unknown> => {
    const { payload } = (await kernel.execute(code)).reply;
    const [page] = Array.isArray(payload) ? payload : [];
    if (!isJsonObject(page)) return undefined;
    t.equal(page["source"], "page");
    return isJsonObject(page["data"]) ? page["data"]["text/plain"] : undefined;
  };
  t.match(await pager("%timeit?"), /^%timeit EXPRESSION\n/);
  t.match(await pager("?%%bash"), /^%%bash\n/);
  await kernel.execute("/** Doubles. */\nfunction twice(x: number) { return x * 2; }");
  t.match(await pager("twice?"), /function twice\(x: number\): number/);
  t.match(await pager("twice??"), /return x \* 2/);
  t.equal(printed(await kernel.execute("nothing?")), "Nothing is known of nothing\n");
  const completed = await kernel.request("shell", "complete_request", { code: "😀\n%%", cursor_pos: 4 });
  t.match(completed.reply, { cursor_start: 2, cursor_end: 4 });
  const inspected = await kernel.request("shell", "inspect_request", {
    code: "%who",
    cursor_pos: 2,
    detail_level: 0,
  });
  t.match(inspected.reply, { found: true, data: { "text/plain": /Names the variables/ } });
  t.match(printed(await kernel.execute("%lsmagic")), /%%writefile \[-a\] FILE +Writes/);
});

t.test("%time and %timeit await", async (t) => {
  const kernel = await testKernel(t);
  t.match(printed(await kernel.execute("%timeit await null")), /per call \(median of 7 rounds/);
  t.match(printed(await kernel.execute("%%timeit\nconst a = 1;\nawait a;")), /per call/);
  t.match(printed(await kernel.execute("%%time\n1")), /^Time: /);
});

t.test("an AbortSignal for user code", async (t) => {
  const kernel = await testKernel(t);
  const { answer } = await startEndlessCell(
    kernel,
    "const signal = interruptSignal; let aborted = false; signal.addEventListener('abort', () => { aborted = true; }); await new Promise(() => {})",
  );
  await interrupt(kernel);
  await answer;
  t.equal(resultText(await kernel.execute("aborted && signal.aborted && !interruptSignal.aborted")), "true");
});
