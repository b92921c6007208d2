// `npm run docs`: makes the pages of docs/ from the tables of names, and puts in what their examples show.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { DOCS, finished, madePages, writtenPages } from "./all-pages.js";

const [filter = ""] = process.argv.slice(2);
for (const page of [...madePages(), ...writtenPages()].filter(({ file }) => file.includes(filter))) {
  const { file, markdown } = await finished(page);
  mkdirSync(dirname(join(DOCS, file)), { recursive: true });
  writeFileSync(join(DOCS, file), markdown);
  console.log(`docs/${file}`);
}
