// The pages of names, errors and operations are what their tables say, and their examples show what stands below them.
import t from "tap";
import { madePages } from "../../docs/generate/all-pages.js";
import { staleness } from "./stale-page.js";

for (const page of madePages()) {
  t.test(page.file, async (t) => {
    t.equal(await staleness(page), null);
  });
}
