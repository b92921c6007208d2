import type { KernelClient } from "../../kernel/client.js";
import { resultText } from "./kernel-client.js";

/** @throws Error unless heartbeat, control and a cell answer. */
export async function assertAlive(kernel: KernelClient): Promise<void> {
  await kernel.ping();
  const { reply } = await kernel.request("control", "kernel_info_request", {});
  if (reply["status"] !== "ok") throw new Error("Control does not answer");
  const answer = await kernel.execute("1 + 1", { store_history: false });
  if (resultText(answer) !== "2") throw new Error(`1 + 1 is answered by ${JSON.stringify(answer.reply)}`);
}
