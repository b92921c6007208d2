import type { Target } from "../../compiler/backend/target.js";
import type { ElementaryFunction } from "./functions.js";
import type { Accuracy, Place } from "./measure.js";
import type { FloatName } from "./samples.js";

export const isAccurate = ({ mostUlps }: ElementaryFunction, { ulps, wrong }: Accuracy): boolean =>
  ulps <= mostUlps && wrong === 0;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

export function tableHead(targets: readonly Target[]): string {
  const cells = ["function", "dtype", ...targets.map(({ vectorBits }) => `${vectorBits} bits`), "at"];
  return [row(cells), row(cells.map(() => "---"))].join("\n");
}

/** The greatest error of each target in ulp, and where the greatest of all was found. */
export function accuracyRow(fn: ElementaryFunction, dtype: FloatName, measured: readonly Accuracy[]): string {
  const place = ({ x, y }: Place): string => (fn.arguments === 1 ? `${x}` : `${x}, ${y}`);
  const errors = measured.map(({ ulps, wrong, firstWrong }) => {
    const problem = wrong === 0 ? "" : `, ${wrong} wrong: ${firstWrong.got} at ${place(firstWrong)}`;
    return `${ulps.toPrecision(3)}${problem}`;
  });
  const worst = measured.reduce<Accuracy | undefined>(
    (most, each) => (most === undefined || each.ulps > most.ulps ? each : most),
    undefined,
  );
  return row([`\`${fn.name}\``, dtype, ...errors, worst === undefined ? "" : `\`${place(worst.at)}\``]);
}
