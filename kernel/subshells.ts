import { randomUUID } from "node:crypto";
import { RequestError } from "./request-content.js";

/** The subshells that clients have made (JEP 91): queues of requests beside that of the main shell. */
export interface Subshells {
  create(): string;
  /** @throws RequestError when there is none with that id. */
  delete(id: string): void;
  list(): readonly string[];
  /** Whether requests for it can be served; `undefined` and null are the main shell. */
  has(id: string | null | undefined): boolean;
}

export function createSubshells(): Subshells {
  const ids = new Set<string>();
  return {
    create() {
      const id = randomUUID();
      ids.add(id);
      return id;
    },
    delete(id) {
      if (!ids.delete(id)) throw unknownSubshell(id);
    },
    list: () => [...ids],
    has: (id) => id === undefined || id === null || ids.has(id),
  };
}

/** Why a request for a subshell that does not exist, or no longer, is not served. */
export function unknownSubshell(id: string): RequestError {
  return new RequestError(`There is no subshell '${id}': it was never created, or has been deleted`);
}
