/** The functions that packages have registered for parallel code: for those who need their names, and not the compiler. */
export const registeredNames = new Set<string>();
