/** Whether a cell is written in the parallel language. */
export function isParallelCell(source: string): boolean {
  return /^\s*(?:%check\s+)?%%parallel\b/.test(source);
}
