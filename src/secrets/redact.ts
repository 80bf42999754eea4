import { loadDocuments, refusal } from "../document/js-yaml.ts";
import type { Span } from "../document/source.ts";
import { firstNotBefore } from "../util/binary-search.ts";
import { TextFinder } from "../util/multi-search.ts";
import { detectSecrets } from "./detect.ts";
import type { SecretSet } from "./locate.ts";
import { MASK } from "./names.ts";

/** Shorter secrets occur by chance, so they are masked only in their own file's findings. */
export const MIN_LENGTH_ELSEWHERE = 6;

/** The text in messages for the omitted middle or end of a long value. */
const CUT = "…";

/** The minimum length of a part of a secret next to a cut that is masked. */
const MIN_PART = 4;

/** The maximum number of characters of a value that a message shows on one side of a cut. */
const MAX_PART = 80;

/** Masks some secrets wherever they occur in texts. */
export class Redactor {
  readonly #finder: TextFinder | undefined;
  readonly #secrets: ReadonlySet<string>;
  /** The secrets by prefix and by suffix; built for the first text with a cut. */
  #byPart: Readonly<Record<"first" | "last", Groups>> | undefined;

  /** `secrets` are the texts to mask; those of fewer than three characters are ignored. */
  constructor(secrets: ReadonlySet<string>) {
    this.#finder = secrets.size > 0 ? new TextFinder(secrets) : undefined;
    this.#secrets = secrets;
  }

  /** The spans of a text that show a secret. */
  find(text: string): readonly Span[] {
    return this.#finder?.find(text) ?? [];
  }

  /** Returns a text with every secret masked, also the rest of one next to a cut. */
  text(text: string): string {
    if (!this.#finder) return text;
    const [first = "", ...rest] = this.#finder.replace(text, MASK).split(CUT);
    return rest.reduce((done, next) => this.#maskEnd(done) + CUT + this.#maskStart(next), first);
  }

  /** Masks the prefix of a secret at the end of a text. */
  #maskEnd(text: string): string {
    const { first } = this.#groups();
    for (let at = Math.max(0, text.length - MAX_PART); at <= text.length - MIN_PART; at++) {
      const part = text.slice(at);
      if (first.get(part.slice(0, MIN_PART))?.some((secret) => secret.startsWith(part)))
        return text.slice(0, at) + MASK;
    }
    return text;
  }

  /** Masks the suffix of a secret at the start of a text. */
  #maskStart(text: string): string {
    const { last } = this.#groups();
    for (let end = Math.min(MAX_PART, text.length); end >= MIN_PART; end--) {
      const part = text.slice(0, end);
      if (last.get(part.slice(-MIN_PART))?.some((secret) => secret.endsWith(part)))
        return MASK + text.slice(end);
    }
    return text;
  }

  #groups(): Readonly<Record<"first" | "last", Groups>> {
    this.#byPart ??= {
      first: groupBy(this.#secrets, (secret) => secret.slice(0, MIN_PART)),
      last: groupBy(this.#secrets, (secret) => secret.slice(-MIN_PART)),
    };
    return this.#byPart;
  }

  /** Masks every text in plain data, except keys and ids of dryfire itself. */
  data<T>(data: T): T {
    return this.#finder ? withTexts(data, (text) => this.text(text)) : data;
  }
}

type Groups = ReadonlyMap<string, readonly string[]>;

function groupBy(texts: Iterable<string>, keyOf: (text: string) => string): Groups {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const group = groups.get(keyOf(text));
    if (group) group.push(text);
    else groups.set(keyOf(text), [text]);
  }
  return groups;
}

/** Returns a redactor for the secrets of specs, and for those detected in other data. */
export async function redactorFor(files: SecretSet, data?: unknown): Promise<Redactor> {
  const secrets = new Set<string>();
  for (const [{ source }, { spans }] of files)
    for (const spelling of spellings(source.text, spans))
      if (spelling.length >= MIN_LENGTH_ELSEWHERE) secrets.add(spelling);
  const text = [...textsIn(data)].join("\n");
  for (const { start, end } of await detectSecrets(text)) secrets.add(text.slice(start, end));
  return new Redactor(secrets);
}

/** Masks the secrets that detection finds in data, such as the messages of an error. */
export async function redactDetected<T>(data: T): Promise<T> {
  return (await redactorFor(new Map(), data)).data(data);
}

/** Keys whose values are ids of dryfire, which an equal secret must not change. */
const ID_KEYS: ReadonlySet<string> = new Set(
  "kind verdict outcome id certainty rule source assume assumed fact names event status origin provider".split(
    " ",
  ),
);

function withTexts<T>(data: T, change: (text: string) => string): T {
  if (typeof data === "string") return change(data) as T;
  if (Array.isArray(data)) return data.map((item) => withTexts(item, change)) as T;
  if (typeof data !== "object" || data === null || data instanceof Date) return data;
  const entries = Object.entries(data).map(([key, value]) => [
    key,
    isId(key, value) ? value : withTexts(value, change),
  ]);
  return Object.fromEntries(entries) as T;
}

function isId(key: string, value: unknown): boolean {
  return ID_KEYS.has(key) && (typeof value !== "object" || key === "assume" || Array.isArray(value));
}

function* textsIn(data: unknown): Generator<string> {
  if (typeof data === "string") yield data;
  else if (typeof data === "object" && data !== null)
    for (const value of Object.values(data)) yield* textsIn(value);
}

/**
 * The forms in which secrets of a YAML text may occur elsewhere: as written, without quotes, with
 * escapes resolved, and each line of a multi-line one.
 */
export function spellings(text: string, secrets: readonly Span[]): Set<string> {
  return new Set(secrets.flatMap(({ start, end }) => spellingsOf(text.slice(start, end))));
}

function spellingsOf(written: string): string[] {
  const whole = [written, ...withoutQuotes(written)];
  const lines = whole.flatMap((each) => (/[\r\n]/.test(each) ? each.split(/[\r\n]+/) : []));
  return [...whole, ...lines.map((line) => line.trim())].filter((each) => !isBlockHeader(each));
}

function withoutQuotes(written: string): string[] {
  if (!/^(["'])[\s\S]*\1$/.test(written)) return [];
  try {
    return [written.slice(1, -1), String(loadDocuments(written)[0])];
  } catch (error) {
    if (!(error instanceof RangeError) && !refusal(error, written)) throw error;
    return [written.slice(1, -1)];
  }
}

/** True for the first line of a block text, such as `|-`. */
function isBlockHeader(line: string): boolean {
  return /^[|>][-+\d]*$/.test(line);
}

/** Joins spans that overlap or touch, and sorts them. */
export function apart(spans: readonly Span[]): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** The parts of a span that are secret; `secrets` are as `apart` returns them. */
export function* within(secrets: readonly Span[], { start, end }: Span): Generator<Span> {
  for (
    let index = firstNotBefore(secrets, (secret) => secret.end <= start);
    index < secrets.length;
    index++
  ) {
    const secret = secrets[index]!;
    if (secret.start >= end) return;
    yield { start: Math.max(secret.start, start), end: Math.min(secret.end, end) };
  }
}

/** The text of a span with every secret in it masked at equal width; `secrets` as in `within`. */
export function maskSpan(text: string, span: Span, secrets: readonly Span[]): string {
  let masked = "";
  let at = span.start;
  for (const { start, end } of within(secrets, span)) {
    masked += text.slice(at, start) + text.slice(start, end).replace(/\S/g, "*");
    at = end;
  }
  return masked + text.slice(at, span.end);
}
