import type { Handler } from "../dispatch.js";
import { PROTOCOL_VERSION } from "../messages.js";
import { PACKAGE_VERSION } from "../package-version.js";
import { parseShutdownRequest } from "../request-content.js";
import type { JsonObject } from "../wire.js";

const KERNEL_INFO: JsonObject = {
  status: "ok",
  protocol_version: PROTOCOL_VERSION,
  implementation: "weft",
  implementation_version: PACKAGE_VERSION,
  language_info: {
    name: "typescript",
    version: "6.0.3",
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
  banner: `Weft ${PACKAGE_VERSION}: TypeScript, with %%parallel cells compiled to native code`,
  debugger: true,
  supported_features: ["debugger", "kernel subshells"],
  help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
};

export function kernelInfoHandler(): Handler {
  return () => KERNEL_INFO;
}

/** Replies, then has the kernel end once the reply is out. */
export function shutdownHandler(shutdown: () => void): Handler {
  return ({ message, publish }) => {
    const { restart } = parseShutdownRequest(message.content);
    publish({ type: "shutdown_reply", content: { status: "ok", restart } });
    setImmediate(shutdown);
    return { status: "ok", restart };
  };
}
