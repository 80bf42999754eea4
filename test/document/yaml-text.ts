import fc from "fast-check";

type Tree =
  | string
  | { readonly list: readonly Tree[] }
  | { readonly map: readonly (readonly [string, Tree])[] }
  | { readonly flow: string };

const PLAIN = [
  "push.heads",
  "0123",
  "12:30:45",
  "2020-01-01",
  "yes",
  "1.10",
  "~",
  "true",
  "a b",
  "/^((main|x)$).*/gi",
  "x:y",
  "*",
  "é",
];
const QUOTED = ["'it''s'", '"a\\tb\\u00e9"', "''", '""', "'*****'", '"# no comment"'];
const FLOW = [
  "[]",
  "{}",
  "[a, 'b', {c: d}]",
  "{a: 1, b: [x, y], 'c': null}",
  "[a,\n          b]",
  "{k: , l: 2}",
  "[[], {}]",
];
const BLOCK = ["|\nTEXT\n", ">-\nTEXT\n", "|+\nTEXT\n"];

const scalar = fc.constantFrom(...PLAIN.filter((plain) => plain !== "*"), ...QUOTED, "", ...BLOCK);
const { tree } = fc.letrec<{ tree: Tree; list: Tree; map: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.constantFrom(...FLOW).map((flow) => ({ flow })),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((list) => ({ list })),
  map: fc
    .uniqueArray(
      fc.tuple(fc.constantFrom("name", "events", "'quoted key'", "a.b", "x y", "1", '"k"'), tie("tree")),
      {
        minLength: 1,
        maxLength: 4,
        selector: ([key]) => key,
      },
    )
    .map((map) => ({ map })),
}));

const gap = fc.constantFrom("", "", "", " # note", "\n# alone\n");

/** YAML texts that js-yaml 3 loads, with all styles, comments, anchors, aliases and merge keys. */
export function yamlText(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), tree, gap), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([parts, anchors, bom]) => {
      const head = anchors
        ? "base: &base\n  one: 1\n  two: &two [x]\nuse: *base\nmore: {<<: *base, z: *two}\nmerged:\n  <<: *base\n  own: 1\n"
        : "";
      const body = parts.map(
        ([key, value, comment], index) =>
          `${key}${index}:${render(value, 2)}${comment.startsWith("\n") ? comment : ""}\n`,
      );
      return `${bom ? "\ufeff" : ""}${head}${body.join("")}`;
    });
}

function render(node: Tree, indent: number): string {
  const pad = " ".repeat(indent);
  if (typeof node === "string")
    return node === "" ? "" : ` ${node.replace("TEXT", `${pad}text\n${pad}  more\n\n${pad}end`)}`;
  if ("flow" in node) return ` ${node.flow}`;
  if ("list" in node)
    return `\n${node.list.map((item) => `${pad}-${renderItem(item, indent + 2)}`).join("\n")}`;
  return `\n${node.map.map(([key, value]) => `${pad}${key}:${render(value, indent + 2)}`).join("\n")}`;
}

/** The first line of a collection in a list is written after the dash. */
function renderItem(node: Tree, indent: number): string {
  const text = render(node, indent);
  return text.startsWith("\n") ? ` ${text.slice(1 + indent)}` : text;
}
