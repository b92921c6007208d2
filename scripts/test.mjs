// `npm test [-- filter]`: sets Weft up with what the tests need and runs every check. With a filter, builds and runs only the
// test files whose path contains it. Ends with the line "N passed, N failed".
import { SetupError } from "./setup/command.mjs";
import { main } from "./setup/entry.mjs";
import { installDependencies } from "./setup/steps.mjs";

await main(async () => {
  await installDependencies({ tests: true });
  // These import packages, which are there only now.
  const { stages } = await import("./test/stages.mjs");

  const total = { passed: 0, failed: 0 };
  for (const { name, needed, run } of stages(process.argv[2])) {
    console.log(`\n== ${name}`);
    const start = performance.now();
    const { passed, failed } = await run().catch(reportFailure);
    total.passed += passed;
    total.failed += failed;
    console.log(
      `  ${passed} passed, ${failed} failed in ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
    if (failed > 0 && needed) {
      console.log("\nThe rest was not run: it needs this.");
      break;
    }
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
});

function reportFailure(/** @type {unknown} */ error) {
  if (!(error instanceof SetupError)) throw error;
  console.log(`  ${error.message}`);
  return { passed: 0, failed: 1 };
}
