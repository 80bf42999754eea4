import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

/**
 * Modules that a run over specs without findings never calls, by what calls for them. Each list becomes one file of the bundle, which is
 * read when the first of its functions is called: opening it costs less than every run would pay for what stands in it.
 */
const COLD = {
  findings: [
    "src/lint/list-item.ts",
    "src/lint/quoting.ts",
    "src/lint/shape-fix.ts",
    "src/report/code-frame.ts",
    "src/report/printable.ts",
    "src/spec/catalogue/equivalents.ts",
    "src/spec/catalogue/nearest-event-names.ts",
    "src/spec/nearest.ts",
    "src/spec/quantity.ts",
    "src/spec/scalar-span.ts",
    "src/spec/schema/collapse.ts",
    "src/spec/schema/describe.ts",
    "src/spec/schema/lookup.ts",
    "src/spec/schema/message.ts",
    "src/spec/schema/pipeline-schema.ts",
    "src/spec/schema/read-fault.ts",
  ],
  secrets: ["src/lint/secret-lines.ts", "src/lint/secret-nodes.ts"],
  filters: [
    "src/match/glob/braces.ts",
    "src/match/glob/traps.ts",
    "src/match/quote.ts",
    "src/match/regex/repair.ts",
  ],
  cron: [
    "src/match/cron/api-item.ts",
    "src/match/cron/day-words.ts",
    "src/match/cron/duration.ts",
    "src/match/cron/field-messages.ts",
    "src/match/cron/next.ts",
    "src/match/cron/repair.ts",
    "src/match/cron/rewrite.ts",
    "src/match/cron/runs-key.ts",
    "src/match/cron/standard.ts",
    "src/match/cron/words.ts",
    "src/match/cron/zone.ts",
  ],
  files: ["src/cli/write-file.ts"],
  tags: ["src/spec/yaml/tagged-schema.ts"],
};

/** The cold file of what explains the rules, which `explain` and some reports show. */
const TEXTS = "texts";

/** The entry points of the cold files, as esbuild wants them. */
export const coldEntries = Object.fromEntries(
  [...Object.keys(COLD), TEXTS].map((name) => [`cold-${name}`, `cold:${name}`]),
);

/**
 * An esbuild plugin: who imports a cold module from elsewhere gets functions of the same names in its place, which load the cold file at
 * their first call. So a cold module is one from which others take functions only; the build fails where they take anything else.
 */
export function coldModules(root) {
  const listOf = new Map(
    Object.entries(COLD).flatMap(([name, paths]) => paths.map((path) => [join(root, path), name])),
  );
  return {
    name: "cold-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^cold:/ }, ({ path, kind }) =>
        kind === "entry-point" ? { path: path.slice(5), namespace: "cold-entry" } : { path, external: true },
      );
      onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind, importer, resolveDir, namespace }) => {
        const target = resolve(resolveDir, path);
        const list = listOf.get(target);
        const isInside = namespace === "cold-entry" || listOf.get(importer) === list;
        return list === undefined || isInside || kind !== "import-statement"
          ? undefined
          : { path: target, namespace: "cold-stub", sideEffects: false };
      });
      onResolve({ filter: /^rule-texts$/ }, ({ path }) => ({ path, namespace: "rule-texts" }));
      onLoad({ filter: /.*/, namespace: "rule-texts" }, () => ({ contents: INHERITED, loader: "js" }));
      onLoad({ filter: /.*/, namespace: "cold-entry" }, ({ path }) => ({
        contents: path === TEXTS ? ruleTexts(root) : modulesOf(path),
        resolveDir: root,
      }));
      onLoad({ filter: /[\\/]rules[\\/][a-z-]+\.ts$/ }, ({ path }) =>
        path.startsWith(join(root, "rules")) ? { contents: withoutTexts(path), loader: "ts" } : undefined,
      );
      onLoad({ filter: /.*/, namespace: "cold-stub" }, ({ path }) => {
        const module = `require("cold:${listOf.get(path)}").${nameOf(path.slice(root.length + 1))}`;
        const load = `let module; const load = () => (module ??= ${module});`;
        return { contents: [load, ...functionsOf(path).map(stubOf)].join("\n"), loader: "js" };
      });
    },
  };
}

function modulesOf(list) {
  return COLD[list].map((each) => `export * as ${nameOf(each)} from "./${each}";`).join("\n");
}

/** The properties of a rule that explain it, as they stand in its file. */
const EXPLAINING = /^ {2}(summary|why|sources):\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\[[^[\]]*\]),\n/gm;

/** A rule whose explanations are looked up when somebody asks for them. */
function withoutTexts(path) {
  const text = readFileSync(path, "utf8");
  if (!text.includes("defineRule({\n")) return text;
  const rule = text.replace(EXPLAINING, "").replace("defineRule({\n", "defineRule({ __proto__: texts,\n");
  return `import { texts } from "rule-texts";\n${rule}`;
}

/** What rules inherit: each explanation as a getter. */
const INHERITED = `const textsOf = (rule) => require("cold:${TEXTS}").texts[rule.id];
export const texts = {
  get summary() { return textsOf(this).summary; },
  get why() { return textsOf(this).why; },
  get sources() { return textsOf(this).sources; },
};`;

function ruleTexts(root) {
  const rules = readdirSync(join(root, "rules")).filter(
    (name) => name.endsWith(".ts") && name !== "index.ts",
  );
  const texts = rules.map((name) => {
    const found = [...readFileSync(join(root, "rules", name), "utf8").matchAll(EXPLAINING)];
    if (found.length !== 3)
      throw new Error(`rules/${name}: its summary, why or sources are not written as expected`);
    return `"${basename(name, ".ts")}": {${found.map(([, key, value]) => `${key}: ${value}`).join(", ")}}`;
  });
  return `export const texts = {${texts.join(",\n")}};`;
}

/** The pieces with the names of the cold files as they are called in the end; `names` has each entry point's file. */
export function withColdNames(text, names) {
  return text.replace(
    /(["'`])cold:(\w+)\1/g,
    (_, quote, name) => `${quote}./${names.get(`cold-${name}`)}${quote}`,
  );
}

/** The cold files that a piece may load. */
export function coldNamesIn(text, names) {
  return [...text.matchAll(/["'`]cold:(\w+)["'`]/g)].map(([, name]) => names.get(`cold-${name}`));
}

function functionsOf(path) {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/^export (?:async )?function (\w+)/gm)].map(([, name]) => name);
}

function stubOf(name) {
  return `export function ${name}(...given) { return load().${name}(...given); }`;
}

function nameOf(path) {
  return path.replace(/\.ts$/, "").replace(/\W/g, "_");
}
