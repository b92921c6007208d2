// A process that takes each of the keys twice from the cache in a folder, and prints those that it had to compile.
import process from "node:process";
import { CodeCache } from "../../runtime/code-cache.js";
import { DiskCache } from "../../runtime/disk-cache.js";
import { codeOf, textOf } from "./code-of-key.js";

const [folder = "", ...keys] = process.argv.slice(2);
const cache = new CodeCache(new DiskCache(folder, "1"));
const compiled: string[] = [];
for (const key of [...keys, ...keys]) {
  const { code } = cache.take([key], () => {
    compiled.push(key);
    return codeOf(key);
  });
  if (textOf(code) !== textOf(codeOf(key))) throw new Error(`${key} gave other code`);
}
console.log(compiled.join(" "));
