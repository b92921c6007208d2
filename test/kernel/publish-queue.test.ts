// Clients that do not read what the kernel publishes.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import t from "tap";
import { startKernel } from "../../kernel/client.js";
import { createPublishQueue } from "../../kernel/publish-queue.js";
import { assertAlive } from "./alive.js";
import { connectDeafSubscriber } from "./deaf-subscriber.js";
import { printed } from "./kernel-client.js";

/** A socket with one subscriber that reads when it is told to. */
function fakeSocket(mark: number) {
  let unread = 0;
  let isDropping = false;
  const sent: string[] = [];
  return {
    sent,
    async send([frame]: readonly (Uint8Array | string)[]) {
      if (unread < mark) unread++;
      else if (!isDropping) throw Object.assign(new Error("Operation was not possible"), { code: "EAGAIN" });
      else return;
      sent.push(String(frame));
    },
    setDropping(wanted: boolean) {
      isDropping = wanted;
    },
    isDropping: () => isDropping,
    read(count: number) {
      unread -= count;
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

t.test("a subscriber that is behind is waited for", async (t) => {
  const socket = fakeSocket(2);
  const queue = createPublishQueue(socket, {
    congested: () => t.fail("four messages are not much"),
    dropping: () => t.fail("nothing is dropped"),
    patience: 1e6,
  });
  for (const text of ["a", "b", "c", "d"]) queue.send([text]);
  await turn();
  t.same(socket.sent, ["a", "b"]);
  socket.read(2);
  await queue.drained();
  t.same(socket.sent, ["a", "b", "c", "d"]);
});

t.test("one that does not read at all loses what comes, until it has caught up", async (t) => {
  const socket = fakeSocket(1);
  let drops = 0;
  const queue = createPublishQueue(socket, { congested() {}, dropping: () => drops++, patience: 0 });
  for (const text of ["a", "b", "c"]) queue.send([text]);
  await queue.drained();
  t.same(socket.sent, ["a"]);
  t.equal(drops, 1, "said once");
  socket.read(1);
  queue.send(["d"]);
  queue.send(["e"]);
  await queue.drained();
  t.same(socket.sent, ["a", "d"]);
  t.equal(drops, 2);
  t.notOk(socket.isDropping());
});

t.test("what waits is bounded: the session is held back", async (t) => {
  const socket = fakeSocket(1);
  const states: boolean[] = [];
  const queue = createPublishQueue(socket, {
    congested: (isCongested) => states.push(isCongested),
    dropping() {},
    patience: 1e6,
  });
  for (let at = 0; at < 20; at++) queue.send(["x".repeat(1 << 20)]);
  t.same(states, [true]);
  queue.hurry();
  await queue.drained();
  t.same(states, [true, false]);
});

t.test("a subscriber that does not read while a cell prints 200 MB", async (t) => {
  const kernel = await startKernel({
    directory: tmpdir(),
    stderr: "ignore",
    environment: { WEFT_TYPECHECK: "off" },
  });
  t.teardown(() => kernel.shutdown());
  const resident = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${kernel.process.pid}/status`, "utf8"))?.[1]) / 1000;
  await kernel.execute("%config output_limit=1000");
  const deaf = await connectDeafSubscriber(kernel.connection);
  t.teardown(() => deaf.destroy());
  const before = resident();
  let most = before;
  let answered = 0;
  const asking = setInterval(() => {
    most = Math.max(most, resident());
    void kernel.request("control", "kernel_info_request", {}).then(() => answered++);
  }, 200);
  const size = 200_000_000;
  const answer = await kernel.execute(
    `const line = "x".repeat(9999) + "\\n"; for (let i = 0; i < ${size / 10_000}; i++) process.stdout.write(line);`,
  );
  clearInterval(asking);
  await kernel.ping();
  t.equal(printed(answer).length, size, "another client gets all");
  t.ok(answered >= 4, `control answers meanwhile: ${answered} times`);
  t.ok(most < before + 120, `${Math.round(before)} MB, then at most ${Math.round(most)}`);
  await assertAlive(kernel);
});
