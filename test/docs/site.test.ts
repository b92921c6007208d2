// The documentation as a site: it is built without a warning, with the pages of the notebooks and the pictures of real runs.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { PROJECT } from "../../docs/generate/all-pages.js";
import { notebookPages } from "../../docs/generate/notebook-pages.js";

t.setTimeout(170_000);

t.test("a page for each notebook, with the pictures that there are", async (t) => {
  const pages = notebookPages();
  t.equal(
    pages.length,
    readdirSync(join(PROJECT, "notebooks")).filter((file) => file.endsWith(".ipynb")).length,
  );
  for (const { file, markdown } of pages) {
    t.match(markdown, /^# \S/, `${file} has a title`);
    for (const [, picture = ""] of markdown.matchAll(/!\[What JupyterLab shows\]\((.+)\)/g))
      t.ok(existsSync(picture));
  }
  const gallery = pages.find(({ file }) => file === "gallery.md")?.markdown ?? "";
  t.ok(gallery.split("![What JupyterLab shows]").length > 15, "the gallery shows its outputs");
});

t.test("the whole site", async (t) => {
  const folder = join(t.testdir(), "site");
  const built = spawnSync(
    process.execPath,
    [join(PROJECT, "dist", "docs", "generate", "write-site.js"), folder],
    {
      encoding: "utf8",
    },
  );
  const said = `${built.stdout}${built.stderr}`;
  t.equal(built.status, 0, said);
  t.notMatch(said, /warning|error/i, "no link leads nowhere");
  t.match(readFileSync(join(folder, "index.html"), "utf8"), /<img src="media\/screenshot\.png"/);
  const gallery = readFileSync(join(folder, "documents", "Gallery__what_people_see.html"), "utf8");
  const pictures = [...gallery.matchAll(/<img src="\.\.\/(media\/[^"]+)"/g)];
  t.ok(pictures.length > 15);
  for (const [, picture = ""] of pictures) t.ok(existsSync(join(folder, picture)), picture);
  t.ok(existsSync(join(folder, "functions", "library.compile.html")), "the reference of the library");
});
