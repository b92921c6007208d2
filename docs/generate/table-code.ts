/** Code in a cell of a Markdown table: a bar would end the cell, a backquote the code. */
export function tableCode(code: string): string {
  const text = code.replaceAll("|", "\\|");
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
