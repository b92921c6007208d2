// What cells start and leave running: it keeps no cell waiting, prints under its cell, and ends with the session.
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { printed, resultText, testKernel } from "./kernel-client.js";

async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await sleep(10);
  }
  return false;
}

t.test("a command that leaves a process running", async (t) => {
  const kernel = await testKernel(t, undefined, { lateOutput: true });
  const late = new Promise<string>((resolve) => {
    kernel.onUnclaimed(({ content }) => {
      if (content["name"] === "stdout") resolve(String(content["text"]));
    });
  });
  const started = await kernel.execute("%%bash\n(while sleep 0.3; do echo later; done) &\necho $!");
  t.equal(started.reply["status"], "ok");
  const pid = Number(printed(started));
  t.ok(pid > 0, printed(started));
  t.equal(await late, "later\n");
  const other = await kernel.execute("require('node:child_process').spawn('sleep', ['1000']).pid");
  const sleeper = Number(resultText(other));
  await kernel.execute("process.exit()");
  t.ok(await hasEnded(pid), "it ends with the session");
  t.ok(await hasEnded(sleeper), "and so does what a cell has spawned");
});

t.test("shutdown and an interrupt end what cells have started", async (t) => {
  const kernel = await testKernel(t);
  const servers = await kernel.execute("!sleep 1000 & echo $!");
  const waited = kernel.execute("!sleep 1000; sleep 1000");
  await sleep(200);
  await kernel.request("control", "interrupt_request", {});
  t.match((await waited).reply, { ename: "Interrupted" });
  await kernel.shutdown();
  t.ok(await hasEnded(Number(printed(servers))));
});
