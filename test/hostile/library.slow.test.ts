import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import jsYaml from "js-yaml";
import { describe, expect, test } from "vitest";
import { Source } from "../../src/document/source.ts";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { builtLibrary } from "../built-program.ts";
import { specWith } from "./program.ts";

const built = builtLibrary();

const rules = join(import.meta.dirname, "../../fixtures/rules");
/** A fixture with a fix for each rule. */
const texts = readdirSync(rules).flatMap((rule) =>
  readdirSync(join(rules, rule))
    .filter((name) => /^bad[^.]*\.fixed\.yml$/.test(name))
    .slice(0, 1)
    .map((name) => readFileSync(join(rules, rule, name.replace(".fixed", "")), "utf8")),
);

const ENTRY = /^( *)([\w.]+): ([^\n|>{[&#][^\n]*)$/gm;
const ITEM = /^( *(?:- )?)([\w.]+): ([^\n|>{[&#][^\n]*)$/gm;

/** Spellings of a spec in which the place of a value is easily missed. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  "explicit keys": (text) => text.replace(ENTRY, "$1? $2\n$1: $3"),
  "values on the next line": (text) => text.replace(ENTRY, "$1$2:\n$1  $3"),
  "tags of values": (text) => text.replace(ITEM, "$1$2: !!str $3"),
  "anchors of values": (text) => text.replace(ITEM, "$1$2: &name $3"),
  "lone carriage returns": (text) => text.replaceAll("\n", "\r"),
  "some lone carriage returns": (text) => text.replace(/\n(.*\n.*)/g, "\r$1"),
  "a key __proto__": (text) => text.replace(/^( *)(spec|name): ?/gm, "$1__proto__: {name: x}\n$1$2: "),
};

/** The documents of a text as the platform reads them; undefined if it refuses the text. */
function loaded(text: string): unknown[] | undefined {
  try {
    return jsYaml.safeLoadAll(text, null, { json: true } as jsYaml.LoadOptions);
  } catch {
    return undefined;
  }
}

describe("applyFixes of the library leaves a text that can be read", () => {
  test.each(Object.keys(spellings))("with %s", { timeout: 30_000 }, async (name) => {
    let changed = 0;
    for (const text of texts.map(spellings[name]!)) {
      const { diagnostics } = await built.lint(text);
      const fixed = built.applyFixes(text, diagnostics, { suggestions: true });
      if (fixed === text) continue;
      changed++;
      if (loaded(text)) expect([text, fixed, loaded(fixed)]).toEqual([text, fixed, expect.anything()]);
      const after = await built.lint(fixed);
      const faults = (all: readonly Diagnostic[]) => all.filter(({ rule }) => rule === "yaml-syntax").length;
      expect([text, faults(after.diagnostics)]).toEqual([
        text,
        expect.toSatisfy((count: number) => count <= faults(diagnostics)),
      ]);
    }
    expect(changed).toBeGreaterThan(15);
  });

  test("without the fix of a rule that changes more than its edits, with those of other rules", () => {
    const text = specWith("", "a: one\nb: two\n");
    const replace = (rule: string, from: string, to: string): Diagnostic => {
      const start = text.indexOf(from);
      const range = new Source("", text).range({ start, end: start + from.length });
      const fix = { title: "", safe: true, edits: [{ range, text: to }] };
      return { rule, severity: "error", message: "", range, pointer: "", related: [], fix };
    };
    const fixes = [replace("breaks", "one", "[one"), replace("good", "two", "2")];
    expect(built.applyFixes(text, fixes)).toBe(text.replace("two", "2"));
  });
});

describe("an error of the library masks a secret that is given as an option", () => {
  const secret = `ghp_${"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}`;
  const spec = specWith("    - {type: git, name: t, repo: a/b, events: [push.heads]}\n");
  const event = { kind: "git", names: ["push.heads"] } as const;
  const calls: Readonly<Record<string, () => unknown>> = {
    "a rule": () => built.lint(spec, { rules: { [secret]: { severity: "off" } } }),
    "a severity": () => built.lint(spec, { rules: { "unknown-key": { severity: secret as "off" } } }),
    "a preset": () => built.lint(spec, { preset: secret as "strict" }),
    "a provider": () => built.lint(spec, { integrations: { [secret]: secret } }),
    "a question": () => built.simulate(built.parseSpecs(spec), event, { assume: { [secret]: "yes" } }),
    "an event": () => built.simulate(built.parseSpecs(spec), { kind: "git", names: [secret] }),
    "a kind": () => built.simulate(built.parseSpecs(spec), { kind: secret as "git", names: [] }),
    "a fact": () => built.simulate(built.parseSpecs(spec), { ...event, [secret]: 1 } as never),
  };

  test.each(Object.keys(calls))("%s", async (name) => {
    const error: unknown = await (async () => calls[name]!())().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(/unknown .*\*{5}/);
    expect(String(error)).not.toContain(secret.slice(4));
  });
});
