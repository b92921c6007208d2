import { hasCode } from "./has-code.js";
import type { Frames, SendQueue } from "./send-queue.js";

/** An XPUB socket with a high-water mark for each subscriber. */
export interface PublishingSocket {
  /** Rejects with EAGAIN when a subscriber has as many messages before it as the mark says; nothing is sent then. */
  send(frames: Frames): Promise<void>;
  /** Whether `send` leaves such subscribers out from now on. */
  setDropping(isDropping: boolean): void;
}

export interface PublishQueueOptions {
  /** Called when much begins to wait here, and when little does again: what comes is to be held back meanwhile. */
  congested(isCongested: boolean): void;
  /** Called when a subscriber is given up for the time being. */
  dropping(): void;
  /** Milliseconds that a subscriber gets to read. */
  readonly patience?: number;
}

export interface PublishQueue extends SendQueue {
  /** Nothing is waited for any more. */
  hurry(): void;
}

const PATIENCE = 3000;
/** Milliseconds between attempts: at first, and at most. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [1, 20];
/** Bytes that wait, above which the queue is congested, and below which it is not. */
const [MUCH, LITTLE] = [1 << 23, 1 << 21];

/**
 * Publishes in order. While a subscriber is behind, all wait for it; one that reads nothing for `patience` milliseconds loses what
 * comes, alone, until it has caught up. ZeroMQ counts what was read in halves of the mark, so catching up is no small thing.
 */
export function createPublishQueue(
  socket: PublishingSocket,
  { congested, dropping, patience = PATIENCE }: PublishQueueOptions,
): PublishQueue {
  const waiting: Frames[] = [];
  let bytes = 0;
  let isCongested = false;
  let isDropping = false;
  let isHurried = false;
  let pumping: Promise<void> | undefined;

  const note = (change: number): void => {
    bytes += change;
    if (isCongested ? bytes > LITTLE : bytes < MUCH) return;
    isCongested = !isCongested;
    congested(isCongested);
  };

  /** Whether all subscribers had room for the message. */
  const sent = async (frames: Frames): Promise<boolean> => {
    try {
      await socket.send(frames);
      return true;
    } catch (error) {
      if (hasCode(error, "EAGAIN")) return false;
      process.stderr.write(`A message could not be published: ${String(error)}\n`);
      return true;
    }
  };

  const deliver = async (frames: Frames): Promise<void> => {
    const end = performance.now() + patience;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      if (await sent(frames)) {
        isDropping = false;
        return;
      }
      if (isDropping || isHurried || performance.now() > end) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    if (!isDropping && !isHurried) dropping();
    isDropping = true;
    socket.setDropping(true);
    await sent(frames);
    socket.setDropping(false);
  };

  const pump = async (): Promise<void> => {
    for (let frames = waiting[0]; frames !== undefined; frames = waiting[0]) {
      await deliver(frames);
      waiting.shift();
      note(-size(frames));
    }
    pumping = undefined;
  };

  return {
    send(frames) {
      waiting.push(frames);
      note(size(frames));
      pumping ??= pump();
    },
    drained: () => pumping ?? Promise.resolve(),
    hurry() {
      isHurried = true;
    },
  };
}

function size(frames: Frames): number {
  return frames.reduce((sum, frame) => sum + frame.length, 0);
}
