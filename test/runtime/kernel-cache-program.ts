// A process that runs a program with the cache on disk, and prints what came of it as JSON.
import process from "node:process";
import { type CacheProgram, runCacheProgram } from "./cache-program.js";

// The test wrote it.
console.log(JSON.stringify(runCacheProgram(JSON.parse(process.argv[2] ?? "{}") as CacheProgram)));
