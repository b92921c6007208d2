/** `zerosLike` as NumPy writes it: `zeros_like`. */
type Underscored<Name> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Underscored<Rest>}`
    : `_${Lowercase<First>}${Underscored<Rest>}`
  : Name;

export type WithUnderscores<Table> = Table & {
  readonly [Name in keyof Table as Underscored<Name>]: Table[Name];
};

/** The table, with each camelCase name spelled NumPy's way as well: `zeros_like` beside `zerosLike`. */
export function withUnderscores<Table extends object>(table: Table): WithUnderscores<Table> {
  const spelled = Object.entries(table).map(([name, value]: [string, unknown]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  // The mapped type states what the replacement does to each name.
  return { ...table, ...(Object.fromEntries(spelled) as WithUnderscores<Table>) };
}
