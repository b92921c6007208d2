// Subshells (JEP 91): a second queue of requests, served whenever the cell of another shell awaits.
import t from "tap";
import type { KernelClient } from "../../kernel/client.js";
import { interrupt, printed, resultText, testKernel } from "./kernel-client.js";

async function createSubshell(kernel: KernelClient): Promise<string> {
  const { reply } = await kernel.request("control", "create_subshell_request", {});
  return String(reply["subshell_id"]);
}

t.test("subshells are offered, created, listed and deleted", async (t) => {
  const kernel = await testKernel(t);
  const info = await kernel.request("control", "kernel_info_request", {});
  t.match(info.reply["supported_features"], ["debugger", "kernel subshells"]);
  const list = async () =>
    (await kernel.request("control", "list_subshell_request", {})).reply["subshell_id"];
  t.same(await list(), []);
  const [first, second] = [await createSubshell(kernel), await createSubshell(kernel)];
  t.same(await list(), [first, second]);
  const deleted = await kernel.request("control", "delete_subshell_request", { subshell_id: first });
  t.same(deleted.reply, { status: "ok" });
  t.same(await list(), [second]);
  const again = await kernel.request("control", "delete_subshell_request", { subshell_id: first });
  t.match(again.reply, { status: "error", evalue: /There is no subshell/ });
  const lost = await kernel.execute("1", {}, {}, { subshellId: first });
  t.match(lost.reply, { status: "error", evalue: /There is no subshell/ });
});

t.test("a subshell runs while the main shell awaits, over the same variables", async (t) => {
  const kernel = await testKernel(t);
  const subshellId = await createSubshell(kernel);
  await kernel.execute("let go = () => {}; let state = 'begun'");
  const main = kernel.execute(
    "console.log('main waits'); await new Promise<void>((resolve) => { go = resolve; }); console.log('main', state)",
  );
  const inSide = (code: string) => kernel.execute(code, {}, {}, { subshellId });
  t.equal(resultText(await inSide("state")), "'begun'");
  const side = await inSide(
    "state = 'changed'; await new Promise((r) => setTimeout(r, 20)); console.log('side'); go(); 7",
  );
  t.equal(resultText(side), "7");
  t.equal(printed(side), "side\n");
  t.equal(printed(await main), "main waits\nmain changed\n", "each shell's output is its own");
});

t.test("cells of two shells that go on by turns keep their outputs apart", async (t) => {
  const kernel = await testKernel(t);
  const subshellId = await createSubshell(kernel);
  const code = (name: string) =>
    `for (let i = 0; i < 20; i++) { await new Promise((r) => setTimeout(r, ${name === "a" ? 1 : 2})); console.log("${name}"); }`;
  const [a, b] = await Promise.all([
    kernel.execute(code("a")),
    kernel.execute(code("b"), {}, {}, { subshellId }),
  ]);
  t.equal(printed(a), "a\n".repeat(20));
  t.equal(printed(b), "b\n".repeat(20));
});

t.test("an error aborts what waits in its own shell", async (t) => {
  const kernel = await testKernel(t);
  const subshellId = await createSubshell(kernel);
  const failing = "await new Promise((r) => setTimeout(r, 50)); throw new Error('stop')";
  const [main, side, aborted] = await Promise.all([
    kernel.execute("await new Promise((r) => setTimeout(r, 80)); 1"),
    kernel.execute(failing, {}, {}, { subshellId }),
    kernel.execute("2", {}, {}, { subshellId }),
    kernel.execute("3"),
  ]);
  t.equal(resultText(main), "1");
  t.match(side.reply, { status: "error" });
  t.same(aborted.reply, { status: "aborted" });
});

t.test("an interrupt stops all shells, and what is asked meanwhile is answered", async (t) => {
  const kernel = await testKernel(t);
  const subshellId = await createSubshell(kernel);
  const forever = "console.log('begun'); await new Promise(() => {})";
  const begun = (resolve: (value: unknown) => void) => ({
    published: ({ header }: { header: { msg_type: string } }) =>
      header.msg_type === "stream" && resolve(undefined),
  });
  let cells: readonly ReturnType<KernelClient["execute"]>[] = [];
  await new Promise((resolve) => {
    cells = [kernel.execute(forever, {}, begun(resolve))];
  });
  await new Promise((resolve) => {
    cells = [...cells, kernel.execute(forever, {}, begun(resolve), { subshellId })];
  });
  const question = { code: "conso", cursor_pos: 5 };
  const { reply } = await kernel.request("shell", "complete_request", question, {}, { subshellId });
  t.match(reply["matches"], ["console"]);
  t.same(await interrupt(kernel), { status: "ok" });
  for (const { reply } of await Promise.all(cells)) t.match(reply, { status: "error", ename: "Interrupted" });
  t.equal(resultText(await kernel.execute("1 + 1")), "2");
});
