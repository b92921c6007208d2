import type { KernelClient } from "../../../kernel/client.js";
import { createSigner } from "../../../kernel/wire.js";
import { assertAlive } from "../alive.js";
import { fuzzedMessage } from "./mutations.js";
import { createRandom } from "./random.js";

export interface WireFuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** Told of each batch that the kernel has survived. */
  progress?(done: number): void;
}

/** Messages after which the kernel is asked whether it lives. */
const BATCH = 500;

/**
 * Sends so many broken and valid messages; each valid request has to be answered exactly once, nothing else may be, and some
 * valid messages are sent a second time as they are, which the kernel has to drop.
 * @throws Error that names the seed, and the kinds of message that were answered too seldom or too often.
 */
export async function fuzzWire(
  kernel: KernelClient,
  { count, seed, progress }: WireFuzzOptions,
): Promise<void> {
  const random = createRandom(seed);
  const signer = createSigner(kernel.connection.key, kernel.connection.signatureScheme);
  const expected = new Map<string, string>();
  const answers = new Map<string, number>();
  kernel.onUnclaimed(({ header, parentHeader }) => {
    if (!header.msg_type.endsWith("_reply") || parentHeader.msg_id === undefined) return;
    answers.set(parentHeader.msg_id, (answers.get(parentHeader.msg_id) ?? 0) + 1);
  });
  for (let done = 0; done < count; ) {
    const end = Math.min(count, done + BATCH);
    for (; done < end; done++) {
      const { name, channel, frames, answered } = fuzzedMessage(random, signer);
      if (answered !== undefined) expected.set(answered, name);
      kernel.sendRaw(channel, [...frames]);
      if (answered !== undefined && random() < 0.2) kernel.sendRaw(channel, [...frames]);
    }
    // Requests are answered in their order on each channel, but for those that take their time.
    await assertAlive(kernel);
    await settled(() => [...expected.keys()].every((id) => answers.has(id)));
    const wrong = [...expected]
      .filter(([id]) => answers.get(id) !== 1)
      .map(([id, name]) => `${name} (${answers.get(id) ?? 0})`);
    const strange = [...answers.keys()].filter((id) => !expected.has(id)).length;
    if (wrong.length > 0 || strange > 0) {
      throw new Error(
        `Seed ${seed}, before message ${done}: not answered once: ${wrong.join(", ")}; ${strange} answers to nothing`,
      );
    }
    expected.clear();
    answers.clear();
    progress?.(done);
  }
}

async function settled(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400 && !holds(); attempt++)
    await new Promise((resolve) => setTimeout(resolve, 25));
  // A second answer would come about now.
  await new Promise((resolve) => setTimeout(resolve, 50));
}
