import t from "tap";
import { codeFrame } from "../../kernel/code-frame.js";
import { codePointOffset, utf16Offset } from "../../kernel/language/code-points.js";
import { parseExecuteRequest, parseHistoryRequest } from "../../kernel/request-content.js";
import { createCommRegistry } from "../../kernel/requests/comms.js";
import { createHistory } from "../../kernel/requests/history.js";
import { NO_HISTORY_FILE } from "../../kernel/requests/history-file.js";

t.test("an execute request has defaults", async (t) => {
  t.match(parseExecuteRequest({ code: "1" }), { silent: false, storeHistory: true, stopOnError: true });
  t.match(
    parseExecuteRequest({ code: "1", silent: true }),
    { storeHistory: false },
    "silent cells are not counted",
  );
  t.throws(() => parseExecuteRequest({}), /'code' must be a string, not missing/);
  t.throws(
    () => parseExecuteRequest({ code: "1", silent: "yes" }),
    /'silent' must be true or false, not "yes"/,
  );
  t.throws(() => parseHistoryRequest({ hist_access_type: "all" }), /must be 'tail', 'range' or 'search'/);
});

t.test("history", async (t) => {
  const history = createHistory(NO_HISTORY_FILE, "own");
  for (const code of ["a = 1", "b = 2", "a = 1", "c(3)"]) history.begin(code);
  history.setOutput(4, "3");
  const codes = (content: Parameters<typeof parseHistoryRequest>[0]): string[] =>
    history.select(parseHistoryRequest(content)).map(({ code }) => code);
  t.same(codes({ hist_access_type: "tail", n: 2 }), ["a = 1", "c(3)"]);
  t.same(codes({ hist_access_type: "tail", n: 0 }), []);
  t.same(codes({ hist_access_type: "range", session: 0, start: 2, stop: 4 }), ["b = 2", "a = 1"]);
  t.same(codes({ hist_access_type: "search", pattern: "a*" }), ["a = 1", "a = 1"]);
  t.same(codes({ hist_access_type: "search", pattern: "?(3)" }), ["c(3)"], "brackets are literal");
  t.same(codes({ hist_access_type: "search", pattern: "*", unique: true, n: 3 }), ["b = 2", "a = 1", "c(3)"]);
  t.equal(history.select(parseHistoryRequest({ n: 1 }))[0]?.output, "3");
});

t.test("comms are listed while they are open", async (t) => {
  const registry = createCommRegistry();
  const event = (kind: "open" | "close", commId: string, targetName: string) =>
    registry.note({ kind, commId, targetName, data: {}, buffers: [] });
  event("open", "1", "a");
  event("open", "2", "b");
  t.same(registry.list(undefined), { 1: { target_name: "a" }, 2: { target_name: "b" } });
  t.same(registry.list("b"), { 2: { target_name: "b" } });
  event("close", "2", "");
  t.same(registry.list("b"), {});
});

t.test("cursors count code points on the wire and UTF-16 units inside", async (t) => {
  const text = "'🚀é'.x";
  t.equal(utf16Offset(text, 2), 3);
  t.equal(utf16Offset(text, 999), text.length);
  t.equal(codePointOffset(text, 3), 2);
});

t.test("a code frame", async (t) => {
  t.equal(
    codeFrame("a\nb\nc\nd(1)\ne", 4, 2),
    ["  2 | b", "  3 | c", "> 4 | d(1)", "    |  ^", "  5 | e"].join("\n"),
  );
});
