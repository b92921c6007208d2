import { NAME_TABLES, underscored } from "../compiler/frontend/names/registry.js";

/** A spelling of a name of the parallel language, and what is to be said about it. */
export interface DocumentedName {
  /** `sum`, `random.normal`, `Math.round`. */
  readonly name: string;
  /** As in the documentation: `sum(a, axis?, keepdims?)`. */
  readonly signature: string;
  /** One sentence. */
  readonly summary: string;
  /** The statements of a parallel cell. */
  readonly example: string;
}

/** All names with all their spellings, for those who complete and explain what is being typed. */
export const documentedNames: readonly DocumentedName[] = NAME_TABLES.flat().flatMap(
  ({ names, signature, summary, example }) =>
    [...new Set(names.flatMap((name) => [name, underscored(name)]))].map((name) => ({
      name,
      signature,
      summary,
      example,
    })),
);
