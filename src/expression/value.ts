import { TooLarge } from "./faults.ts";

/** A value that is not known before the build runs. */
export class Open {
  /** Undefined if the type is unknown too. */
  readonly type: "string" | "number" | "boolean" | "object" | undefined;
  /** The names of the variables that decide the value. */
  readonly names: readonly string[];
  /** The known members of an object; any other one is open. */
  readonly #members: Readonly<Record<string, Value>> | undefined;
  /** The texts that it may be; undefined if it may be any. */
  readonly among: ReadonlySet<string> | undefined;
  /** A text that it equals, although it may equal another of `among` too. */
  readonly sure: string | undefined;

  constructor(
    type: Open["type"],
    names: readonly string[],
    members?: Readonly<Record<string, Value>>,
    among?: ReadonlySet<string>,
    sure?: string,
  ) {
    this.type = type;
    this.names = names;
    this.#members = members;
    this.among = among;
    this.sure = sure;
  }

  /** Returns a member, which is open unless it is known. */
  member(name: string): Value {
    if (!this.#members) return new Open(undefined, this.names);
    if (Object.hasOwn(this.#members, name)) return this.#members[name]!;
    return new Open(
      undefined,
      this.names.map((object) => `${object}.${name}`),
    );
  }
}

/** A part of a text that is not known. The same id means the same text. */
export interface Hole {
  readonly id: string;
  /** The names of the variables that decide it. */
  readonly names: readonly string[];
}

/** A text with parts that are not known; never two known parts in a row. */
export class HoledText {
  readonly parts: readonly (string | Hole)[];

  constructor(parts: readonly (string | Hole)[]) {
    this.parts = parts;
  }

  get names(): readonly string[] {
    return this.parts.flatMap((part) => (typeof part === "string" ? [] : part.names));
  }

  /** The known characters at the start and at the end. */
  get edges(): { readonly prefix: string; readonly suffix: string } {
    const edge = (part: string | Hole | undefined) => (typeof part === "string" ? part : "");
    return { prefix: edge(this.parts[0]), suffix: edge(this.parts.at(-1)) };
  }
}

/** A value of the language. Objects are those of the variables, as `steps`. */
export type Value = string | number | boolean | null | object | HoledText | Open;

export type ValueType = "string" | "number" | "boolean" | "null" | "object" | "function" | undefined;

/** The type of a value, undefined if it is not known. */
export function typeOf(value: Value): ValueType {
  if (value === null) return "null";
  if (value instanceof HoledText) return "string";
  return value instanceof Open ? value.type : (typeof value as ValueType);
}

/** The variables that decide a value; none if it is known. */
export function namesOf(value: Value): readonly string[] {
  return value instanceof HoledText || value instanceof Open ? value.names : [];
}

export function isKnown(value: Value): value is string | number | boolean | null | object {
  return !(value instanceof HoledText || value instanceof Open);
}

/** Texts grow by `+` and `replace`; longer ones would use up the memory. */
const MAX_TEXT = 1_000_000;

/** Throws `TooLarge` for a text of that length. */
export function checkLength(length: number): void {
  if (length > MAX_TEXT) throw new TooLarge("a text in the condition grows too long");
}

/** The parts of a text. */
export function partsOf(text: string | HoledText): readonly (string | Hole)[] {
  return typeof text === "string" ? [text] : text.parts;
}

/** Joins parts to one text. */
export function toText(parts: readonly (string | Hole)[]): string | HoledText {
  const merged: (string | Hole)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else if (part !== "") merged.push(part);
  }
  const [first = "", second] = merged;
  return typeof first === "string" && second === undefined ? first : new HoledText(merged);
}

/** Returns a text with holes where it has the characters that replace open variables. */
export function withHoles(text: string, open: ReadonlyMap<string, string>): string | HoledText {
  if (open.size === 0) return text;
  return toText(
    Array.from(text.match(/[\ue000-\uf8ff]|[^\ue000-\uf8ff]+/g) ?? [""], (part) => {
      const name = open.get(part);
      return name === undefined ? part : { id: name, names: [name] };
    }),
  );
}

/** Whether two texts are equal whatever their holes are; undefined if that depends on them. */
export function equalTexts(a: string | HoledText, b: string | HoledText): boolean | undefined {
  if (typeof a === "string" && typeof b === "string") return a === b;
  const [one, other] = [a, b].map((text) => toHoled(text)) as [HoledText, HoledText];
  if (sameParts(one, other)) return true;
  if (!startAlike(one.edges.prefix, other.edges.prefix)) return false;
  if (!startAlike(reversed(one.edges.suffix), reversed(other.edges.suffix))) return false;
  for (const [holed, text] of [
    [a, b],
    [b, a],
  ])
    if (typeof text === "string" && !mayBe(toHoled(holed!), text)) return false;
  return undefined;
}

function toHoled(text: string | HoledText): HoledText {
  return typeof text === "string" ? new HoledText([text]) : text;
}

function sameParts(a: HoledText, b: HoledText): boolean {
  const key = ({ parts }: HoledText) =>
    JSON.stringify(parts.map((part) => (typeof part === "string" ? part : [part.id])));
  return key(a) === key(b);
}

function startAlike(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) === b.slice(0, length);
}

const reversed = (text: string): string => [...text].reverse().join("");

/** True if the holes can be filled so that the result is the text. */
function mayBe({ parts, edges }: HoledText, text: string): boolean {
  const end = text.length - edges.suffix.length;
  if (!text.startsWith(edges.prefix) || !text.endsWith(edges.suffix) || end < edges.prefix.length)
    return false;
  let at = edges.prefix.length;
  for (const part of parts.slice(edges.prefix ? 1 : 0, edges.suffix ? -1 : undefined)) {
    if (typeof part !== "string") continue;
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether a text has a character whatever its holes are; undefined if that depends on them. */
export function isNotEmpty(text: string | HoledText): boolean | undefined {
  if (typeof text === "string") return text !== "";
  return text.parts.some((part) => typeof part === "string") ? true : undefined;
}

/** Whether a text contains another whatever their holes are; undefined if that depends on them. */
export function containsText(text: string | HoledText, searched: string | HoledText): boolean | undefined {
  if (searched === "") return true;
  const known = partsOf(text);
  const wanted = partsOf(searched);
  if (
    typeof searched === "string" &&
    known.some((part) => typeof part === "string" && part.includes(searched))
  )
    return true;
  if (typeof text !== "string") return undefined;
  return wanted.every((part) => typeof part !== "string" || text.includes(part)) ? undefined : false;
}
