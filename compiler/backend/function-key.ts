/**
 * The text of a function without its own name, the lines of the source, and the numbers of its metadata: two functions with one key do the
 * same. `definitionOf` gives the text of a metadata node by its name (`!7`).
 */
export function functionKey(text: string, name: string, definitionOf: (node: string) => string): string {
  const distinct = new Map<string, number>();
  const expand = (node: string): string => {
    const definition = definitionOf(node).replace(`${node} = `, "");
    if (/^(distinct )?!DI/.test(definition)) return "!source";
    if (!definition.startsWith("distinct ")) return expandAll(definition);
    const known = distinct.get(node);
    if (known !== undefined) return `!#${known}`;
    distinct.set(node, distinct.size);
    // The name of an alias scope is for the reader.
    return `!#${distinct.size - 1}=${expandAll(definition).replace(/!"[%$]\d+"/, "")}`;
  };
  const expandAll = (part: string): string => part.replaceAll(/!\d+/g, expand);
  return expandAll(text.replace(`@${name}(`, "@("));
}
