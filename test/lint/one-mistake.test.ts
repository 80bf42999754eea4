import { expect, test } from "vitest";
import { lintText } from "../lint-text.ts";

/** Returns the findings of a text as `line:column rule`. */
async function findings(path: string, text: string): Promise<string[]> {
  const found = await lintText(path, text);
  return found.map(({ range: { start }, rule }) => `${start.line}:${start.column} ${rule}`);
}

const JSON_SPEC = `{
  "version": "1.0",
  "kind": "pipeline",
  "metadata": { "name": "shop/api", "description": "runs npm test on push" },
  "spec": { "steps": { "test": { "image": "node:20", "commands": ["ls", "echo it"] } } }
}
`;

test.each([
  ["quotes inside a text", "npm test", '"npm test"', "4:58 json-syntax"],
  ["quotes around the whole text", "runs npm test on push", '"runs npm"', "4:53 json-syntax"],
  ["a semicolon", '"pipeline",', '"pipeline";', "3:21 json-syntax"],
  ["curly quotes", '"pipeline"', "\u201cpipeline\u201d", "3:11 json-syntax"],
  ["quotes inside an item", "echo it", 'echo "it"', "5:79 json-syntax"],
  ["a wrong escape", "npm test", "npm\\test \\d", "4:67 json-syntax"],
])("%s in JSON: has one finding", async (_, before, after, expected) => {
  expect(await findings("a.json", JSON_SPEC)).toEqual([]);
  expect(await findings("a.json", JSON_SPEC.replace(before, after))).toEqual([expected]);
});

const YAML_SPEC = `version: '1.0'
kind: pipeline
metadata:
  name: shop/api
spec:
  triggers:
    - name: push
      type: git
      repo: acme/shop
      events: [push.heads]
      branchRegex: /^main$/
      provider: github
      context: github
    - &base
      name: tags
      type: git
      repo: acme/shop
      events: [push.tags]
      provider: github
      context: github
    - <<: *base
      name: develop
      events: [push.heads]
      branchRegex: /^develop$/
  steps:
    build:
      image: alpine
      commands:
        - ls
`;

const trigger = /^ {4}- &base\n(?: {6}.*\n)*/m;

test.each<[string, string | RegExp, string | ((part: string) => string), string]>([
  ["a dash without a space", "- name: push", "-name: push", "7:5 yaml-syntax"],
  ["a dash without a space in a later item", "- <<: *base\n      name", "-name", "21:5 yaml-syntax"],
  ["a forgotten dash", "- name: push", "name: push", "7:5 yaml-syntax"],
  ["a forgotten dash of a later item", "- <<: *base\n      name", "name", "21:5 yaml-syntax"],
  [
    "a forgotten dash of a single item",
    / {4}- &base[\s\S]*(?= {2}steps)|- (?=name: push)/g,
    "",
    "7:5 yaml-syntax",
  ],
  ["an en dash", "- name: push", "\u2013 name: push", "7:5 yaml-syntax"],
  ["a comma behind a list", "[push.heads]", "[push.heads],", "10:27 yaml-syntax"],
  ["a comma behind a text", "name: shop/api", "name: 'shop/api',", "4:19 yaml-syntax"],
  ["an item of a list without a dash", "[push.heads]", "\n      push.heads", "11:7 yaml-syntax"],
  ["an item too far left", trigger, (part) => part.replace(/^ {2}/gm, ""), "14:1 yaml-syntax"],
  ["a key too far left", "  triggers:", "triggers:", "6:1 yaml-syntax"],
  ["a line too far right", "  provider", "   provider", "12:1 yaml-syntax"],
  ["lines too far left", /^ {6}repo.*\n.*/m, (part) => part.replace(/^ /gm, ""), "9:1 yaml-syntax"],
  ["the first key of a map too far right", "  triggers:", "   triggers:", "6:1 yaml-syntax"],
  ["the top level too far right", /^spec:/m, " spec:", "5:1 yaml-syntax"],
  ["an item too far right", "- name: push", "  - name: push", "7:9 yaml-syntax"],
  ["a key too far left in an item", "  type: git", "type: git", "8:1 yaml-syntax"],
  ["a later key too far left in an item", "  repo: acme", "repo: acme", "9:1 yaml-syntax"],
  ["the first key too far left", "  image:", "image:", "27:1 yaml-syntax"],
  ["a code fence of Markdown", /^[\s\S]*$/, (part) => `\`\`\`yaml\n${part}\`\`\`\n`, "1:1 yaml-syntax"],
  ["a code fence at the end", /$/, "```\n", "30:1 yaml-syntax"],
  ["a misspelled alias", "*base", "*basee", "21:11 yaml-syntax"],
  ["an unknown alias", "*base", "*common", "21:11 yaml-syntax"],
  ["a semicolon in place of a colon", "kind:", "kind;", "2:5 yaml-syntax"],
  ["a semicolon in place of the colon of a map", "metadata:", "metadata;", "3:9 yaml-syntax"],
  ["an equals sign", "kind: ", "kind = ", "2:6 yaml-syntax"],
  ["an equals sign in a list item", "name: push", "name=push", "7:11 yaml-syntax"],
  ["a wide colon", "type: git", "type\uff1agit", "8:11 yaml-syntax"],
  ["an arrow", "repo: acme", "repo => acme", "9:12 yaml-syntax"],
  ["a comma behind a colon", "metadata:", "metadata:,", "3:9 yaml-syntax"],
  ["a forgotten colon in a list item", "name: push", "name push", "7:7 yaml-syntax"],
  ["a comment of another language", "kind:", "// note\nkind:", "2:1 yaml-syntax"],
  ["a comment of HTML", "      repo", "<!-- note -->\n      repo", "9:1 yaml-syntax"],
  ["a comment with a semicolon", "  triggers", "; note\n  triggers", "6:1 yaml-syntax"],
  ["a comment with two dashes", "spec:", "-- note\nspec:", "5:1 yaml-syntax"],
  ["two dashes", "- name: push", "-- name: push", "7:5 yaml-syntax"],
  ["a bullet", "- name: push", "\u2022 name: push", "7:5 yaml-syntax"],
  ["an item with an asterisk", "- ls", "* ls", "29:9 yaml-syntax"],
  ["a tight dash of the only item", "[push.heads]", "\n      -push.heads", "11:7 yaml-syntax"],
  ["tight dashes", "[push.heads]", "\n      -push.heads\n      -pullrequest.opened", "11:7 yaml-syntax"],
  ["another last quote", "shop/api", "'shop/api\"", "4:18 yaml-syntax"],
  ["a typographic last quote", "shop/api", '"shop/api\u201d', "4:18 yaml-syntax"],
  ["no-break spaces", "  triggers:", "\u00a0\u00a0triggers:", "6:1 yaml-syntax"],
  ["no-break spaces everywhere", / {2}/g, "\u00a0\u00a0", "4:1 yaml-syntax"],
  ["a no-break space behind a dash", "- name: push", "-\u00a0name: push", "7:6 yaml-syntax"],
  ["a no-break space behind a colon", "kind: ", "kind:\u00a0", "2:6 yaml-syntax"],
  ["a no-break space at the end", "metadata:", "metadata:\u00a0", "3:10 yaml-syntax"],
  ["the spec in the metadata", /^spec:/m, "  spec:", "5:3 unknown-key"],
  [
    "the spec with all below it in the metadata",
    /^spec:[\s\S]*/m,
    (part) => part.replace(/^/gm, "  "),
    "5:3 unknown-key",
  ],
  ["a zero-width space", "kind", "\u200bkind", "2:1 yaml-syntax"],
  ["a stray word in a trigger", "      branchRegex", "oops\n      branchRegex", "11:1 yaml-syntax"],
  ["a stray word below a key", "    build:", "oops\n    build:", "26:1 yaml-syntax"],
  ["a stray text", "  steps:", "git rebase here\n  steps:", "25:1 yaml-syntax"],
  ["a stray text over two lines", "  steps:", "see below\nto do\n  steps:", "25:1 yaml-syntax"],
  ["a stray mark", "kind:", "/\nkind:", "2:1 yaml-syntax"],
  ["a line of hyphens", "    - <<:", "  -----\n    - <<:", "21:3 yaml-syntax"],
  ["a new document in a trigger", "      branchRegex", "---\n      branchRegex", "11:1 yaml-syntax"],
  ["a new document in the spec", "  steps:", "--- # steps\n\n  steps:", "25:1 yaml-syntax"],
  ["the head of a patch", "      branchRegex", "@@ -1,2 +3,4 @@\n      branchRegex", "11:1 yaml-syntax"],
  ["a quote before a key of a map", "metadata:", '"metadata:', "3:1 yaml-syntax"],
  ["a single quote before a key of a map", "  steps:", "  'steps:", "25:3 yaml-syntax"],
  ["a backtick before a key", "metadata:", "`metadata:", "3:1 yaml-syntax"],
  ["a quote before a key with a value in quotes", "version: '1.0'", "'version: '1.0'", "1:1 yaml-syntax"],
  ["a quote before the key of a list", "commands:", '"commands:', "28:7 yaml-syntax"],
  ["a half-written text in quotes", "branchRegex: /^main$/", "branchRegex: '", "11:20 yaml-syntax"],
  ["a value below its key", "version: '1.0'", "version:\n1.0", "2:1 yaml-syntax"],
  ["a value in quotes below its key", "version: '1.0'", "version:\n\n'1.0'", "3:1 yaml-syntax"],
  ["a dash before a key of a map", "metadata:", "- metadata:", "3:1 yaml-syntax"],
  ["a dash before the spec", /^spec:/m, "- spec:", "5:1 yaml-syntax"],
  ["a dash before a later key", "repo: acme", "- repo: acme", "9:7 yaml-syntax"],
  ["a dash in place of spaces", "  commands:", "- commands:", "28:5 yaml-syntax"],
  ["the mark of a patch", "      repo: acme", "-      repo: acme", "9:1 yaml-syntax"],
  ["tabs of width four below a dash", trigger, (part) => part.replace(/^ {6}/gm, "\t  "), "15:1 yaml-syntax"],
  [
    "the key of a list in the item before",
    "  steps:",
    "      variables:\n    - key: A\n      value: a\n    - key: B\n      value: b\n  steps:",
    "25:7 null-value",
  ],
  ["a foreign comment before an item", "- name: push", "// - name: push", "7:5 yaml-syntax"],
  [
    "foreign comments before all lines of an item",
    /^ {4}- <<(?:.*\n)*?(?= {2}steps)/m,
    (part) => part.replace(/^ {4}/gm, "    -- "),
    "21:5 yaml-syntax",
  ],
  ["a foreign comment that is a key", "provider", "// provider", "12:7 unknown-key"],
  ["a foreign comment before an item of a list", "- ls", "// - ls\n        - date", "29:9 wrong-type"],
  ["a new document in the metadata", "  name: shop", "---\n  name: shop", "4:1 yaml-syntax"],
  [
    "a new document in a list",
    "        - ls",
    "        - ls\n---\n        - date\n      when: {}",
    "30:1 yaml-syntax",
  ],
  ["the end of a document in the steps", "    build:", "...\n    build:", "26:1 yaml-syntax"],
])("%s: has one finding", async (_, before, after, expected) => {
  expect(await findings("a.yml", YAML_SPEC)).toEqual([]);
  expect(await findings("a.yml", YAML_SPEC.replace(before, after as string))).toEqual([expected]);
});

test("a letter before the location of a template: does not offer to add it", async () => {
  const spec = YAML_SPEC.replace(
    / {2}steps:[\s\S]*/,
    "  specTemplate:\nx    location: git\n    repo: acme/shop\n    path: codefresh.yml\n",
  );
  expect(await findings("a.yml", spec)).toEqual(["26:1 yaml-syntax"]);
});
