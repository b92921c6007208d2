/** Bold in consoles and notebooks: what clients make of red is hard to read on their background of errors. */
export const emphasized = (text: string): string => `\u001b[1m${text}\u001b[22m`;
