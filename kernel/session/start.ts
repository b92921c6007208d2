// The session process: `node start.js MARK`. Its control thread starts while the rest is loaded.
import "./control-thread.js";

await import("./main.js");
