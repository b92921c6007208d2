// The library JupyterLab itself talks to kernels with, in Node, through a Jupyter server.
import { type Kernel, KernelManager, KernelMessage, ServerConnection } from "@jupyterlab/services";
import t from "tap";
import { startLabServer } from "./lab-server.js";
import { smokeNotebook } from "./project.js";

/** A reply that never comes fails its own test, not the whole file. */
const limit = { timeout: 30_000 };

t.test("@jupyterlab/services", async (t) => {
  const server = await startLabServer(smokeNotebook);
  t.teardown(() => server.stop());
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: `${server.page.origin}/`,
    wsUrl: `${server.page.origin.replace("http", "ws")}/`,
    token: server.token,
    appendToken: true,
  });
  const kernels = new KernelManager({ serverSettings });
  t.teardown(() => kernels.dispose());
  const kernel = await kernels.startNew({ name: "weft" });
  const info = await kernel.info;
  t.equal(info.status === "ok" && info.language_info.name, "typescript");

  t.test("output and result of a cell", limit, async (t) => {
    const { reply, messages } = await execute(kernel, 'console.log("hello"); 6 * 7');
    t.equal(reply.status, "ok");
    t.match(messages, [
      { type: "stream", content: { name: "stdout", text: "hello\n" } },
      { type: "execute_result", content: { data: { "text/plain": "42" } } },
    ]);
  });

  t.test("an error names itself and leaves the variables", limit, async (t) => {
    await execute(kernel, "let kept = 7;");
    const { reply } = await execute(kernel, 'throw new TypeError("on purpose")');
    t.match(reply, { status: "error", ename: "TypeError", evalue: "on purpose" });
    const { messages } = await execute(kernel, "kept");
    t.match(messages, [{ content: { data: { "text/plain": "7" } } }]);
  });

  t.test("completion", limit, async (t) => {
    const code = "const text = 'a'; text.toUpp";
    const { content } = await kernel.requestComplete({ code, cursor_pos: code.length });
    t.match(content, { status: "ok" });
    t.ok(content.status === "ok" && content.matches.some((match) => match.includes("toUpperCase")));
  });

  t.test("is_complete", limit, async (t) => {
    const { content } = await kernel.requestIsComplete({ code: "for (const x of [1]) {" });
    t.equal(content.status, "incomplete");
  });

  t.test("a question to the user", limit, async (t) => {
    const { messages } = await execute(kernel, 'prompt("name? ")', "Ada");
    t.match(messages, [{ content: { data: { "text/plain": /Ada/ } } }]);
  });

  t.test("interrupt stops an endless loop and keeps the variables", limit, async (t) => {
    await execute(kernel, "let survivor = 11;");
    const stuck = execute(
      kernel,
      'console.log("spinning"); while (true) {}',
      undefined,
      () => void kernel.interrupt(),
    );
    t.equal((await stuck).reply.status, "error");
    const { messages } = await execute(kernel, "survivor");
    t.match(messages, [{ content: { data: { "text/plain": "11" } } }]);
  });

  t.test("restart forgets the variables", limit, async (t) => {
    await kernel.restart();
    const { reply } = await execute(kernel, "survivor");
    t.match(reply, { status: "error", ename: "ReferenceError" });
  });

  t.test("parallel cells", limit, async (t) => {
    await execute(kernel, "%%parallel\nfunction norm(x) { return sqrt(sum(x ** 2)); }");
    const { messages } = await execute(kernel, "norm(Float64Array.of(3, 4))");
    t.match(messages, [{ content: { data: { "text/plain": "5" } } }]);
  });

  t.test("shutdown", limit, async (t) => {
    await kernel.shutdown();
    await kernels.refreshRunning();
    t.same([...kernels.running()], [], "the server lists no kernel");
  });
});

/** What a cell showed, without the envelope of the message. */
interface Shown {
  readonly type: string;
  readonly content: KernelMessage.IIOPubMessage["content"];
}

/** Runs code; resolves when the reply and the idle status are in. `output` is called for each output. */
async function execute(
  kernel: Kernel.IKernelConnection,
  code: string,
  answer?: string,
  output?: () => void,
): Promise<{
  reply: KernelMessage.IExecuteReplyMsg["content"];
  messages: readonly Shown[];
}> {
  const future = kernel.requestExecute({ code, allow_stdin: answer !== undefined }, true);
  const messages: Shown[] = [];
  future.onIOPub = (message) => {
    if (["status", "execute_input"].includes(message.header.msg_type)) return;
    messages.push({ type: message.header.msg_type, content: message.content });
    output?.();
  };
  future.onStdin = (message) => {
    if (KernelMessage.isInputRequestMsg(message)) {
      future.sendInputReply({ value: answer ?? "", status: "ok" }, message.header);
    }
  };
  const { content } = await future.done;
  return { reply: content, messages };
}
