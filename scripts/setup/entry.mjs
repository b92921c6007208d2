import { SetupError } from "./command.mjs";

/** Runs an entry point of scripts/; what could not be set up is one message, not a stack. */
export async function main(/** @type {() => Promise<void>} */ body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`weft: ${error.message}\n`);
    process.exitCode = 1;
  }
}
