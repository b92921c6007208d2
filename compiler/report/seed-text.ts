import type { ReportedSeed } from "./diagnostics-report.js";

/** Where random numbers come from, and what repeats them. */
export function seedText({ seed, isChosen }: ReportedSeed): string {
  return isChosen
    ? `Random numbers come from the seed ${seed}, set by random.seed.`
    : `Random numbers come from the seed ${seed}, taken from the system: random.seed(${seed}) repeats them.`;
}
