/**
 * Who may import what. Each rule names the modules it binds and the imports that break it.
 * @typedef {import("./modules.mjs").Module} Module
 * @typedef {{ from: RegExp, except?: readonly string[], forbids: (import_: import("./modules.mjs").Import) => boolean, message: string }} LayerRule
 * @type {readonly LayerRule[]}
 */
const rules = [
  {
    from: /./,
    except: ["kernel/sockets.ts"],
    forbids: ({ specifier }) => specifier === "zeromq",
    message: "only kernel/sockets.ts imports zeromq",
  },
  {
    from: /^compiler\//,
    forbids: ({ specifier }) => specifier.startsWith("node:"),
    message: "the compiler does no IO: it imports nothing of Node",
  },
  {
    from: /^compiler\//,
    forbids: ({ specifier, target }) => target === undefined && !/^(\.|node:|#?typescript$)/.test(specifier),
    message: "of packages, the compiler imports typescript alone",
  },
  {
    from: /^compiler\//,
    forbids: ({ target }) => target !== undefined && !target.startsWith("compiler/"),
    message: "the compiler imports nothing outside compiler/",
  },
  {
    from: /^runtime\//,
    forbids: ({ target }) => target !== undefined && !/^(runtime|compiler)\//.test(target),
    message: "the runtime knows the compiler, not Jupyter or the tests",
  },
  {
    from: /^kernel\//,
    forbids: ({ target }) => target?.startsWith("compiler/") ?? false,
    message: "the kernel reaches the compiler through runtime/ only",
  },
  {
    from: /^(kernel|kernelspec)\//,
    forbids: ({ target }) => target !== undefined && /^(test|bench|scripts|docs)\//.test(target),
    message: "the product imports no tests, benchmarks, scripts or documentation",
  },
];

/** The imports that break a layer rule. */
export function layerViolations(/** @type {readonly Module[]} */ modules) {
  return modules.flatMap(({ path, imports }) =>
    rules
      .filter((rule) => rule.from.test(path) && !rule.except?.includes(path))
      .flatMap((rule) =>
        imports
          .filter(rule.forbids)
          .map(({ line, specifier }) => `${path}:${line} imports ${specifier}: ${rule.message}`),
      ),
  );
}
