import { register } from "node:module";

/** Imports that may lead to a TypeScript file: by a path, or by an expression whose value only running tells. */
const LOCAL_IMPORT = /\bimport\(\s*(?:["'`](?:\.{0,2}\/|file:)|[^"'`\s])/;

/**
 * Makes `import "./module.ts"` work from the first cell on that may need it: `code` is a transpiled cell. Starting Node's
 * thread for module hooks takes a moment, which cells without such imports should not wait for.
 */
export function createTypescriptModules(): (code: string) => void {
  let registered = false;
  return (code) => {
    if (registered || !LOCAL_IMPORT.test(code)) return;
    registered = true;
    // Stack traces then find the source maps of the modules.
    process.setSourceMapsEnabled(true);
    register("./typescript-hooks.js", import.meta.url);
  };
}
