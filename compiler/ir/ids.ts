declare const brand: unique symbol;
type Id<Name extends string> = number & { readonly [brand]: Name };

/** A scalar or an array: assigned once, used in later operations. */
export type ValueId = Id<"ValueId">;
/** A mutable variable of the program: read with `get`, written with `set`. */
export type SlotId = Id<"SlotId">;
/** A loop the user can see in the report: a row of `LoopTable`. */
export type LoopId = Id<"LoopId">;
/** The target of `break` and `continue`. */
export type LabelId = Id<"LabelId">;
/** A place where the program can fail or print: a row of the site table. */
export type SiteId = Id<"SiteId">;

/** Ids are indices into the tables of a program; only those tables make them. */
export const asValueId = (index: number): ValueId => index as ValueId;
export const asSlotId = (index: number): SlotId => index as SlotId;
export const asLoopId = (index: number): LoopId => index as LoopId;
export const asLabelId = (index: number): LabelId => index as LabelId;
export const asSiteId = (index: number): SiteId => index as SiteId;
