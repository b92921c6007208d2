/** What LLVM's loop vectorizer says, and what it means for the loop that somebody wrote. */
const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/not beneficial/, "vectors would not be faster"],
  [
    /unsafe dependent memory operations/,
    "one iteration may write an element that another one reads or writes",
  ],
  [/cannot identify array bounds/, "which elements it reads and writes is found out only as it runs"],
  [/could not be identified as/, "a value goes from one iteration into the next"],
  [/could not determine number of loop iterations/, "how often it runs is found out only as it runs"],
  [/control flow (?:is not understood|cannot be)/, "it ends or branches by what it has just computed"],
  [/early exit/, "it may end early"],
  [
    /reorder floating-point operations/,
    "its floating-point operations have an order, which --fastmath lifts",
  ],
  [/reorder memory operations/, "its reads and writes of memory may have to keep their order"],
  [/call instruction cannot be vectorized|library call/, "it calls a function of single numbers"],
  [
    /(?:low|small) trip count|trip count (?:is )?(?:too )?(?:low|small)|too few iterations/,
    "it has too few iterations",
  ],
  [/not the innermost loop/, "there are loops within it"],
];

/**
 * Why a loop was not vectorized, from LLVM's remark, in words of the source. Null where the remark gives no reason. Of a reason that is
 * not known here, LLVM's own sentence, without its advice on C.
 */
export function vectorizationReason(message: string): string | null {
  const [sentence = ""] = message.replace(/^loop not vectorized:? ?/, "").split(/\.? Use #pragma|\n/, 1);
  const known = REASONS.find(([pattern]) => pattern.test(sentence));
  return known?.[1] ?? (sentence === "" ? null : sentence);
}
