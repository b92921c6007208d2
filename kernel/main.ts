// The kernel process: `node main.js CONNECTION_FILE`. The only reader of argv and environment on this side.
import { v4 as uuid } from "uuid";
import { readConnectionFile } from "./connection.js";
import { register } from "./handshake.js";
import { createKernel } from "./kernel.js";
import { watchParent } from "./parent-process.js";
import { createReplayGuard } from "./replay-guard.js";
import { historyPath, openHistoryFile } from "./requests/history-file.js";
import { initialSettings } from "./settings.js";
import { bindKernelSockets } from "./sockets.js";
import { createSigner, decodeMessage, encodeMessage } from "./wire.js";

const [connectionFile] = process.argv.slice(2);
if (connectionFile === undefined) {
  process.stderr.write(
    "Usage: node main.js CONNECTION_FILE (Jupyter starts this program; see `weft --help`)\n",
  );
  process.exit(2);
}

const connection = readConnectionFile(connectionFile);
let removeFile = (): void => undefined;
const signer = createSigner(connection.key, connection.signatureScheme);
const isReplayed = createReplayGuard();
let dropped = 0;
const kernel = createKernel(
  { send: (channel, message) => sockets.send(channel, encodeMessage(message, signer)) },
  uuid(),
  openHistoryFile(historyPath(process.env), (text) => process.stderr.write(`${text}\n`)),
  initialSettings(process.env),
  () => void shutdown(),
);
const sockets = await bindKernelSockets(connection, {
  received(channel, frames) {
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
