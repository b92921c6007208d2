import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DOCS, finished } from "../../docs/generate/all-pages.js";
import type { Page } from "../../docs/generate/names-pages.js";
import { unifiedDiff } from "../golden.js";

/** How the file of a page differs from what `npm run docs` would write today; null where it does not. */
export async function staleness(page: Page): Promise<string | null> {
  const path = join(DOCS, page.file);
  const known = existsSync(path) ? readFileSync(path, "utf8") : "";
  const { markdown } = await finished(page);
  return known === markdown ? null : `npm run docs\n${unifiedDiff(known, markdown)}`;
}
