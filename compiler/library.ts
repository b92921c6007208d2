// What `import "weft-kernel/compiler"` gives: the program as passes see it, and what they rewrite it with.
export type { Definitions } from "./ir/definitions.js";
export { definitionsOf } from "./ir/definitions.js";
export type { ArrayOp, LoopOp, ScalarOp } from "./ir/ops.js";
export { printProgram } from "./ir/print.js";
export type { ArrayProgram, LoopProgram, Program, Tables } from "./ir/program.js";
export { cloneRegion, mapRegions, substitute } from "./ir/rewrite.js";
export { operandsOf, regionsOf, resultsOf, walk } from "./ir/visit.js";
export type { Pass, PassContext, Remark } from "./pass.js";
export type { RegisteredPass } from "./registered-pass.js";
export { PassError } from "./registered-pass.js";
