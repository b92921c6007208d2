import { readFileSync } from "node:fs";

/** The family of the fonts, in their own name tables. */
export const FONT_FAMILY = "Inter";
const FILES = ["Inter-Regular.otf", "Inter-SemiBold.otf"];

export interface ChartFonts {
  /** OpenType files. */
  readonly files: readonly Uint8Array[];
  /** Whether the fonts have a glyph for each character. */
  readonly canWrite: (text: string) => boolean;
}

let loaded: ChartFonts | undefined;

/** The fonts that pictures of charts are drawn with. They are read at the first call. */
export function chartFonts(): ChartFonts {
  loaded ??= loadFonts();
  return loaded;
}

function loadFonts(): ChartFonts {
  const files = FILES.map((name) => readFileSync(new URL(`../../../../fonts/${name}`, import.meta.url)));
  const covered = files.map(characterRanges);
  const hasGlyph = (code: number): boolean =>
    covered.every((ranges) => ranges.some(([first, last]) => first <= code && code <= last));
  return {
    files,
    canWrite: (text) => [...new Set(text)].every((character) => hasGlyph(character.codePointAt(0) ?? 0)),
  };
}

type CharacterRange = readonly [first: number, last: number];

/** The characters of a font: the segments of its character map of format 4 (OpenType 1.9, "cmap"). */
function characterRanges(file: Buffer): readonly CharacterRange[] {
  const map = tableAt(file, "cmap");
  const subtables = Array.from(
    { length: file.readUInt16BE(map + 2) },
    (_, index) => map + file.readUInt32BE(map + 4 + 8 * index + 4),
  );
  const segments = subtables.find((at) => file.readUInt16BE(at) === 4);
  if (segments === undefined) throw new Error("A font of the charts has no character map of format 4");
  const size = file.readUInt16BE(segments + 6);
  const ends = segments + 14;
  const starts = ends + size + 2;
  return Array.from(
    { length: size / 2 },
    (_, index) => [file.readUInt16BE(starts + 2 * index), file.readUInt16BE(ends + 2 * index)] as const,
  );
}

/** Where a table of an OpenType file begins. */
function tableAt(file: Buffer, tag: string): number {
  const count = file.readUInt16BE(4);
  for (let entry = 12; entry < 12 + 16 * count; entry += 16) {
    if (file.toString("latin1", entry, entry + 4) === tag) return file.readUInt32BE(entry + 8);
  }
  throw new Error(`A font of the charts has no table ${tag}`);
}
