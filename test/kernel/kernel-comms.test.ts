import t from "tap";
import type { JsonObject, WireMessage } from "../../kernel/wire.js";
import { printed, testKernel } from "./kernel-client.js";

const TARGET = `comms.registerTarget("echo", (comm, open) => {
  comm.send({ hello: open.data.x });
  comm.onMessage(({ data, buffers }) => comm.send({ echo: data }, buffers.map((each) => each.map((byte) => 2 * byte))));
  comm.onClose(({ data }) => console.log("closed", data));
});`;

t.test("comms that the client opens", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute(TARGET);
  const received: WireMessage[] = [];
  const send = (type: string, content: JsonObject, buffers: readonly Uint8Array[] = []) =>
    kernel.request(
      "shell",
      type,
      content,
      {
        published(message) {
          if (message.header.msg_type !== "status") received.push(message);
        },
      },
      { buffers },
    );
  const sent = [
    send("comm_open", { comm_id: "1", target_name: "echo", data: { x: 1 } }),
    send("comm_open", { comm_id: "2", target_name: "unknown", data: {} }),
    send("comm_msg", { comm_id: "1", data: { y: 2 } }, [Uint8Array.of(1, 2, 100), new Uint8Array(0)]),
  ];
  await Promise.all(sent);
  t.same(
    received.map(({ header, content }) => [header.msg_type, content["comm_id"], content["data"]]),
    [
      ["comm_msg", "1", { hello: 1 }],
      ["comm_close", "2", {}],
      ["comm_msg", "1", { echo: { y: 2 } }],
    ],
  );
  t.same(
    received.at(-1)?.buffers.map((buffer) => [...buffer]),
    [[2, 4, 200], []],
    "buffers in both directions",
  );
  const info = await kernel.request("shell", "comm_info_request", {});
  t.same(info.reply["comms"], { 1: { target_name: "echo" } });
  const other = await kernel.request("shell", "comm_info_request", { target_name: "other" });
  t.same(other.reply["comms"], {});
  t.equal(printed(await send("comm_close", { comm_id: "1", data: { z: 3 } })), "closed { z: 3 }\n");
  const after = await kernel.request("shell", "comm_info_request", {});
  t.same(after.reply["comms"], {});
});

t.test("a cell that awaits may wait for a comm message", async (t) => {
  const kernel = await testKernel(t);
  await kernel.execute(
    'let arrived = (_: unknown) => {}; comms.registerTarget("wait", (comm) => comm.onMessage(({ data }) => arrived(data.word)))',
  );
  await kernel.request("shell", "comm_open", { comm_id: "1", target_name: "wait", data: {} });
  const cell = kernel.execute(
    'console.log("waiting"); console.log(await new Promise((resolve) => { arrived = resolve; }));',
    {},
    {
      published({ content }) {
        if (content["text"] !== "waiting\n") return;
        void kernel.request("shell", "comm_msg", { comm_id: "1", data: { word: "here" } });
      },
    },
  );
  t.match(printed(await cell), /here/);
});

t.test("a comm that a cell opens belongs to the cell", async (t) => {
  const kernel = await testKernel(t);
  const { published } = await kernel.execute(
    'const comm = comms.open("client", { a: 1 }, [Uint8Array.of(7)]); comm.send({ b: 2 }); comm.close({ c: 3 });',
  );
  const events = published.filter(({ header }) => header.msg_type.startsWith("comm_"));
  t.same(
    events.map(({ header, content }) => [header.msg_type, content["data"]]),
    [
      ["comm_open", { a: 1 }],
      ["comm_msg", { b: 2 }],
      ["comm_close", { c: 3 }],
    ],
  );
  t.same(
    events[0]?.buffers.map((buffer) => [...buffer]),
    [[7]],
  );
});
