import type { Item } from "./program.js";
import { sliceOf } from "./shaping-makers.js";
import { at, integer, name } from "./syntax.js";
import type { Shape } from "./value-type.js";
import type { Writer } from "./writer.js";

export interface Selection {
  readonly items: readonly Item[];
  readonly shape: Shape;
}

interface Chosen {
  readonly item: Item;
  /** What the axis becomes: an extent, or part of what integer arrays select together. */
  readonly axis: number | "selected";
}

/** Slices, numbers and integer arrays mixed over the axes of an array; null where none of the arrays fits. */
export function mixedSelection(w: Writer, shape: Shape): Selection | null {
  const { random } = w;
  const lengths = new Set(
    w.variables.flatMap(({ indexes, shape: of }) =>
      indexes !== null && of !== null && shape.includes(indexes) ? of : [],
    ),
  );
  if (lengths.size === 0) return null;
  const length = random.pick([...lengths]);
  const chosen = shape.map((extent): Chosen => {
    const places = w.variables.filter(
      (variable) => variable.indexes === extent && variable.shape?.[0] === length,
    );
    if (places.length > 0 && random.chance(0.7))
      return { item: at(name(random.pick(places).name)), axis: "selected" };
    if (extent > 0 && random.chance(0.25))
      return { item: at(integer(random.between(-extent, extent - 1))), axis: "selected" };
    const kept = random.chance(0.5) ? extent : random.between(0, extent);
    const item = sliceOf(w, extent, kept) ?? {
      kind: "slice",
      start: null,
      stop: null,
      step: null,
      computed: false,
    };
    return { item, axis: kept };
  });
  const items = chosen.map(({ item }) => item);
  if (!items.some((item) => item.kind === "at" && item.index.kind === "name")) return null;
  return { items, shape: selectedShape(chosen, length) };
}

/** What integer arrays select stands where they stand; in front where slices come between them. */
function selectedShape(chosen: readonly Chosen[], length: number): Shape {
  const axes = chosen.map(({ axis }) => axis);
  const [first, last] = [axes.indexOf("selected"), axes.lastIndexOf("selected")];
  const isTogether = axes.slice(first, last + 1).every((axis) => axis === "selected");
  const extents = (part: typeof axes): readonly number[] => part.filter((axis) => axis !== "selected");
  if (!isTogether) return [length, ...extents(axes)];
  return [...extents(axes.slice(0, first)), length, ...extents(axes.slice(first))];
}
