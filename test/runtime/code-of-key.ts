import type { CompiledCode } from "../../runtime/addon-interface.js";

/** What stands for the code of a key in tests of the cache: its text, often enough to fill several pages of a file. */
export const codeOf = (key: string): CompiledCode => ({
  parts: [
    { object: new TextEncoder().encode(`code of ${key} `.repeat(5000)).buffer, bitcode: new ArrayBuffer(3) },
  ],
  functions: ["f"],
  remarks: [],
});

export const textOf = ({ parts }: CompiledCode): string => new TextDecoder().decode(parts[0]?.object);
