import type { DisplayHandle } from "../display/display-handle.js";
import { Displayable } from "../display/displayable.js";
import { type ProgressRow, progressRows, progressSummary } from "../display/progress-rows.js";
import type { MimeBundle } from "../messages.js";

export interface ProgressOptions {
  /** Stands before the bar. */
  readonly label?: string;
  /** How many steps there are, where the items don't tell: of a generator, for example. */
  readonly total?: number;
}

/** The global `progress`. */
export interface Progress {
  /** The numbers from 0 to `count - 1`. */
  (count: number, options?: ProgressOptions): Generator<number, void, undefined>;
  <Item>(items: Iterable<Item>, options?: ProgressOptions): Generator<Item, void, undefined>;
  <Item>(items: AsyncIterable<Item>, options?: ProgressOptions): AsyncGenerator<Item, void, undefined>;
}

/** Milliseconds between updates: Jupyter's limits count messages. */
const PERIOD = 100;
/** Milliseconds that loops run before their bars appear. */
const DELAY = 250;

/** What progress needs of its surroundings. */
export interface ProgressContext {
  display(value: unknown): Pick<DisplayHandle, "update">;
  cellNow(): number;
  /** Milliseconds since some moment. */
  clock(): number;
}

interface Bar {
  readonly label: string;
  readonly total: number | null;
  readonly started: number;
  finished: number;
}

/** The loops that run inside of each other in one cell: they share one output. */
interface Loops {
  readonly cell: number;
  readonly bars: Bar[];
  handle: Pick<DisplayHandle, "update"> | undefined;
  shownAt: number;
}

/**
 * `for (const x of progress(xs))` shows a bar while the loop runs, with loops inside of it below, and a line with its time
 * in the end. A loop of less than a quarter of a second shows nothing.
 */
export function createProgress({ display, cellNow, clock }: ProgressContext): Progress {
  let loops: Loops | undefined;

  const begin = (label: string, total: number | null): Bar => {
    const cell = cellNow();
    // Loops of an earlier cell that was interrupted never came to their end.
    if (loops === undefined || loops.cell !== cell)
      loops = { cell, bars: [], handle: undefined, shownAt: clock() - PERIOD };
    const bar = { label, total, started: clock(), finished: 0 };
    loops.bars.push(bar);
    return bar;
  };

  const rowOf = (bar: Bar): ProgressRow => ({ ...bar, milliseconds: clock() - bar.started });

  const show = (mine: Loops, bundle: MimeBundle): void => {
    const shown = new Displayable(bundle);
    if (mine.handle === undefined) mine.handle = display(shown);
    else mine.handle.update(shown);
    mine.shownAt = clock();
  };

  const step = (bar: Bar): void => {
    bar.finished++;
    const now = clock();
    const outer = loops?.bars[0];
    if (
      loops === undefined ||
      outer === undefined ||
      now - outer.started < DELAY ||
      now - loops.shownAt < PERIOD
    )
      return;
    show(loops, progressRows(loops.bars.map(rowOf)));
  };

  const end = (bar: Bar, isWhole: boolean): void => {
    const place = loops?.bars.indexOf(bar) ?? -1;
    if (loops === undefined || place < 0) return;
    // Loops inside that were left by an error go with it.
    loops.bars.splice(place);
    if (place > 0) return;
    if (loops.handle !== undefined) show(loops, progressSummary(rowOf(bar), isWhole));
    loops = undefined;
  };

  // The bar begins with the first step, not where the loop is only prepared.
  function* over<Item>(
    items: Iterable<Item>,
    label: string,
    total: number | null,
  ): Generator<Item, void, undefined> {
    const bar = begin(label, total);
    let isWhole = false;
    try {
      for (const item of items) {
        yield item;
        step(bar);
      }
      isWhole = true;
    } finally {
      end(bar, isWhole);
    }
  }

  async function* overAsync<Item>(
    items: AsyncIterable<Item>,
    label: string,
    total: number | null,
  ): AsyncGenerator<Item, void, undefined> {
    const bar = begin(label, total);
    let isWhole = false;
    try {
      for await (const item of items) {
        yield item;
        step(bar);
      }
      isWhole = true;
    } finally {
      end(bar, isWhole);
    }
  }

  function progress(count: number, options?: ProgressOptions): Generator<number, void, undefined>;
  function progress<Item>(items: Iterable<Item>, options?: ProgressOptions): Generator<Item, void, undefined>;
  function progress<Item>(
    items: AsyncIterable<Item>,
    options?: ProgressOptions,
  ): AsyncGenerator<Item, void, undefined>;
  function progress(
    items: number | Iterable<unknown> | AsyncIterable<unknown>,
    { label = "", total }: ProgressOptions = {},
  ): Generator<unknown, void, undefined> | AsyncGenerator<unknown, void, undefined> {
    if (typeof items === "number") return over(numbersBelow(items), label, items);
    const known = total ?? lengthOf(items);
    if (Symbol.asyncIterator in items) return overAsync(items, label, known);
    if (!(Symbol.iterator in items))
      throw new TypeError("progress() goes over a list, an iterator, or a number of steps");
    return over(items, label, known);
  }
  return progress;
}

function* numbersBelow(count: number): Generator<number, void, undefined> {
  for (let index = 0; index < count; index++) yield index;
}

/** How many items there are, where that is known before: the length of a list, the size of a set. */
function lengthOf(items: object): number | null {
  if ("length" in items && typeof items.length === "number") return items.length;
  return "size" in items && typeof items.size === "number" ? items.size : null;
}
