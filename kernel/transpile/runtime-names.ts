/** The parameters of the function that a cell becomes: the session's namespace object, and the cell's context. */
export const NAMESPACE = "__weft";
export const CELL = "__cell";
