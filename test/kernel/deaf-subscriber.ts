import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Connection, endpoint } from "../../kernel/connection.js";

/**
 * Subscribes to everything that a kernel publishes, and never reads it. Speaks ZMTP 3.0 itself
 * (https://rfc.zeromq.org/spec/23): ZeroMQ's own sockets always read something.
 */
export async function connectDeafSubscriber(connection: Connection): Promise<Socket> {
  const socket = connect(endpoint(connection, connection.iopubPort).replace("ipc://", ""));
  await once(socket, "connect");
  const greeting = Buffer.alloc(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
  greeting.write("NULL", 12, "latin1");
  const ready = Buffer.from("\x05READY\x0bSocket-Type\0\0\0\x03SUB", "latin1");
  socket.write(Buffer.concat([greeting, Buffer.from([4, ready.length]), ready]));
  // Messages are refused before the other side is ready.
  for (let answer = ""; !answer.includes("XPUB"); ) {
    const [data]: Buffer[] = await once(socket, "data");
    answer += data?.toString("latin1") ?? "";
  }
  socket.pause();
  socket.write(Buffer.from([0, 1, 1]));
  return socket;
}
