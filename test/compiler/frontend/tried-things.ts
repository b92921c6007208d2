import { TRIED_JAVASCRIPT } from "./tried-javascript.js";
import { TRIED_MEMBERS } from "./tried-members.js";
import { TRIED_NUMPY } from "./tried-numpy.js";
import { TRIED_OBJECTS } from "./tried-objects.js";
import { TRIED_OPERANDS } from "./tried-operands.js";
import { TRIED_PYTHON } from "./tried-python.js";
import { TRIED_STATEMENTS } from "./tried-statements.js";
import type { TriedThing } from "./tried-thing.js";

/** Each thing that users of TypeScript and NumPy will try outside of the language, with the message that it gets. */
export const TRIED_THINGS: readonly TriedThing[] = [
  ...TRIED_OBJECTS,
  ...TRIED_STATEMENTS,
  ...TRIED_PYTHON,
  ...TRIED_NUMPY,
  ...TRIED_JAVASCRIPT,
  ...TRIED_MEMBERS,
  ...TRIED_OPERANDS,
];
