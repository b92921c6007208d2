import { writeFileSync } from "node:fs";

/** Writes a notebook for Weft with a code cell for each source, whose metadata is `metadata`. */
export function writeNotebook(path: string, sources: readonly string[], metadata: object = {}): void {
  const kernelspec = { name: "weft", display_name: "TypeScript (Weft)", language: "typescript" };
  const cells = sources.map((source, place) => ({
    cell_type: "code",
    id: `cell-${place}`,
    metadata,
    execution_count: null,
    outputs: [],
    source,
  }));
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }));
}
