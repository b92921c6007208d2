// The messages that a kernel sends, as jupyter_client's docs/messaging.rst (version 5.5 of the protocol) describes them.
import type { WireMessage } from "../../../kernel/wire.js";
import { type Schema, schemaFaults } from "./json-schema.js";

const text: Schema = { type: "string" };
const name: Schema = { type: "string", pattern: /./ };
/** Something, which may be the end of a line alone. */
const printed: Schema = { type: "string", pattern: /[\s\S]/ };
const count: Schema = { type: "integer", minimum: 0 };
const flag: Schema = { type: "boolean" };
const anyObject: Schema = { type: "object" };
const lines: Schema = { type: "array", items: text };

/** Data by MIME type: that of text and pictures is text. */
const bundle: Schema = {
  type: "object",
  keys: /^[\w.+-]+\/[\w.+-]+$/,
  values: { anyOf: [text, anyObject, { type: "array", items: { any: true } }] },
};

const errorFields = { ename: text, evalue: text, traceback: lines } as const;
const errorReply: Schema = { type: "object", properties: { status: { enum: ["error"] }, ...errorFields } };
/** The answer to a request that could not be understood, and so was not run. */
const refused: Schema = {
  type: "object",
  properties: { status: { enum: ["error"] }, ...errorFields, ename: { enum: ["RequestError"] } },
};
const aborted: Schema = {
  type: "object",
  properties: { status: { enum: ["aborted"] } },
  // Nothing but the status.
  keys: /^$/,
};

function reply(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const ok: Schema = { type: "object", properties: { status: { enum: ["ok"] }, ...properties }, optional };
  return { anyOf: [errorReply, ok] };
}

function content(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { type: "object", properties, optional };
}

const display = { data: bundle, metadata: anyObject } as const;
const transient = content({ display_id: name }, ["display_id"]);
const comm = { comm_id: name, data: anyObject } as const;

const languageInfo = content(
  {
    name,
    version: { type: "string", pattern: /^\d+\.\d+/ },
    mimetype: { type: "string", pattern: /^\w+\/[\w.+-]+$/ },
    file_extension: { type: "string", pattern: /^\.\w+$/ },
    pygments_lexer: text,
    // Clients take an object with a name as well, but some read a string only.
    codemirror_mode: name,
    nbconvert_exporter: text,
  },
  ["pygments_lexer", "codemirror_mode", "nbconvert_exporter"],
);

const contents: Readonly<Record<string, Schema>> = {
  kernel_info_reply: reply(
    {
      protocol_version: { type: "string", pattern: /^5\.\d+(\.\d+)?$/ },
      implementation: name,
      implementation_version: { type: "string", pattern: /^\d/ },
      language_info: languageInfo,
      banner: text,
      debugger: flag,
      help_links: { type: "array", items: content({ text, url: text }) },
      supported_features: { type: "array", items: { enum: ["debugger", "kernel subshells"] } },
    },
    ["debugger", "help_links", "supported_features"],
  ),
  execute_reply: {
    anyOf: [
      aborted,
      refused,
      content({ status: { enum: ["error"] }, execution_count: count, ...errorFields }),
      content({
        status: { enum: ["ok"] },
        execution_count: count,
        payload: { type: "array", items: content({ source: name }) },
        user_expressions: {
          type: "object",
          values: reply(display),
        },
      }),
    ],
  },
  complete_reply: reply({ matches: lines, cursor_start: count, cursor_end: count, metadata: anyObject }),
  inspect_reply: reply({ found: flag, ...display }),
  is_complete_reply: {
    anyOf: [
      errorReply,
      content({ status: { enum: ["complete", "invalid", "unknown"] } }),
      content({ status: { enum: ["incomplete"] }, indent: { type: "string", pattern: /^\s*$/ } }),
    ],
  },
  history_reply: reply({ history: { type: "array", items: { type: "array", items: { any: true } } } }),
  comm_info_reply: reply({ comms: { type: "object", values: content({ target_name: text }) } }),
  shutdown_reply: reply({ restart: flag }),
  interrupt_reply: reply({}),
  debug_reply: { type: "object" },
  create_subshell_reply: reply({ subshell_id: name }),
  delete_subshell_reply: reply({}),
  list_subshell_reply: reply({ subshell_id: { type: "array", items: name } }),
  usage_reply: {
    anyOf: [
      errorReply,
      content(
        {
          hostname: name,
          pid: { type: "integer", minimum: 1 },
          kernel_cpu: { type: "number" },
          kernel_memory: { type: "integer", minimum: 1 },
          cpu_count: { type: "integer", minimum: 1 },
          host_cpu_percent: { type: "number" },
          host_virtual_memory: { type: "object", values: { type: "number" } },
        },
        ["host_cpu_percent"],
      ),
    ],
  },

  status: content({ execution_state: { enum: ["busy", "idle", "starting"] } }),
  execute_input: content({ code: text, execution_count: count }),
  execute_result: content({ ...display, execution_count: count, transient }, ["transient"]),
  stream: content({ name: { enum: ["stdout", "stderr"] }, text: printed }),
  display_data: content({ ...display, transient }, ["transient"]),
  update_display_data: content({ ...display, transient: content({ display_id: name }) }),
  error: content(errorFields),
  clear_output: content({ wait: flag }),
  comm_open: content({ ...comm, target_name: name, target_module: text }, ["target_module"]),
  comm_msg: content(comm),
  comm_close: content(comm),
  debug_event: { type: "object" },
  iopub_welcome: content({ subscription: text }),

  input_request: content({ prompt: text, password: flag }),
};

const header = content(
  {
    msg_id: name,
    msg_type: name,
    session: name,
    username: text,
    date: { type: "string", pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/ },
    version: { type: "string", pattern: /^5\.\d+(\.\d+)?$/ },
    subshell_id: { anyOf: [{ type: "null" }, name] },
  },
  ["subshell_id"],
);

/** What is wrong with a message of the kernel, its header and parent included. */
export function messageFaults({
  header: own,
  parentHeader,
  metadata,
  content: body,
}: WireMessage): readonly string[] {
  const type = own.msg_type;
  const schema = Object.hasOwn(contents, type) ? contents[type] : undefined;
  return [
    ...schemaFaults(header, own, `${type}: header`),
    ...(Object.keys(parentHeader).length === 0
      ? []
      : schemaFaults(header, parentHeader, `${type}: parent_header`)),
    ...schemaFaults(anyObject, metadata, `${type}: metadata`),
    ...(schema === undefined ? [`${type} is no message of the protocol`] : schemaFaults(schema, body, type)),
  ];
}
