// Checks what the type checker and the linter do not: import cycles, who imports whom, names and lengths of files.
import { structureViolations } from "./check/structure.mjs";

const violations = structureViolations();
for (const violation of violations) console.log(violation);
process.exitCode = violations.length > 0 ? 1 : 0;
