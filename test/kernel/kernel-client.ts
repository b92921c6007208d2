import { tmpdir } from "node:os";
import type { Test } from "tap";
import { type Answer, type KernelClient, startKernel } from "../../kernel/client.js";
import { isJsonObject, type JsonObject, type WireMessage } from "../../kernel/wire.js";
import type { Allowances } from "./protocol/order-faults.js";
import { createProtocolWatch } from "./protocol/protocol-watch.js";

/**
 * A kernel of its own for one test, ended with the test, which fails when the kernel has broken the protocol. Types are
 * checked only where that is what the test is about: the service takes longer to start than most tests to run.
 */
export async function testKernel(
  t: Test,
  directory = tmpdir(),
  allowed: Allowances = {},
  typecheck: "off" | "warn" = "off",
): Promise<KernelClient> {
  const watch = createProtocolWatch();
  const client = await startKernel({
    directory,
    stderr: "ignore",
    observe: watch.observe,
    environment: { WEFT_TYPECHECK: typecheck },
  });
  t.teardown(async () => {
    const faults = watch.faults(allowed);
    await client.shutdown();
    if (faults.length > 0) throw new Error(`The kernel broke the protocol:\n${faults.join("\n")}`);
  });
  return client;
}

/** Everything that was printed, of both streams or of one. */
export function printed(answer: Answer, name?: "stdout" | "stderr"): string {
  return published(answer, "stream")
    .filter(({ content }) => name === undefined || content["name"] === name)
    .map(({ content }) => String(content["text"]))
    .join("");
}

/** The text of the cell's result, or undefined when it had none. */
export function resultText(answer: Answer): string | undefined {
  const [result] = published(answer, "execute_result");
  const data = result?.content["data"];
  const text = isJsonObject(data) ? data["text/plain"] : undefined;
  return typeof text === "string" ? text : undefined;
}

export function published({ published: messages }: Answer, type: string): readonly WireMessage[] {
  return messages.filter(({ header }) => header.msg_type === type);
}

/** The lines of a failed cell's traceback, without colours. */
export function traceback(answer: Answer): readonly string[] {
  const lines = answer.reply["traceback"];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return Array.isArray(lines) ? lines.map((line) => String(line).replace(/\u001b\[\d+m/g, "")) : [];
}

/** Starts a cell that runs until it is interrupted, and waits until it says that it has begun. */
export function startEndlessCell(
  client: KernelClient,
  code: string,
): Promise<{ readonly answer: Promise<Answer> }> {
  return new Promise((resolve) => {
    const answer = client.execute(
      `console.log("begun");\n${code}`,
      {},
      {
        published({ header }) {
          if (header.msg_type === "stream") resolve({ answer });
        },
      },
    );
  });
}

export function interrupt(client: KernelClient): Promise<JsonObject> {
  return client.request("control", "interrupt_request", {}).then(({ reply }) => reply);
}
