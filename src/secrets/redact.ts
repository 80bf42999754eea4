import { loadDocuments, refusal } from "../document/js-yaml.ts";
import type { Range, Span } from "../document/source.ts";
import { memoize, once } from "../util/memoize.ts";
import { TextFinder } from "../util/multi-search.ts";
import { isSuspect, MASK } from "../util/secret-prefixes.ts";
import { joinSpans, within } from "../util/spans.ts";
import { detectSecrets, detectSecretsNow } from "./detect.ts";
import type { SecretSet } from "./locate.ts";
import { isOpenWord } from "./names.ts";
import { passwordOf } from "./patterns.ts";
import { isWholeWord, RewrittenFinder } from "./rewritten.ts";

/** Shorter secrets occur by chance, so they are masked only in their own file's findings. */
const MIN_LENGTH_ELSEWHERE = 6;

/** True if a secret, as written or without its quotes, is masked in the findings of other files. */
export function isMaskedElsewhere(spelling: string): boolean {
  return spelling.replace(/^(["'])([\s\S]*)\1$/, "$2").length >= MIN_LENGTH_ELSEWHERE;
}

/** The spans in the last texts that are longer are kept. */
const LONG_TEXT = 1_000;

/** Masks some secrets wherever they occur in texts, also cut, escaped or rewritten. */
export class Redactor {
  readonly #finder: TextFinder | undefined;
  readonly #secrets: ReadonlySet<string>;
  /** Aliases repeat a text: one of 36 KB took 150 ms for each of them. */
  readonly #searchLong = memoize((text) => this.#search(text), 20);
  /** Built for the first text. */
  #rewritten: RewrittenFinder | undefined;

  /** `secrets` are the texts to mask; those of fewer than three characters are ignored. */
  constructor(secrets: ReadonlySet<string>) {
    this.#secrets = new Set([...secrets].filter((secret) => !isOpenWord(secret)));
    this.#finder = this.#secrets.size > 0 ? new TextFinder(this.#secrets) : undefined;
  }

  /** The spans of a text that show a secret, sorted and disjoint. */
  find(text: string): readonly Span[] {
    return text.length < LONG_TEXT ? this.#search(text) : this.#searchLong(text);
  }

  #search(text: string): readonly Span[] {
    if (!this.#finder) return [];
    this.#rewritten ??= new RewrittenFinder(this.#secrets);
    const exact = this.#finder.find(text).filter((span) => !isInsideWord(text, span));
    return joinSpans([...exact, ...this.#rewritten.find(text)]);
  }

  /** Returns a text with every secret masked. */
  text(text: string): string {
    const spans = this.find(text);
    if (spans.length === 0) return text;
    const kept = spans.map(({ start }, index) => text.slice(spans[index - 1]?.end ?? 0, start) + MASK);
    return kept.join("") + text.slice(spans.at(-1)!.end);
  }

  /** Masks every text in plain data, except keys and ids of dryfire itself. */
  data<T>(data: T): T {
    return this.#finder ? withTexts(data, (text) => this.text(text)) : data;
  }
}

/** True for a short secret of letters only that occurs by chance in a longer word. */
function isInsideWord(text: string, { start, end }: Span): boolean {
  const isShort = end - start < MIN_LENGTH_ELSEWHERE && /^\p{L}+$/u.test(text.slice(start, end));
  return isShort && !isWholeWord(text, { start, end });
}

/** A redactor for the secrets of specs, those detected in other data, and `more`. */
export async function redactorFor(
  files: SecretSet,
  data?: unknown,
  more: Iterable<string> = [],
): Promise<Redactor> {
  return redactorOf(files, new Set([...(await detectedSpellings(data)), ...more]));
}

/** Returns a redactor like `redactorFor`, without waiting. */
export function redactorNow(files: SecretSet, data: unknown): Redactor {
  return redactorOfText(files, textsIn(data).join("\n"));
}

function redactorOfText(files: SecretSet, text: string): Redactor {
  return redactorOf(files, spellings(text, detectSecretsNow(text)));
}

function redactorOf(files: SecretSet, secrets: Set<string>): Redactor {
  for (const [{ source }, { spans }] of files)
    for (const spelling of spellings(source.text, spans))
      if (isMaskedElsewhere(spelling)) secrets.add(spelling);
  return new Redactor(secrets);
}

/** The secrets that detection finds in data, in all their forms. */
export async function detectedSpellings(data: unknown): Promise<Set<string>> {
  const text = textsIn(data).join("\n");
  return spellings(text, await detectSecrets(text));
}

/**
 * Masks the secrets that detection finds in data, such as the messages of an error.
 *
 * @param options `computed: false` for data whose parts that are computed when they are read mask
 * their own secrets: they are not read unless another part is suspect
 */
export async function redactDetected<T>(data: T, options: { computed?: boolean } = {}): Promise<T> {
  const text = textsIn(data, options).join("\n");
  return isSuspect(text) ? (await redactorFor(new Map(), data)).data(data) : data;
}

/** Masks like `redactDetected`, without waiting and rather too much than too little. */
export function redactDetectedNow<T>(data: T): T {
  const text = textsIn(data).join("\n");
  return isSuspect(text) ? redactorOfText(new Map(), text).data(data) : data;
}

/** Keys whose values are ids of dryfire, which an equal secret must not change. */
const ID_KEYS: ReadonlySet<string> = new Set(
  "kind verdict outcome id certainty rule source assume assumed fact names event status origin provider".split(
    " ",
  ),
);

/**
 * The keys of results that may be computed when they are read (`defineLater` in
 * `src/simulate/simulate.ts`): to look at the descriptor of every key took a tenth of the time of a
 * large simulation. A key that is missing here is computed immediately.
 */
const COMPUTED_KEYS: ReadonlySet<string> = new Set(["reason", "wouldFire", "build", "runsIf"]);

function isComputed(data: object, key: string): boolean {
  return COMPUTED_KEYS.has(key) && Object.getOwnPropertyDescriptor(data, key)?.get !== undefined;
}

function withTexts<T>(data: T, change: (text: string) => string): T {
  if (typeof data === "string") return change(data) as T;
  if (Array.isArray(data)) return data.map((item) => withTexts(item, change)) as T;
  if (typeof data !== "object" || data === null || data instanceof Date) return data;
  const changed: Record<string, unknown> = {};
  for (const key of Object.keys(data)) {
    const value = () => {
      const before = (data as Record<string, unknown>)[key];
      return withTexts(before, isId(key, before) ? (text) => inId(text, change) : change);
    };
    const name = inId(key, change);
    const part = { enumerable: true, configurable: true };
    // A part that is computed when it is read stays so.
    if (isComputed(data, key)) Object.defineProperty(changed, name, { ...part, get: once(value) });
    else if (name === "__proto__") Object.defineProperty(changed, name, { ...part, value: value() });
    else changed[name] = value();
  }
  return changed as T;
}

/** A key or an id is changed only if its form is that of a secret. */
function inId(text: string, change: (text: string) => string): string {
  return isSuspect(text) ? change(text) : text;
}

function isId(key: string, value: unknown): boolean {
  return ID_KEYS.has(key) && (typeof value !== "object" || key === "assume" || Array.isArray(value));
}

/**
 * True for a range of a text without other keys, so that a value of a spec with the same keys is
 * searched. Each condition of each trigger has one; to search them all took 3 % of the time of a
 * large simulation.
 */
function isRange(part: Partial<Range>): boolean {
  return Object.keys(part).length === 2 && isPosition(part.start) && isPosition(part.end);
}

function isPosition(part: Partial<Range["start"]> | null | undefined): boolean {
  return (
    typeof part?.offset === "number" &&
    typeof part.line === "number" &&
    typeof part.column === "number" &&
    Object.keys(part).length === 3
  );
}

/**
 * The different texts in data, each after its key: a report repeats most of them. `computed: false`
 * leaves out what is computed when it is read.
 */
function textsIn(data: unknown, { computed = true } = {}): string[] {
  const byKey = new Map<string, Set<string>>();
  const add = (key: string, text: string): void => {
    const known = byKey.get(key);
    if (known) known.add(text);
    else byKey.set(key, new Set([text]));
  };
  const visit = (value: object): void => {
    if (Array.isArray(value))
      for (const item of value) {
        if (typeof item === "string") add("", item);
        else if (typeof item === "object" && item !== null) visit(item);
      }
    else
      for (const name of Object.keys(value)) {
        if (!computed && isComputed(value, name)) continue;
        const part = (value as Record<string, unknown>)[name];
        if (typeof part === "string") add(name, part);
        else {
          add("", name);
          if (typeof part === "object" && part !== null && !isRange(part)) visit(part);
        }
      }
  };
  visit([data]);
  return [...byKey].flatMap(([key, texts]) =>
    Array.from(texts, (text) => (key === "" ? text : `${key}\n${text}`)),
  );
}

/**
 * The forms in which secrets of a YAML text may occur elsewhere: as written, without quotes, with
 * escapes resolved, each line of a multi-line one, and the password of a URL.
 */
export function spellings(text: string, secrets: readonly Span[]): Set<string> {
  return new Set(secrets.flatMap(({ start, end }) => spellingsOf(text.slice(start, end))));
}

function spellingsOf(written: string): string[] {
  const whole = [written, ...withoutQuotes(written)].flatMap((each) => [each, ...passwordsIn(each)]);
  const lines = whole.flatMap((each) => (/[\r\n]/.test(each) ? each.split(/[\r\n]+/) : []));
  return [...whole, ...lines.map((line) => line.trim())].filter((each) => !isBlockHeader(each));
}

/** The parts of a URL that are secret even without the rest. */
function passwordsIn(url: string): string[] {
  const { login, password } = passwordOf(url) ?? {};
  return [login, password].filter(
    (part) => part !== undefined && part.length >= MIN_LENGTH_ELSEWHERE,
  ) as string[];
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

/** The text of a span, each secret in it masked at equal width; `secrets` are joined spans. */
export function maskSpan(text: string, span: Span, secrets: readonly Span[]): string {
  let masked = "";
  let at = span.start;
  for (const { start, end } of within(secrets, span)) {
    masked += text.slice(at, start) + text.slice(start, end).replace(/\S/g, "*");
    at = end;
  }
  return masked + text.slice(at, span.end);
}
