/** Whether something thrown is an error of Node's or ZeroMQ's with this code, such as "ENOENT". */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
