// What a misspelled name may have meant, for others than the compiler.
export { nearest as nearestName } from "../compiler/frontend/spelling.js";
