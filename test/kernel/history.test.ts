import { appendFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { startKernel } from "../../kernel/client.js";
import { parseHistoryRequest } from "../../kernel/request-content.js";
import { createHistory, type History } from "../../kernel/requests/history.js";
import { historyPath, NO_HISTORY_FILE, openHistoryFile } from "../../kernel/requests/history-file.js";

const unexpected = (text: string): void => {
  throw new Error(text);
};
const rows = (history: History, content: Parameters<typeof parseHistoryRequest>[0]) =>
  history.select(parseHistoryRequest(content)).map(({ session, count, code }) => [session, count, code]);

t.test("a session finds those before it, and itself in their numbering", async (t) => {
  const path = join(t.testdir(), "new", "history.jsonl");
  const open = (name: string): History => createHistory(openHistoryFile(path, unexpected), name);
  const first = open("first");
  for (const code of ["a = 1", "b = 2"]) first.begin(code);
  first.setOutput(2, "2");
  const second = open("second");
  second.begin("c\n= 3");
  const third = open("third");
  t.same(rows(third, { n: 2 }), [
    [1, 2, "b = 2"],
    [2, 1, "c\n= 3"],
  ]);
  third.begin("d");
  const range = (session: number) => rows(third, { hist_access_type: "range", session });
  t.same(range(0), [[3, 1, "d"]]);
  t.same(range(-1), [[2, 1, "c\n= 3"]]);
  t.same(range(1), [
    [1, 1, "a = 1"],
    [1, 2, "b = 2"],
  ]);
  t.same(range(9), []);
  const [found] = third.select(parseHistoryRequest({ hist_access_type: "search", pattern: "b*" }));
  t.match(found, { session: 1, output: "2" });
  t.equal(statSync(path).mode & 0o777, 0o600, "nobody else reads it");
});

t.test("of long cells only the last are held, and the numbers go on", async (t) => {
  const history = createHistory(NO_HISTORY_FILE, "own");
  const numbers = () => rows(history, { n: 9 }).map(([, count]) => count);
  for (let cell = 0; cell < 4; cell++) history.begin("a".repeat(6_000_000));
  t.same(numbers(), [3, 4]);
  history.setOutput(4, "b".repeat(9_000_000));
  t.same(numbers(), [4], "outputs count as well");
  t.equal(history.begin("c".repeat(50_000_000)), 5);
  t.same(numbers(), []);
  t.equal(history.begin("d"), 6);
  t.same(numbers(), [6]);
});

t.test("lines that are cut off, or none of ours, are passed over", async (t) => {
  const path = join(t.testdir(), "history.jsonl");
  createHistory(openHistoryFile(path, unexpected), "first").begin("a");
  appendFileSync(path, '{"session":"x"}\n[1]\nnonsense\n{"session":"y","count":1,"code":"b"}\n{"sess');
  t.same(rows(createHistory(openHistoryFile(path, unexpected), "own"), {}), [
    [1, 1, "a"],
    [2, 1, "b"],
  ]);
});

t.test("a history that can't be written is said once, and kept in memory", async (t) => {
  const folder = t.testdir();
  const path = join(folder, "history.jsonl");
  mkdirSync(path);
  const warnings: string[] = [];
  const history = createHistory(
    openHistoryFile(path, (text) => warnings.push(text)),
    "own",
  );
  for (const code of ["a", "b"]) history.begin(code);
  t.match(warnings, [/not kept: .*EISDIR/]);
  t.equal(history.count(), 2);
  t.same(rows(history, { n: 1 }), [[1, 2, "b"]]);
  t.match(warnings[1], /earlier sessions can't be read: .*EISDIR/);
});

t.test("where it is", async (t) => {
  t.equal(historyPath({ XDG_DATA_HOME: "/data" }), "/data/weft/history.jsonl");
  t.equal(historyPath({ WEFT_HISTORY_FILE: "/mine" }), "/mine");
  t.equal(historyPath({ WEFT_HISTORY_FILE: "/mine", WEFT_HISTORY: "off" }), null);
});

t.test("a restarted kernel knows what the first one ran", async (t) => {
  const directory = t.testdir();
  const file = join(directory, "history.jsonl");
  process.env["WEFT_HISTORY_FILE"] = file;
  process.env["WEFT_HISTORY"] = "on";
  t.teardown(() => {
    delete process.env["WEFT_HISTORY_FILE"];
    process.env["WEFT_HISTORY"] = "off";
  });
  const first = await startKernel({ directory, stderr: "ignore" });
  await first.execute("6 * 7");
  await first.shutdown();
  t.match(readFileSync(file, "utf8"), /"code":"6 \* 7"/);
  const second = await startKernel({ directory, stderr: "ignore" });
  t.teardown(() => second.shutdown());
  const content = { hist_access_type: "tail", n: 1, output: true, raw: true };
  const { reply } = await second.request("shell", "history_request", content);
  t.same(reply["history"], [[1, 1, ["6 * 7", "42"]]]);
});
