/** The parameters of the function that a cell becomes: the session's namespace object, the cell's context, and what `Deno` means in it. */
export const NAMESPACE = "__weft";
export const CELL = "__cell";
/** No global variable: packages would believe that they run in Deno. */
export const DENO = "Deno";
/** The module of notebooks made for tslab, and the member of the cell's context that stands for it: no package is looked for. */
export const TSLAB = "tslab";
