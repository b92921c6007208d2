/** How much of a long axis is shown: all up to `most`, else so many at either end. */
export interface AxisLimit {
  readonly most: number;
  readonly first: number;
  readonly last: number;
}

/** The indices of an axis that are shown, in order; null stands for those left out. */
export type Shown = readonly (number | null)[];

export function shownIndices(length: number, { most, first, last }: AxisLimit): Shown {
  if (length <= most) return Array.from({ length }, (_, index) => index);
  return [
    ...Array.from({ length: first }, (_, index) => index),
    null,
    ...Array.from({ length: last }, (_, index) => length - last + index),
  ];
}
