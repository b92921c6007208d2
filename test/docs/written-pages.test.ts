// Below each example of the pages that are written by hand stands what it shows today.
import t from "tap";
import { writtenPages } from "../../docs/generate/all-pages.js";
import { staleness } from "./stale-page.js";

for (const page of writtenPages()) {
  t.test(page.file, async (t) => {
    t.equal(await staleness(page), null);
  });
}
