import { join } from "node:path";
import { run, say } from "./command.mjs";
import { root, venv } from "./paths.mjs";
import { digest, unlessFresh } from "./stamp.mjs";

/** Makes the kernel known to the JupyterLab in .venv; again when the kernel spec, Node or the project's folder moved. */
export async function ensureKernelspec() {
  const installer = join(root, "dist", "kernel", "cli.js");
  await unlessFresh({
    stamp: join(venv, ".weft-kernelspec"),
    key:
      digest([join(root, "kernelspec"), join(root, "kernel", "cli.ts"), join(root, "package-lock.json")]) +
      root +
      process.execPath,
    products: [join(venv, "share", "jupyter", "kernels", "weft", "kernel.json")],
    work: async () => {
      say("registering the kernel with JupyterLab");
      await run("the kernel could not be registered", process.execPath, [
        installer,
        "install",
        "--prefix",
        venv,
      ]);
    },
  });
}
