import type { LoopProgram } from "../compiler/ir/program.js";
import { loopStructure } from "../compiler/report/loop-structure.js";
import { positionAt } from "../compiler/source.js";

/** Where each parallel loop of a program begins, such as `cell[3]:2:5`, by the loop's number; "" for numbers that none has. */
export function loopPlaces(formed: LoopProgram): readonly string[] {
  const places: string[] = [];
  for (const [id, { span }] of loopStructure(formed)) {
    const { line, column } = positionAt(span.source, span.start);
    places[id] = `${span.source.name}:${line}:${column}`;
  }
  return Array.from(places, (place) => place ?? "");
}
