import type { Random } from "./random.ts";
import { KEYS, TOKENS } from "./tokens.ts";

type Mutation = (text: string, random: Random, others: readonly string[]) => string;

/** Replaces a span of a text. */
function splice(text: string, start: number, length: number, insert: string): string {
  return text.slice(0, start) + insert + text.slice(start + length);
}

function lineAt(text: string, random: Random): { start: number; end: number } {
  const at = random.below(text.length + 1);
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const next = text.indexOf("\n", at);
  return { start, end: next === -1 ? text.length : next + 1 };
}

const MUTATIONS: readonly Mutation[] = [
  (text, random) => splice(text, random.below(text.length + 1), 0, random.pick(TOKENS)),
  (text, random) => splice(text, random.below(text.length + 1), random.below(8), random.pick(TOKENS)),
  (text, random) => splice(text, random.below(text.length + 1), random.below(3), ""),
  (text, random) =>
    splice(text, random.below(text.length + 1), 1, String.fromCharCode(random.below(0x10000))),
  (text, random) => {
    const { start, end } = lineAt(text, random);
    return splice(text, start, end - start, "");
  },
  (text, random) => {
    const { start, end } = lineAt(text, random);
    return splice(text, end, 0, text.slice(start, end).repeat(1 + random.below(3)));
  },
  (text, random) => splice(text, lineAt(text, random).start, 0, " ".repeat(1 + random.below(4))),
  (text, random) => {
    const { start } = lineAt(text, random);
    const spaces = /^ */.exec(text.slice(start, start + 80))![0].length;
    return splice(text, start, random.below(spaces + 1), "");
  },
  (text, random) => {
    const [from, to] = [lineAt(text, random), lineAt(text, random)];
    return splice(text, to.start, 0, text.slice(from.start, from.end));
  },
  (text, random) =>
    splice(text, lineAt(text, random).start, 0, `${" ".repeat(random.below(8))}# note ${random.below(99)}\n`),
  (text, random) => text.replace(/(?<=: )[^\n]+/, (value) => (random.oneIn(2) ? `"${value}"` : `'${value}'`)),
  (text, random) => {
    const values = [...text.matchAll(/(?<=: +)\S[^\n]*/g)];
    const value = values.length > 0 ? random.pick(values) : undefined;
    return value ? splice(text, value.index, value[0].length, random.pick(TOKENS)) : text;
  },
  (text, random) => {
    const keys = [...text.matchAll(/[\w-]+(?=:)/g)];
    const key = keys.length > 0 ? random.pick(keys) : undefined;
    return key ? splice(text, key.index, key[0].length, random.pick(KEYS)) : text;
  },
  (text, random, others) => {
    const other = random.pick(others);
    const start = random.below(other.length + 1);
    return splice(
      text,
      random.below(text.length + 1),
      random.below(40),
      other.slice(start, start + random.below(200)),
    );
  },
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => (random.oneIn(4) ? text.replaceAll("\n", random.pick(["\r\n", "\r"])) : text),
  (text, random) => (random.oneIn(4) ? `\ufeff${text}` : text),
];

/** Applies one to five mutations to a text; `others` are texts to take pieces from. */
export function mutate(text: string, random: Random, others: readonly string[]): string {
  let mutated = text;
  for (let count = 1 + random.below(5); count > 0; count--)
    mutated = random.pick(MUTATIONS)(mutated, random, others);
  return mutated;
}

/** Returns random characters, of one kind or of all. */
export function noise(random: Random): string {
  const alphabet = random.pick(["[]{},:-\n ", "ab:- \n#'\"&*!|>", "\u0000\u001b\n\ud800x: ", undefined]);
  const character = () =>
    alphabet === undefined
      ? String.fromCharCode(random.below(random.oneIn(2) ? 128 : 0x10000))
      : random.pick([...alphabet]);
  return Array.from({ length: random.below(200) }, character).join("");
}
