import { toValue } from "../../src/document/node.ts";
import type { Random } from "./random.ts";
import { scalarText } from "./scalars.ts";
import { isCompact, type Spot, spotsOf } from "./structure.ts";
import { KEYS } from "./tokens.ts";

type At = (text: string, spot: Spot, random: Random, spots: readonly Spot[]) => string;

const put = (text: string, start: number, end: number, insert: string): string =>
  text.slice(0, start) + insert + text.slice(end);

const TAGS = ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!binary", "!!timestamp", "!!set", "!!omap"];
const MORE_TAGS = [
  "!!pairs",
  "!!seq",
  "!!map",
  "!!merge",
  "!x",
  "!",
  "!<tag:yaml.org,2002:str>",
  "!e!x",
  "!!js/undefined",
];
const NOTES = [
  "# note",
  "#",
  "# é \u2028 😀",
  "# dryfire-ignore",
  "# dryfire-ignore-next-line unknown-key -- why",
];
const MORE_NOTES = ["# dryfire-ignore-file", "#a: b", "# }", `# ${"long ".repeat(60)}`, "#\tx"];

/** Adds an anchor to one node, and replaces later nodes with aliases. */
const anchor: At = (text, spot, random, spots) => {
  const name = random.pick(["a", "a1", "é", "x-y.z", "a:b"]);
  const later = spots.filter(
    (each) => each.start > spot.end && each.role !== "root" && isCompact(each, text),
  );
  let made = text;
  for (const each of random
    .list(2, () => random.pick(later))
    .sort((a, b) => (b?.start ?? 0) - (a?.start ?? 0)))
    if (each) made = put(made, each.start, each.end, `*${name}`);
  return put(
    made,
    spot.start,
    spot.start,
    `&${name}${spot.inline || isCompact(spot, text) ? " " : `\n${" ".repeat(spot.indent)}`}`,
  );
};

/** Adds a merge key, with an inline mapping or an alias. */
const merge: At = (text, spot, random) => {
  const from = random.pick([
    "*a",
    "{name: merged, x: 1}",
    "[{a: 1}, {a: 2}]",
    "[*a, *a]",
    "{<<: {a: 1}}",
    "1",
    "",
  ]);
  if (spot.node.kind !== "mapping") return text;
  const flow = text[spot.start] === "{";
  const place = flow ? spot.start + 1 : spot.start;
  return put(
    text,
    place,
    place,
    flow ? `<<: ${from}, ` : `<<: ${from}\n${" ".repeat(columnOf(text, place))}`,
  );
};

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf("\n", at - 1) + 1);

const tag: At = (text, spot, random) =>
  put(text, spot.start, spot.start, `${random.pick(random.oneIn(2) ? TAGS : MORE_TAGS)} `);

const scalar: At = (text, spot, random) =>
  isCompact(spot, text) && spot.role !== "root"
    ? put(text, spot.start, spot.end, scalarText(random, spot.indent))
    : text;

/** Rewrites a node as JSON, on one line or several. */
const toFlow: At = (text, spot, random) => {
  const value = JSON.stringify(toValue(spot.node), null, random.pick([0, 1, 4]));
  return value === undefined
    ? text
    : put(text, spot.start, spot.end, value.replaceAll("\n", `\n${" ".repeat(spot.indent + 1)}`));
};

/** Rewrites a flow collection as a block collection below its key. */
const toBlock: At = (text, spot, random) => {
  const { node } = spot;
  const pad = `\n${" ".repeat(spot.indent + random.below(4))}`;
  const cut = (part: { span: { start: number; end: number } }) => text.slice(part.span.start, part.span.end);
  if (node.kind === "sequence" && text[spot.start] === "[")
    return put(text, spot.start, spot.end, node.items.map((item) => `${pad}- ${cut(item)}`).join(""));
  if (node.kind !== "mapping" || text[spot.start] !== "{") return text;
  return put(
    text,
    spot.start,
    spot.end,
    node.pairs.map(({ key, value }) => `${pad}${cut(key)}: ${cut(value)}`).join(""),
  );
};

/** Adds a comment to a node: after it, or on a separate line before or after it, oddly indented. */
const note: At = (text, spot, random) => {
  const words = random.pick(random.oneIn(2) ? NOTES : MORE_NOTES);
  const pad = " ".repeat(random.pick([0, spot.indent, spot.indent + 1, 1, 9]));
  return random.pick([
    () => put(text, spot.start, spot.start, `${words}\n${" ".repeat(spot.indent + 2)}`),
    () => put(text, spot.end, spot.end, ` ${words}\n${pad}`),
    () => put(text, spot.end, spot.end, ` ${words}`),
    () =>
      put(
        text,
        text.lastIndexOf("\n", spot.start) + 1,
        text.lastIndexOf("\n", spot.start) + 1,
        `${pad}${words}\n`,
      ),
    () =>
      put(text, text.lastIndexOf("\n", spot.end) + 1, text.lastIndexOf("\n", spot.end) + 1, `\t${words}\n\n`),
  ])();
};

const nothing: At = (text, { start, end }) => put(text, start, end, "");

/** Rewrites the key of a pair: with a question mark, quoted, or of another kind. */
const key: At = (text, spot, random) => {
  if (spot.role !== "key") return text;
  const old = text.slice(spot.start, spot.end);
  const pad = " ".repeat(columnOf(text, spot.start));
  const made = [
    `"${old}"`,
    `'${old}'`,
    `? ${old}\n${pad}`,
    `[${old}]`,
    `{a: ${old}}`,
    `? |\n${pad} ${old}\n${pad}`,
    "1",
    "~",
    `!!str ${old}`,
  ];
  return put(
    text,
    spot.start,
    spot.end,
    random.pick([...made, random.pick(KEYS), "2001-01-01", "true", "<<", "__proto__"]),
  );
};

/** Duplicates a key, with the same value or another one. */
const twice: At = (text, spot, random) => {
  if (spot.role !== "key") return text;
  const line = text.lastIndexOf("\n", spot.start - 1) + 1;
  const written = text.slice(spot.start, spot.end);
  return put(
    text,
    line,
    line,
    `${" ".repeat(columnOf(text, spot.start))}${written}: ${scalarText(random, spot.indent)}\n`,
  );
};

const move: At = (text, spot, random, spots) => {
  const other = random.pick(spots);
  const [first, second] = spot.start < other.start ? [spot, other] : [other, spot];
  if (second.start < first.end) return text;
  const cut = (each: Spot) => text.slice(each.start, each.end);
  return (
    text.slice(0, first.start) +
    cut(second) +
    text.slice(first.end, second.start) +
    cut(first) +
    text.slice(second.end)
  );
};

const AT: readonly At[] = [
  anchor,
  anchor,
  merge,
  tag,
  scalar,
  scalar,
  scalar,
  toFlow,
  toFlow,
  toBlock,
  note,
  note,
  nothing,
  key,
  twice,
  move,
];

/** Applies one to four changes to nodes of a text; returns a text without nodes unchanged. */
export function mutateYaml(text: string, random: Random): string {
  let mutated = text;
  for (let count = 1 + random.below(4); count > 0; count--) {
    const spots = spotsOf(mutated);
    if (spots.length > 0) mutated = random.pick(AT)(mutated, random.pick(spots), random, spots);
  }
  return mutated;
}
