import t from "tap";
import { liveQueryAt, pathAround } from "../../kernel/requests/live-paths.js";

t.test("what the session is asked to complete a text", async (t) => {
  const asked = (code: string) => {
    const { start, query } = liveQueryAt(code, code.length);
    return [code.slice(start), query];
  };
  const members = (...path: string[]) => ({ kind: "members", path });
  const keys = (quote: string, ...path: string[]) => ({ kind: "keys", path, quote });
  t.same(asked("1 + wor"), ["wor", { kind: "names" }]);
  t.same(asked("a.b.c"), ["c", members("a", "b")]);
  t.same(asked("f(a?.b."), ["", members("a", "b")]);
  t.same(asked("rows[0].name['a b'].le"), ["le", members("rows", "0", "name", "a b")]);
  t.same(asked("rows\n  .le"), ["le", members("rows")]);
  t.same(asked("a['"), ["", keys("'", "a")]);
  t.same(asked('a.b["with sp'), ["with sp", keys('"', "a", "b")]);
  const entries = (quote: string, ...path: string[]) => ({ kind: "entries", path, quote });
  t.same(asked('map.get("al'), ["al", entries('"', "map")]);
  t.same(asked("a.b[0]?.has('"), ["", entries("'", "a", "b", "0")]);
  t.same(asked("get('"), ["", undefined]);
  for (const code of ["f().a", "f()['", "a[i].b", "'text'.le", "[1].le", "x.y().z.w"]) {
    t.equal(asked(code)[1], undefined, code);
  }
});

t.test("the value that a cursor points at", async (t) => {
  const around = (text: string) => pathAround(text.replace("|", ""), text.indexOf("|"));
  t.same(around("a.be|ta.c"), ["a", "beta"]);
  t.same(around("fun(|"), ["fun"]);
  t.same(around("fun(1, |"), []);
  t.same(around("rows[0].na|me"), ["rows", "0", "name"]);
  t.same(around("rows['a b']|"), ["rows", "a b"]);
  t.same(around("f().le|ngth"), []);
  t.same(around("'wor|d'"), []);
});
