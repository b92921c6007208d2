// `npm run setup`: everything that Weft needs to run, from a clone on a machine with Node.js, npm and Python 3. Runs before
// `npm install`, so it uses Node alone. Each step is skipped when its inputs did not change.
import { say } from "./setup/command.mjs";
import { main } from "./setup/entry.mjs";
import { setup } from "./setup/steps.mjs";

await main(async () => {
  await setup();
  say("ready: npm start opens the tour, npm test runs the tests");
});
