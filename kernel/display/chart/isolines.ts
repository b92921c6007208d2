import type { NDArray } from "../../../runtime/ndarray.js";

/** A point of a grid in its own units: column and row, with fractions. */
export type GridPoint = readonly [column: number, row: number];

/**
 * The lines along which a surface over a grid has the value `level`, as chains of points; closed ones end where they
 * begin. Cells with a corner that is not finite have none.
 *
 * Marching squares; of the two ways through a saddle the mean of the corners decides (Lorensen and Cline, 1987, in two
 * dimensions).
 */
export function isolines(heights: NDArray, level: number): readonly (readonly GridPoint[])[] {
  const [rows = 0, columns = 0] = heights.shape;
  const at = (row: number, column: number): number => Number(heights.get(row, column));
  const neighbours = new Map<number, number[]>();
  const link = (from: number, to: number): void => {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const known = neighbours.get(one);
      if (known === undefined) neighbours.set(one, [other]);
      else known.push(other);
    }
  };
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corners = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
      if (!corners.every(Number.isFinite)) continue;
      // An edge has the number of the corner from which it leads right (even) or down (odd).
      const right = 2 * (row * columns + column);
      const edges = [right, right + 3, right + 2 * columns, right + 1];
      for (const [from, to] of segments(corners, level)) link(edges[from] ?? 0, edges[to] ?? 0);
    }
  }
  const pointOn = (edge: number): GridPoint => {
    const corner = edge >> 1;
    const [row, column] = [Math.floor(corner / columns), corner % columns];
    const isDown = edge % 2 === 1;
    const from = at(row, column);
    const to = isDown ? at(row + 1, column) : at(row, column + 1);
    const share = (level - from) / (to - from);
    return isDown ? [column, row + share] : [column + share, row];
  };
  return chains(neighbours).map((chain) => chain.map(pointOn));
}

/** Which edges of a cell (top, right, bottom, left) a line joins; the corners go round from the upper left. */
function segments(corners: readonly number[], level: number): readonly (readonly [number, number])[] {
  const above = corners.map((corner) => corner >= level);
  const crossed = [0, 1, 2, 3].filter((edge) => above[edge] !== above[(edge + 1) % 4]);
  const [first, second, third, fourth] = crossed;
  if (first === undefined || second === undefined) return [];
  if (third === undefined || fourth === undefined) return [[first, second]];
  const mean = corners.reduce((sum, corner) => sum + corner, 0) / 4;
  return mean >= level === above[0]
    ? [
        [0, 1],
        [2, 3],
      ]
    : [
        [3, 0],
        [1, 2],
      ];
}

/** Edges that are linked, as chains: open ones from an end, then the rings. */
function chains(neighbours: ReadonlyMap<number, readonly number[]>): readonly (readonly number[])[] {
  const seen = new Set<number>();
  const follow = (start: number): readonly number[] => {
    const chain = [start];
    seen.add(start);
    for (let now = start; ; ) {
      const next = neighbours.get(now)?.find((edge) => !seen.has(edge));
      if (next === undefined) break;
      chain.push(next);
      seen.add(next);
      now = next;
    }
    const isRing = chain.length > 2 && neighbours.get(start)?.includes(chain.at(-1) ?? start) === true;
    return isRing ? [...chain, start] : chain;
  };
  const edges = [...neighbours.keys()];
  const open = edges.filter((edge) => neighbours.get(edge)?.length === 1);
  return [...open, ...edges].flatMap((edge) => (seen.has(edge) ? [] : [follow(edge)]));
}
