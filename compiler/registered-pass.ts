// Passes that packages add to those of the compiler.
import type { ArrayProgram, LoopProgram, Program } from "./ir/program.js";
import type { Pass } from "./pass.js";
import { problemsText } from "./pass.js";

interface Place<Stage extends "array" | "loop"> {
  /** What the pass works on: whole arrays, or loops. */
  readonly stage: Stage;
  /** The pass that it follows, each time where that one runs several times: of the same stage, or `form-parfors` for loops. */
  readonly after: string;
}

/** A pass of a package, and its place among the others. */
export type RegisteredPass = RegisteredPassOf<"array", ArrayProgram> | RegisteredPassOf<"loop", LoopProgram>;
export type RegisteredPassOf<Stage extends "array" | "loop", P extends Program> = Pass<P> & Place<Stage>;

/** A registered pass threw an error, or made a program that is not valid. */
export class PassError extends Error {
  override readonly name = "PassError";
}

/** The passes with those that follow them. */
export const withRegistered = <P extends Program>(
  passes: readonly Pass<P>[],
  registered: readonly RegisteredPassOf<"array" | "loop", P>[],
): readonly Pass<P>[] => passes.flatMap((pass) => [pass, ...followers(pass.name, registered)]);

/** The registered passes that follow the pass of this name, each with those that follow it in turn. */
export const followers = <P extends Program>(
  name: string,
  registered: readonly RegisteredPassOf<"array" | "loop", P>[],
): readonly Pass<P>[] =>
  registered
    .filter(({ after }) => after === name)
    .flatMap((pass) => [checked(pass), ...followers(pass.name, registered)]);

/** The pass, whose result is verified in any case. @throws PassError with its name */
const checked = <P extends Program>({ name, run }: Pass<P>): Pass<P> => ({
  name,
  run: (program, context) => {
    const result = attempt(name, () => run(program, context));
    const problems = attempt(name, () => problemsText(result));
    if (problems === null) return result;
    throw new PassError(`The registered pass ${name} made an invalid program:\n${problems}`);
  },
});

function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new PassError(`The registered pass ${name} failed: ${message}`, { cause });
  }
}
