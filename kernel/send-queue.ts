export type Frames = (Uint8Array | string)[];

export interface SendQueue {
  send(frames: Frames): void;
  /** Resolves once everything queued so far was sent. */
  drained(): Promise<void>;
}

/**
 * Sends in order, one message at a time: zeromq.js refuses a second `send` while one is under way.
 * A message that can't be sent (its client has gone) is dropped, the following ones still go out.
 */
export function createSendQueue(socket: { send(frames: Frames): Promise<void> }): SendQueue {
  let last: Promise<void> = Promise.resolve();
  return {
    send(frames) {
      last = last
        .then(() => socket.send(frames))
        .catch((error: unknown) => {
          process.stderr.write(`A message could not be sent: ${String(error)}\n`);
        });
    },
    drained: () => last,
  };
}
