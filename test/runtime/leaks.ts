// npm run leaks -- [--calls N]
// Makes a million calls of each kind (fewer of those that take longer), and prints what stays: buffers, and the growth of the resident
// size over the last half of the calls. Fails where buffers stay, or the size grows by more than 2 MB.
import process from "node:process";
import { parseArgs } from "node:util";
import { callKinds } from "./leak-kinds.js";
import { measureLeak } from "./measure-leaks.js";

const MOST_BYTES = 2 * 2 ** 20;

const { values } = parseArgs({ options: { calls: { type: "string", default: "1000000" } } });
for (const kind of callKinds()) {
  const { buffers, growth } = await measureLeak(kind, Number(values.calls));
  const calls = Math.ceil(Number(values.calls) / kind.weight);
  const ok = buffers === 0 && growth <= MOST_BYTES;
  console.log(
    `${ok ? "ok  " : "LEAK"} ${kind.name}: ${calls} calls, ${buffers} buffers, ${(growth / 1024).toFixed(0)} KiB`,
  );
  if (!ok) process.exitCode = 1;
}
