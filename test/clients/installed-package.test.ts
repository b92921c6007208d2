// What `npm pack` makes, installed and used as by somebody who has none of what Weft is made with.
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import t from "tap";
import { connectKernel } from "../../kernel/client.js";
import { createConnection } from "../../kernel/kernel-process.js";
import { isJsonObject } from "../../kernel/wire.js";
import { printed, published, resultText } from "../kernel/kernel-client.js";
import { installPackage } from "./installed-package.js";
import { executionProblems } from "./notebook.js";

const MEGABYTE = 2 ** 20;
/** The newest versions of the C and the C++ library that the addon may ask for: those of Ubuntu 22.04. */
const NEWEST = { GLIBC_2: 35, "GLIBCXX_3.4": 30 } as const;

t.setTimeout(280_000);
const installed = installPackage(t);
const { folder, home, tarball, bin } = installed;
const specs = join(home, "a prefix", "share", "jupyter", "kernels");

t.test("the tarball has what is needed, and no more", async (t) => {
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  for (const file of [
    "build/weft.node",
    "dist/packed/kernel-serve/program.js",
    "docs/README.md",
    "kernelspec/logo-svg.svg",
    "fonts/LICENSE.txt",
    "LICENSE",
  ])
    t.ok(files.includes(`package/${file}`), file);
  const superfluous =
    /\/(test|bench|scripts|generate|golden|corpus|approved)\/|\.(map|cc|h|tap)$|(?<!\.d)\.ts$/;
  t.same(
    files.filter((file) => superfluous.test(file)),
    [],
    "no tests, no sources, no source maps",
  );
  const megabytes = statSync(tarball).size / MEGABYTE;
  t.ok(megabytes < 25, `${megabytes.toFixed(1)} MB`);
});

t.test("the addon brings what Node.js does not", async (t) => {
  const addon = readFileSync(join(folder, "build", "weft.node"), "latin1");
  for (const [library, newest] of Object.entries(NEWEST)) {
    const versions = addon.matchAll(new RegExp(`\\b${library.replaceAll(".", "\\.")}\\.(\\d+)\\0`, "g"));
    const asked = [...versions].map(([, version]) => Number(version));
    t.ok(asked.length > 0 && Math.max(...asked) <= newest, `${library}.${Math.max(...asked)}`);
  }
  const shared = `process.report.excludeNetwork = true;
    console.log(process.report.getReport().sharedObjects.join("\\n"));`;
  const plain = installed.evaluate(shared).stdout.trim().split("\n");
  const program = `process.env.WEFT_BLAS = "off";
    const { compile, np } = await import("weft-kernel");
    const { half } = compile("function half(x) { return x / 2; }");
    if (np.sum(half(np.ones(1000))) !== 500) throw new Error("wrong");
    ${shared}`;
  const { stdout, stderr } = installed.evaluate(program);
  t.equal(stderr, "");
  const more = stdout
    .trim()
    .split("\n")
    .filter((path) => !plain.includes(path));
  // libmvec is a part of the C library.
  t.same(
    more.map((path) => basename(path)).filter((name) => !name.startsWith("libmvec.")),
    ["weft.node"],
  );
});

t.test("weft install, under another name", async (t) => {
  const names = ["--name", "weft-2", "--display-name", "Weft of another"];
  const { status, stdout, stderr } = installed.weft("install", "--prefix", join(home, "a prefix"), ...names);
  t.same([status, stderr], [0, ""]);
  t.match(stdout, join(specs, "weft-2"));
  const spec = JSON.parse(readFileSync(join(specs, "weft-2", "kernel.json"), "utf8"));
  t.equal(spec.display_name, "Weft of another");
  t.equal(spec.argv[0], join(bin, "node"), "the path by which Node.js is found, not that of this version");
  t.equal(installed.weft("install", "--prefix", join(home, "a prefix"), ...names).status, 0, "once more");
});

t.test("weft install for the user, and weft doctor", async (t) => {
  t.equal(installed.weft("install").status, 0);
  const { stdout } = installed.weft("doctor");
  const amiss = stdout.split("\n").filter((line) => line.startsWith("AMISS"));
  t.same(amiss.length, 1, stdout);
  t.match(amiss[0], /there is no jupyter in PATH/);
  const kernels = join(".local", "share", "jupyter", "kernels");
  t.match(stdout, `Registration: ${join(home, kernels, "weft", "kernel.json")}`);
  t.match(installed.weft("doctor", "--prefix", join(home, "a prefix"), "--name", "weft-2").stdout, specs);
});

t.test("a kernel that is started as its registration says", async (t) => {
  const spec = JSON.parse(readFileSync(join(specs, "weft-2", "kernel.json"), "utf8"));
  const { connection, file, folder: sockets } = createConnection();
  installed.handOver(sockets, file);
  const [node, ...parameters]: readonly string[] = spec.argv;
  const child = installed.start(
    node ?? "",
    parameters.map((each) => (each === "{connection_file}" ? file : each)),
  );
  const kernel = await connectKernel({ child, connection, removeFiles: () => undefined });
  t.teardown(() => kernel.shutdown());
  const textOf = async (code: string) => resultText(await kernel.execute(code));

  t.equal(await textOf("import { userInfo } from 'node:os'; const n: number = 41; n + 1"), "42");
  t.equal(await textOf("%%parallel\nfunction twice(x) { return 2 * x; }\nsum(twice(arange(4.0)))"), "12");
  const chart = await kernel.execute("plot([1, 2, 3])");
  const [shown] = [...published(chart, "execute_result"), ...published(chart, "display_data")];
  const data = shown?.content["data"];
  t.match(Object.keys(isJsonObject(data) ? data : {}), ["application/vnd.vegalite.v5+json"]);
  t.equal(
    await textOf(
      "await writeParquet('t.parquet', { x: np.arange(3) }); (await readParquet('t.parquet')).x.size",
    ),
    "3",
  );
  t.match(await textOf("np.sum"), /sum/);
  t.match(printed(await kernel.execute("%lsmagic")), "%%parallel");
  const code = "Buffer.allocUns";
  const { reply } = await kernel.request("shell", "complete_request", { code, cursor_pos: code.length });
  t.match(reply["matches"], ["allocUnsafe"], "the types of Node.js are there");
});

t.test("every kind of output", async (t) => {
  const copy = join(home, "notebooks");
  cpSync(join(folder, "notebooks"), copy, { recursive: true });
  execFileSync("chmod", ["-R", "a+w", copy]);
  const gallery = join(copy, "gallery.ipynb");
  const { status, stderr } = installed.weft("run", gallery);
  t.equal(status, 0, stderr);
  t.same(executionProblems(gallery), []);
});
