// A process that takes codes from a cache again and again, as others do at the same time, and fails where one is not what its key says.
import process from "node:process";
import { CodeCache } from "../../runtime/code-cache.js";
import { DiskCache } from "../../runtime/disk-cache.js";
import { codeOf, textOf } from "./code-of-key.js";

const [folder = "", keys = "0", rounds = "0"] = process.argv.slice(2);
for (let round = 0; round < Number(rounds); round++) {
  const cache = new CodeCache(new DiskCache(folder, "1"));
  for (let key = 0; key < Number(keys); key++) {
    const found = textOf(cache.take([`key ${key}`], () => codeOf(`key ${key}`)).code);
    if (found !== textOf(codeOf(`key ${key}`))) throw new Error(`key ${key} gave ${found.slice(0, 100)}`);
  }
}
