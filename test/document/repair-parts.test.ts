import { describe, expect, test } from "vitest";
import { readYaml } from "../../src/document/read.ts";

/** One item of an export, with a line at the place of `%`. */
const ITEM = `  - version: "1.0"
    kind: pipeline
    metadata:
      name: shop/NUMBER
    spec:
      triggers:
        - name: push
          %
          events:
            - push.heads
          branchRegex: "/^main$/"
`;

const item = (number: number, line = "type: git"): string =>
  ITEM.replace("NUMBER", String(number)).replace("%", line);

/** An export of many items, the one in the middle with a line of its own. */
function exportWith(line: string, items: number): { readonly text: string; readonly shift: number } {
  const middle = Math.floor(items / 2);
  const parts = Array.from({ length: items }, (_, at) => item(at, at === middle ? line : undefined));
  const before = parts.slice(0, middle).join("").length;
  return { text: `items:\n${parts.join("")}`, shift: before };
}

const BREAKS = [
  "k",
  'key: "a',
  "key: 'a",
  "key: [a",
  "key: {a",
  "- a",
  "key: @a",
  "a: b: c",
  "]",
  "*x",
  "key:a\n\tb: c",
];

describe("a fault in one item of a long list", () => {
  test.each(BREAKS)("is found and repaired as in that item alone: %j", async (line) => {
    const { text, shift } = exportWith(line, 41);
    const alone = await readYaml(`items:\n${item(20, line)}`);
    const all = await readYaml(text);
    const places = (faults: typeof all.faults, by: number) =>
      faults.map(({ id, span, repair }) => [id, span.start + by, repair?.sure, repair?.fix?.title]);
    const swallows = /["']/.test(line);
    // Behind a text without an end the next item is another one.
    const [expected, found] = [places(alone.faults, shift), places(all.faults, 0)];
    expect(swallows ? found.slice(0, 1) : found).toEqual(swallows ? expected.slice(0, 1) : expected);
    expect(all.documents[0]!.value).toMatchObject({ items: { length: 41 } });
  });

  test("leaves the other items as they are", async () => {
    const { text } = exportWith("- a", 300);
    const { documents, faults } = await readYaml(text);
    const { items } = documents[0]!.value as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata }) => metadata.name)).toEqual(
      Array.from({ length: 300 }, (_, at) => `shop/${at}`),
    );
    expect(faults.every(({ repair }) => repair)).toBe(true);
  });

  test("is also repaired in one of many documents", async () => {
    const text = Array.from(
      { length: 9 },
      (_, at) => `---\n${item(at, at === 4 ? "k" : undefined).replaceAll(/^ {4}| {2}- (?=version)/gm, "")}`,
    );
    const { documents, faults } = await readYaml(text.join(""));
    expect(documents.length).toBe(9);
    expect(faults.map(({ id, repair }) => [id, repair?.sure])).toEqual([["missing-colon", true]]);
  });
});

test("a quote that is not closed is closed before the next text, also if that has a backslash", async () => {
  const own = `a: "/^(main\nb: '/^release\\/1$/'\nc: "{x/**,y}"\nd: 1\n`;
  const { documents, faults } = await readYaml(own);
  expect(faults.map(({ id, repair }) => [id, repair?.sure])).toEqual([["open-double-quote", true]]);
  expect(documents[0]!.value).toEqual({ a: "/^(main", b: "/^release\\/1$/", c: "{x/**,y}", d: 1 });
});
