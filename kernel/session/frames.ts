import { deserialize, serialize } from "node:v8";

/** Bytes of the length before each frame. */
const PREFIX = 4;

/** One message for the pipe between kernel process and session: its length, then V8's serialization. */
export function encodeFrame(message: unknown): Buffer<ArrayBuffer> {
  const body = serialize(message);
  const frame = Buffer.allocUnsafe(PREFIX + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, PREFIX);
  return frame;
}

/**
 * Collects the chunks of a pipe and calls `received` for each complete message. The other end is this very program,
 * so the type is taken at its word.
 */
export function createFrameReader<Message>(received: (message: Message) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let available = 0;
  let wanted = PREFIX;
  return (chunk) => {
    chunks.push(chunk);
    available += chunk.length;
    if (available < wanted) return;
    let data = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    while (data.length >= PREFIX) {
      const end = PREFIX + data.readUInt32LE(0);
      wanted = end;
      if (data.length < end) break;
      received(deserialize(data.subarray(PREFIX, end)));
      data = data.subarray(end);
      wanted = PREFIX;
    }
    chunks = data.length === 0 ? [] : [data];
    available = data.length;
  };
}
