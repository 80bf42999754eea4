import { TooLarge } from "./faults.ts";
import type { Place } from "./syntax.ts";

/** The state of a variable when a condition is evaluated. */
export type VariableState =
  | { readonly state: "known"; readonly value: string }
  /** Nothing sets it, so that `${{NAME}}` stays in the text. */
  | { readonly state: "absent" }
  /** A context, an input or an earlier step may set it; `readings` are all its possible values. */
  | { readonly state: "open"; readonly readings?: readonly string[] };

/** The state of a variable whose value is not known. */
export const OPEN_VARIABLE: VariableState = { state: "open" };

/** A condition with its variables pasted in. */
export interface Substituted {
  readonly text: string;
  /** The open variables, by the character that replaces each in `text`. */
  readonly open: ReadonlyMap<string, string>;
  /** The names whose `${{NAME}}` stayed, because nothing sets them. */
  readonly absent: readonly string[];
  /** Returns the place in the condition as written; a pasted value is at its `${{NAME}}`. */
  toSource(place: Place): Place;
}

interface Segment {
  /** The offset in the substituted text. */
  readonly at: number;
  readonly source: Place;
  readonly isPasted: boolean;
}

/**
 * A reference. The platform's pattern (constants/variable-regex.js of its validator) also allows
 * braces in the name, which no name has.
 */
const REFERENCE = /\$\{\{([^{}\r\n]+)\}\}/g;

/** The private characters of Unicode replace open variables. */
const FIRST_PRIVATE = 0xe000;
const LAST_PRIVATE = 0xf8ff;

/** Returns the names of the variables that a text refers to, in their order. */
export function referencedNames(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(REFERENCE), ([, name]) => name!))];
}

/** True for a value with a reference to another variable, which is replaced in turn or stays. */
export function isNested(found: VariableState): boolean {
  return found.state === "known" && referencedNames(found.value).length > 0;
}

/**
 * Pastes variables into a condition as text, once and by their exact names, as the platform does
 * before it parses the condition. An open variable becomes one private character.
 *
 * @throws TooLarge where there are more open variables than private characters
 */
export function substitute(template: string, stateOf: (name: string) => VariableState): Substituted {
  const states = new Map(referencedNames(template).map((name) => [name, stateOf(name)]));
  const taken =
    template + Array.from(states.values(), (each) => (each.state === "known" ? each.value : "")).join("");
  const open = new Map<string, string>();
  const absent = new Set<string>();
  const segments: Segment[] = [];
  let text = "";
  const add = (added: string, source: Place, isPasted: boolean) => {
    if (added !== "") segments.push({ at: text.length, source, isPasted });
    text += added;
  };
  let last = 0;
  const unusedCharacter = unusedCharacters(taken);
  const characters = new Map<string, string>();
  for (const { 0: reference, 1: name = "", index } of template.matchAll(REFERENCE)) {
    const source = { start: index, end: index + reference.length };
    const found = states.get(name)!;
    if (found.state === "absent") {
      absent.add(name);
      continue;
    }
    add(template.slice(last, index), { start: last, end: index }, false);
    last = source.end;
    if (found.state === "known") add(found.value, source, true);
    else {
      const char = characters.get(name) ?? unusedCharacter();
      characters.set(name, char);
      open.set(char, name);
      add(char, source, true);
    }
  }
  add(template.slice(last), { start: last, end: template.length }, false);
  return { text, open, absent: [...absent], toSource: ({ start, end }) => sourceOf(segments, start, end) };
}

/** Returns a source of private characters that are not in a text, each once. */
function unusedCharacters(taken: string): () => string {
  const found = new Set(taken.match(/[\ue000-\uf8ff]/g));
  let code = FIRST_PRIVATE;
  return () => {
    while (found.has(String.fromCharCode(code))) code++;
    if (code > LAST_PRIVATE) throw new TooLarge("the condition has too many variables");
    return String.fromCharCode(code++);
  };
}

function sourceOf(segments: readonly Segment[], start: number, end: number): Place {
  const first = segments.findLast(({ at }) => at <= start);
  const last = segments.findLast(({ at }) => at < end) ?? first;
  if (!first || !last) return { start: 0, end: 0 };
  const from = first.isPasted ? first.source.start : first.source.start + start - first.at;
  const to = last.isPasted ? last.source.end : last.source.start + end - last.at;
  return { start: from, end: Math.max(from, to) };
}
