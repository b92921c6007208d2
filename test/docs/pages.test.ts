// The pages of docs/ are what `npm run docs` makes of the tables and of what their examples show today.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { allPages, DOCS, finished } from "../../docs/generate/all-pages.js";
import { unifiedDiff } from "../golden.js";

for (const page of allPages()) {
  t.test(page.file, async (t) => {
    const path = join(DOCS, page.file);
    const known = existsSync(path) ? readFileSync(path, "utf8") : "";
    const { markdown } = await finished(page);
    if (known === markdown) t.pass("is up to date");
    else t.fail(`is not up to date: npm run docs\n${unifiedDiff(known, markdown)}`);
  });
}
