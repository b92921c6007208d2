import ts from "#typescript";

/** The names that a declaration's pattern binds, where they stand. */
export function bindingIdentifiers(pattern: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(pattern)) return [pattern];
  return pattern.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : bindingIdentifiers(element.name),
  );
}

export const bindingNames = (pattern: ts.BindingName): readonly string[] =>
  bindingIdentifiers(pattern).map(({ text }) => text);
