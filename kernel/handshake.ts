import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Connection, connectionFileText, type Registration } from "./connection.js";
import { askOnce } from "./sockets.js";
import { DELIMITER, type Signer } from "./wire.js";

/** Milliseconds that the launcher gets to acknowledge. */
const LIMIT = 5000;

/**
 * Tells the launcher which ports the kernel has bound (JEP 66; the frames are those of jupyter_client's messaging.rst), and
 * writes a connection file beside the registration file at `path`, from which other clients can connect.
 * @returns a function that removes the file.
 * @throws Error when the launcher does not acknowledge, or with a wrong signature.
 */
export async function register(
  { kernelId, endpoint }: Registration,
  connection: Connection,
  signer: Signer,
  path: string,
): Promise<() => void> {
  const content = JSON.stringify({
    kernel_id: kernelId,
    control_port: String(connection.controlPort),
    shell_port: String(connection.shellPort),
    stdin_port: String(connection.stdinPort),
    iopub_port: String(connection.iopubPort),
    hb_port: String(connection.heartbeatPort),
  });
  const frames = await askOnce(endpoint, [DELIMITER, signer.sign([content]), content], LIMIT);
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  const [signature, acknowledgement] = frames.slice(at + 1);
  if (at < 0 || signature === undefined || acknowledgement === undefined) {
    throw new Error(`The launcher at ${endpoint} answered with something that is no signed message`);
  }
  if (!signer.verify(signature, [acknowledgement])) {
    throw new Error(`The launcher at ${endpoint} signed its answer with another key`);
  }
  const file = join(dirname(path), `kernel-${kernelId.replace(/[^\w.-]/g, "_")}.json`);
  writeFileSync(file, connectionFileText(connection), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}
