import type { Random } from "./random.ts";

type Layout = (text: string, random: Random) => string;

const lines = (text: string) => text.split("\n");
const eachLine =
  (change: (line: string, index: number) => string): Layout =>
  (text) =>
    lines(text).map(change).join("\n");

/** Ways to lay out a text differently, as other editors or operating systems do. */
const LAYOUTS: readonly Layout[] = [
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.replaceAll("\n", "\r"),
  (text, random) => text.replace(/\n/g, () => random.pick(["\n", "\r\n", "\n", "\r"])),
  (text, random) => text.replace(/^ +/gm, (spaces) => " ".repeat(spaces.length * random.pick([2, 2, 2, 3]))),
  (text, random) => {
    const factor = random.pick([1.5, 2, 3]);
    return text.replace(/^ +/gm, (spaces) => " ".repeat(Math.floor(spaces.length * factor)));
  },
  (text) => text.replace(/^( *)- /gm, "  $1- "),
  (text) => text.replace(/^( +)- /gm, "$1-   "),
  (text) => text.replace(/^( +)- /gm, "$1-\n$1  "),
  (text, random) => text.replace(/: (?=\S)/g, () => random.pick([": ", ": ", ":  ", ":\t", ": \t "])),
  (text, random) => text.replace(/$/gm, () => random.pick(["", "", "", " ", "\t", " # end", "  #"])),
  (text, random) => text.replace(/^/gm, () => random.pick(["", "", "", "\n", "# line\n", "   \n", "\t\n"])),
  (text, random) => eachLine((line) => (random.oneIn(12) ? `\t${line}` : line))(text, random),
  (text) => text.replace(/\n*$/, ""),
  (text) => `${text}\n\n\n`,
  (text) => `\ufeff${text}`,
  (text) => `---\n${text}...\n`,
  (text, random) =>
    `${random.pick(["%YAML 1.1\n", "%YAML 1.2\n", "%TAG !e! tag:example.com,2000:\n", "%X y\n"])}---\n${text}`,
  (text, random) =>
    `${text}\n${random.pick(["---", "--- # second", "...\n---", "--- |", "--- &a"])}\n${text}`,
  (text, random) =>
    `${text}---\n${random.pick(["", "# nothing\n", "null\n", "---\n", "- a\n", "a: *a\n", "}\n"])}`,
  (text) => `items:\n${text.replace(/^(?=.)/gm, "    ").replace(/^ {4}/, "  - ")}`,
  (text) => text.replace(/^(?=.)/gm, "  ").replace(/^ {2}/, "- "),
  (text) => text.replace(/^(?=.)/gm, " "),
];

/** Changes the layout of a text and keeps most of its content. */
export function relayout(text: string, random: Random): string {
  return random.pick(LAYOUTS)(text, random);
}
