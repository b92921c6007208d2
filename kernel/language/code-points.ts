/** The UTF-16 offset of a cursor that counts code points, as the protocol does. Past the end means the end. */
export function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  let count = 0;
  for (const character of text) {
    if (count >= codePoints) break;
    offset += character.length;
    count++;
  }
  return offset;
}

/** The number of code points before a UTF-16 offset. */
export function codePointOffset(text: string, offset: number): number {
  return [...text.slice(0, offset)].length;
}
