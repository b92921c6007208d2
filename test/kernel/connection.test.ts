import t from "tap";
import { endpoint, parseConnection, readConnectionFile } from "../../kernel/connection.js";

const file = {
  ip: "127.0.0.1",
  transport: "tcp",
  shell_port: 1001,
  iopub_port: 1002,
  control_port: 1003,
  stdin_port: 1004,
  hb_port: 1005,
  key: "secret",
  signature_scheme: "hmac-sha256",
};

t.test("a connection file", async (t) => {
  const connection = parseConnection(file, "c.json");
  t.match(connection, { shellPort: 1001, heartbeatPort: 1005, key: "secret", curve: undefined });
  t.equal(endpoint(connection, 1001), "tcp://127.0.0.1:1001");
});

t.test("the ipc transport takes ports as suffixes", async (t) => {
  const connection = parseConnection({ ...file, transport: "ipc", ip: "/run/k" }, "c.json");
  t.equal(endpoint(connection, 3), "ipc:///run/k-3");
});

t.test("an encrypted connection", async (t) => {
  const keys = { curve_publickey: "p".repeat(40), curve_secretkey: "s".repeat(40) };
  t.same(parseConnection({ ...file, ...keys }, "c.json").curve, {
    publicKey: keys.curve_publickey,
    secretKey: keys.curve_secretkey,
  });
});

t.test("errors name the file and the field", async (t) => {
  t.throws(
    () => parseConnection({ ...file, shell_port: "80" }, "c.json"),
    /Connection file 'c.json': 'shell_port' must be a port number, not "80"/,
  );
  t.throws(
    () => parseConnection({ ...file, transport: "udp" }, "c.json"),
    /'transport' must be 'tcp' or 'ipc'/,
  );
  t.throws(() => parseConnection([], "c.json"), /'shell_port'/);
  t.throws(() => parseConnection(null, "c.json"), /holds no JSON object/);
  t.throws(() => readConnectionFile("/nowhere/c.json"), /'\/nowhere\/c.json' can't be read: ENOENT/);
});
