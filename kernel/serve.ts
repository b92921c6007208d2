import { randomUUID } from "node:crypto";
import { collectAfter } from "./collect-garbage.js";
import { readConnectionFile } from "./connection.js";
import { register } from "./handshake.js";
import { createKernel, type StartedParts } from "./kernel.js";
import { watchParent } from "./parent-process.js";
import { createReplayGuard } from "./replay-guard.js";
import { historyPath, openHistoryFile } from "./requests/history-file.js";
import { initialSettings } from "./settings.js";
import { bindKernelSockets } from "./sockets.js";
import { createSigner, decodeMessage, encodeMessage } from "./wire.js";

/**
 * Answers the clients of a connection until one of them, or the end of the parent process, ends this one. The only reader of the
 * environment on this side.
 * @throws Error when the connection file can't be read, or a port is taken.
 */
export async function serve(connectionFile: string, parts: StartedParts): Promise<void> {
  const connection = readConnectionFile(connectionFile);
  let removeFile = (): void => undefined;
  const signer = createSigner(connection.key, connection.signatureScheme);
  const isReplayed = createReplayGuard();
  let dropped = 0;
  const kernel = createKernel(
    { send: (channel, message) => sockets.send(channel, encodeMessage(message, signer)) },
    randomUUID(),
    openHistoryFile(historyPath(process.env), (text) => process.stderr.write(`${text}\n`)),
    initialSettings(process.env),
    () => void shutdown(),
    parts,
  );
  const sockets = await bindKernelSockets(connection, {
    received(channel, frames) {
      collectAfter(frames.reduce((sum, frame) => sum + frame.length, 0));
      const decoded = decodeMessage(frames, signer);
      if (decoded.kind === "rejected") drop(channel, decoded.reason);
      else if (isReplayed(decoded.signature)) drop(channel, "it came before");
      else if (channel === "stdin") kernel.inputReply(decoded.message);
      else kernel.dispatcher.dispatch(channel, decoded.message);
    },
    congested: (isCongested) => kernel.holdOutput(isCongested),
    subscribed(topic) {
      kernel.dispatcher.publish({ type: "iopub_welcome", content: { subscription: topic } }, undefined);
    },
  });
  if (connection.registration !== undefined) {
    removeFile = await register(connection.registration, sockets.connection, signer, connectionFile);
  }
  kernel.dispatcher.publish({ type: "status", content: { execution_state: "starting" } }, undefined);

  process.on("SIGINT", () => kernel.interrupt());
  process.on("SIGTERM", () => void shutdown());
  watchParent(process.env["JPY_PARENT_PID"], () => void shutdown());

  function drop(channel: string, reason: string): void {
    process.stderr.write(`A message on ${channel} was dropped, the ${++dropped}. so far: ${reason}\n`);
  }

  async function shutdown(): Promise<void> {
    kernel.stop();
    removeFile();
    await sockets.close();
    process.exit(0);
  }
}
