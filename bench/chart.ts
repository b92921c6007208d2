import type { Row } from "./measure-kernel.js";
import { ratios } from "./table.js";

const COLORS: Readonly<Record<string, string>> = {
  "best C": "#7f7f7f",
  "best Numba": "#d95f02",
  NumPy: "#1f78b4",
  numexpr: "#66a61e",
  JAX: "#7570b3",
  Pythran: "#a6761d",
};
const ROW_HEIGHT = 18;
const LEFT = 150;
const WIDTH = 900;
const TOP = 56;

/** An SVG of how many times as long as Weft each peer takes, on a logarithmic scale: a line per kernel, a dot per peer. */
export function chart(rows: readonly Row[], title: string): string {
  const all = rows.map((row) => ({ row, found: [...ratios(row)].filter(([name]) => name in COLORS) }));
  const values = all.flatMap(({ found }) => found.map(([, ratio]) => ratio));
  const low = Math.floor(Math.log10(Math.min(0.5, ...values)));
  const high = Math.ceil(Math.log10(Math.max(10, ...values)));
  const x = (ratio: number): number =>
    LEFT + ((Math.log10(ratio) - low) / (high - low)) * (WIDTH - LEFT - 20);
  const y = (index: number): number => TOP + ROW_HEIGHT * (index + 0.5);
  const bottom = TOP + ROW_HEIGHT * rows.length;
  const decades = Array.from({ length: high - low + 1 }, (_, k) => 10 ** (low + k));
  const grid = decades.map(
    (ratio) =>
      `<line x1="${x(ratio)}" x2="${x(ratio)}" y1="${TOP}" y2="${bottom}" stroke="${ratio === 1 ? "#222" : "#ddd"}"/>` +
      `<text x="${x(ratio)}" y="${bottom + 16}" text-anchor="middle">${ratio}×</text>`,
  );
  const lines = all.map(({ row, found }, index) => {
    const dots = found.map(
      ([name, ratio]) =>
        `<circle cx="${x(ratio).toFixed(1)}" cy="${y(index)}" r="5" fill="${COLORS[name]}" fill-opacity="0.85"><title>${name}: ${ratio.toFixed(2)}×</title></circle>`,
    );
    const name = `<text x="${LEFT - 10}" y="${y(index) + 4}" text-anchor="end">${row.kernel}</text>`;
    return `${name}<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(index)}" y2="${y(index)}" stroke="#eee"/>${dots.join("")}`;
  });
  const legend = Object.entries(COLORS).map(
    ([name, color], k) =>
      `<circle cx="${LEFT + 110 * k}" cy="38" r="5" fill="${color}"/><text x="${LEFT + 110 * k + 10}" y="42">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 30}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${title}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="14" font-weight="bold">${title}</text>`,
    ...legend,
    ...grid,
    ...lines,
    "</svg>\n",
  ].join("\n");
}
