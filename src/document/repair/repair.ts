import { idOfRefusal, type YamlFault, type YamlFaultId, yamlFault } from "../error-messages.ts";
import { loadDocuments, type ReaderState, refusal } from "../js-yaml.ts";
import { endOfLine, skipProperties } from "../scan.ts";
import type { Span } from "../source.ts";
import { candidatesAt } from "./candidates.ts";
import { type Candidate, type Edit, EditedText, type Refusal } from "./edits.ts";
import { type PartAlone, partStarts, partsAlone } from "./parts.ts";

/** A change with the fault for which js-yaml 3 refused the text. */
export interface MadeChange extends Candidate {
  readonly fault: YamlFault;
}

/** The maximum number of changes of one text, and of those that lose a part of it. */
const MAX_CHANGES = 30;
const MAX_LOST = 5;

/** The maximum number of faults that hide each other. */
const MAX_DEPTH = 6;

/** The maximum number of times that js-yaml reads a text, and of the characters of these texts. */
const MAX_READS = 3000;
const MAX_CHARACTERS = 8_000_000;

/** The maximum number of times that js-yaml reads one part of a long text. */
const MAX_READS_OF_PART = 300;

/** The number of readings that a text may still cost. */
export interface ReadBudget {
  reads: number;
}

/** Returns a budget for the repair of a text. */
export function readBudget(text: string): ReadBudget {
  return { reads: Math.min(MAX_READS, Math.max(12, MAX_CHARACTERS / (text.length + 1))) };
}

/** A text after changes: its values if js-yaml 3 accepts it, else the place where it stops. */
interface Reading {
  readonly changes: readonly MadeChange[];
  readonly values?: unknown[];
  readonly refused?: Refusal;
}

/** The groups of candidates of which the best is taken, not the first one that helps. */
const RIVALS: Partial<Record<YamlFaultId, "indentation" | "line">> = {
  indentation: "indentation",
  "item-indentation": "indentation",
  "surplus-dash": "indentation",
  "missing-colon": "line",
  "stray-line": "line",
};

/** The best candidate of a group so far. */
interface Rival {
  readonly group: "indentation" | "line";
  readonly next: Reading;
  readonly edits: number;
  readonly values: number;
  /** The number of keys of a spec that are where they belong. */
  readonly keys: number;
}

/** Returns changes that may repair a refusal, the best first. */
type FindCandidates = (refused: Refusal) => Iterable<Candidate>;

/**
 * Changes a text until js-yaml 3, which decides, accepts it: each change is one of `candidatesAt`
 * after which it reads beyond the place that it refused. Stops where no change helps. In a long
 * list, changes are tried on the part that js-yaml refuses by itself at the same place.
 */
export class TextRepair {
  readonly text: string;
  readonly #budget: ReadBudget;
  readonly #candidates: FindCandidates;
  readonly #reading: Reading;
  /** The place that js-yaml refuses in the text without changes. */
  readonly #refusedFirst: number | undefined;

  constructor(
    text: string,
    budget: ReadBudget,
    candidates: FindCandidates = (refused) => candidatesAt(text, refused),
  ) {
    this.text = text;
    this.#budget = budget;
    this.#candidates = candidates;
    const own = this.#read([]);
    this.#refusedFirst = own.refused?.offset;
    const parts = this.#inParts(own);
    let { reading } = parts;
    for (let next = parts.isDone ? undefined : reading; next; next = this.#next(reading)) reading = next;
    this.#reading = reading;
  }

  /** The changes, in the order of the text. */
  get changes(): readonly MadeChange[] {
    return this.#reading.changes;
  }

  /** The values of js-yaml 3, if it accepts the changed text. */
  get values(): unknown[] | undefined {
    return this.#reading.values;
  }

  /** The offset up to which js-yaml 3 reads the changed text. */
  get end(): number {
    return endOf(this.#reading);
  }

  /** The changed text. */
  get edited(): EditedText {
    return new EditedText(this.text, editsOf(this.changes));
  }

  /** The fault of each change; of those that lose or indent neighbouring lines the first. */
  faults(): YamlFault[] {
    return this.changes
      .filter((change, index) => !this.#continues(change, this.changes[index - 1]))
      .map(({ fault, span, isLoss, quotes, title, edits }) => ({
        ...fault,
        repair: {
          span,
          sure: !isLoss,
          ...(quotes && { quotes }),
          ...(title !== undefined && { fix: { title, safe: false, edits } }),
        },
      }));
  }

  #continues({ id, isLoss, span }: MadeChange, before: MadeChange | undefined): boolean {
    const isSame = isLoss ? before?.isLoss === true : id === "indentation" && before?.id === id;
    return isSame && this.text.slice(before!.span.end, span.start).trim() === "";
  }

  /**
   * Reads the text with the changes of each part that js-yaml refuses. `isDone` if that is all that
   * can be repaired, since the last part could not be, even by itself.
   */
  #inParts(first: Reading): { readonly reading: Reading; readonly isDone: boolean } {
    const starts = first.refused ? partStarts(this.text) : [];
    let reading = first;
    while (starts.length > 0 && reading.refused) {
      const part = this.#partAt(starts, reading.refused.offset);
      const all = [...reading.changes, ...(part?.changes ?? [])];
      if (!part || all.length > MAX_CHANGES || this.#budget.reads <= 0) break;
      const next = part.changes.length > 0 ? this.#read(all) : reading;
      const isFarther = endOf(next) > endOf(reading);
      if (isFarther) reading = next;
      if (!part.isRepaired) return { reading, isDone: true };
      if (!isFarther) break;
    }
    return { reading, isDone: false };
  }

  /** The changes of the part that js-yaml refuses by itself at an offset of the whole text. */
  #partAt(
    starts: readonly number[],
    offset: number,
  ): { readonly changes: readonly MadeChange[]; readonly isRepaired: boolean } | undefined {
    for (const part of partsAlone(this.text, starts, offset)) {
      const { text, shift } = part;
      const reads = Math.min(MAX_READS_OF_PART, readBudget(text).reads);
      const repair = new TextRepair(text, { reads }, (refusal) => candidatesInPart(part, refusal));
      const refused = repair.#refusedFirst;
      if (refused === undefined) continue;
      const isInside = repair.changes.every(({ span }) => span.start >= starts[0]!);
      if (refused + shift !== offset || !isInside) return undefined;
      const changes = repair.changes.map((change) => moved(change, shift));
      return { changes, isRepaired: repair.end + shift >= part.end };
    }
    return undefined;
  }

  /** Reads the text with one more change; undefined if none helps, or none is needed. */
  #next({ changes, refused }: Reading, depth = 0): Reading | undefined {
    if (!refused || UNREPAIRED.has(refused.id) || changes.length >= MAX_CHANGES) return undefined;
    let best: Rival | undefined;
    for (const candidate of this.#candidates(refused)) {
      // The best rival gets farthest, leaves no key empty or twice, and changes few lines.
      const group = candidate.id && RIVALS[candidate.id];
      if (best && best.group !== group) return best.next;
      if (this.#budget.reads <= 0) return undefined;
      if (candidate.isLoss && changes.filter(({ isLoss }) => isLoss).length >= MAX_LOST) continue;
      if (changes.some(({ span }) => overlap(span, candidate.span) && !isAround(candidate, span))) continue;
      const next = this.#read([...changes, madeOf(candidate, refused.fault)]);
      const offset = endOf(next);
      const from = candidate.quotes ? refused.offset : Math.max(refused.offset, candidate.span.end);
      if (offset > from && group !== undefined) {
        const own = {
          group,
          next,
          edits: candidate.edits.length,
          values: presentValues(next.values),
          keys: keysOfSpec(next.values),
        };
        const by =
          best &&
          (offset - endOf(best.next) ||
            own.values - best.values ||
            own.keys - best.keys ||
            best.edits - own.edits);
        if (by === undefined || by > 0) best = own;
        continue;
      }
      if (offset > from) return next;
      if (!candidate.swallowed || depth >= MAX_DEPTH || offset <= candidate.span.end) continue;
      const branch = this.#beyond(refused.offset, next, depth + 1);
      if (branch) return branch;
    }
    return best?.next;
  }

  /** Behind a fault that hid others, continues until js-yaml reads beyond an offset. */
  #beyond(offset: number, first: Reading, depth: number): Reading | undefined {
    let reading: Reading | undefined = first;
    while (reading && endOf(reading) <= offset) reading = this.#next(reading, depth);
    return reading;
  }

  #read(all: readonly MadeChange[]): Reading {
    const changes = [...all].sort((a, b) => a.span.start - b.span.start);
    const edited = new EditedText(this.text, editsOf(changes));
    const trace = new Trace();
    this.#budget.reads--;
    try {
      return { changes, values: loadDocuments(edited.text, trace) };
    } catch (error) {
      const refused = refusal(error, edited.text);
      if (!refused) {
        if (error instanceof RangeError) return { changes };
        throw error;
      }
      const fault = faultAt(edited.text, refused.offset, refused.reason);
      const openings = trace.openings(edited.text).map((offset) => edited.back(offset));
      const at = { ...fault, span: edited.backSpan(fault.span) };
      return {
        changes,
        refused: { offset: edited.back(refused.offset), id: fault.id, openings, fault: at },
      };
    }
  }
}

/** The faults that no change of a line repairs. */
const UNREPAIRED: ReadonlySet<YamlFaultId> = new Set(["merge-size", "merge-value"]);

/** The offset up to which js-yaml 3 reads; before the text if it is nested too deeply. */
function endOf({ values, refused }: Reading): number {
  return values ? Number.POSITIVE_INFINITY : (refused?.offset ?? -1);
}

/** Returns the number of texts and other single values, less those that are missing. */
export function presentValues(value: unknown, seen = new Set<unknown>()): number {
  if (value === null || value === undefined) return -1;
  if (typeof value !== "object") return 1;
  if (seen.has(value)) return 0;
  seen.add(value);
  return Object.values(value).reduce((sum: number, part) => sum + presentValues(part, seen), 0);
}

/** The keys whose place in a spec is known, as their parent is. */
const KEYS_OF_SPEC = /^(?:triggers|cronTriggers|variables|contexts|stages|steps|hooks|specTemplate|mode)$/;

/** Returns the number of keys in `spec` that belong there. */
function keysOfSpec(values: readonly unknown[] | undefined): number {
  const roots = (values ?? []).flatMap(
    (value) => (value as { items?: unknown[] } | undefined)?.items ?? [value],
  );
  const specs = roots.map((root) => (root as { spec?: unknown } | undefined)?.spec ?? {});
  return specs.flatMap((spec) => Object.keys(spec).filter((key) => KEYS_OF_SPEC.test(key))).length;
}

function madeOf(candidate: Candidate, fault: YamlFault): MadeChange {
  const { id = fault.id, at = fault.span } = candidate;
  return { ...candidate, fault: yamlFault(id, at) };
}

/** Yields the changes inside a part that do not end its list. */
function* candidatesInPart({ text, shift, end, indent }: PartAlone, refused: Refusal): Generator<Candidate> {
  for (const candidate of candidatesAt(text, refused)) {
    const { id, isLoss, span, edits } = candidate;
    const isMove = id === "indentation" || id === "item-indentation";
    const endsList = isMove && !isLoss && edits.some((edit) => edit.text.length <= indent);
    if (!endsList && span.end + shift <= end) yield candidate;
  }
}

/** Returns a change of a part as one of the whole text. */
function moved(change: MadeChange, by: number): MadeChange {
  const move = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  return {
    ...change,
    span: move(change.span),
    edits: change.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
    fault: { ...change.fault, span: move(change.fault.span) },
  };
}

const editsOf = (changes: readonly Candidate[]): Edit[] => changes.flatMap(({ edits }) => edits);

/** True for a tag with a value in which another fault is. */
const isAround = ({ id, span }: Candidate, { start, end }: Span): boolean =>
  (id === "custom-tag" || id === "tag-value") && span.start < start && end <= span.end;

const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** Records the nodes that js-yaml 3 opened and did not close, and the last long texts. */
class Trace {
  readonly #open: number[] = [];
  #closed: number[] = [];

  open({ position }: ReaderState): void {
    this.#open.push(position);
  }

  close({ position, kind, result }: ReaderState): void {
    const start = this.#open.pop()!;
    if (kind === "scalar" && typeof result === "string" && position - start > result.length)
      this.#closed = [start, ...this.#closed.slice(0, 2)];
  }

  /** The starts of these nodes in the text that was read, the innermost first. */
  openings(text: string): number[] {
    const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const all = [...this.#open.slice(-6).reverse(), ...this.#closed];
    return [...new Set(all.map((position) => skipProperties(text, position + shift)))];
  }
}

/** Returns the fault for which js-yaml 3 refused a text. */
export function faultAt(text: string, offset: number, reason: string): YamlFault {
  const id = idOfRefusal(reason);
  const before = text.slice(0, offset);
  const [, tag] = /!<([^<>\s]+)>/.exec(reason) ?? [];
  const cause =
    tag !== undefined ? lastTag(before, tag) : id === "merge-value" ? lastMatch(before, MERGE) : undefined;
  const start = Math.min(offset, Math.max(0, text.trimEnd().length - 1));
  const end = Math.max(start + 1, Math.min(endOfLine(text, start), start + 1));
  return yamlFault(id, cause ?? { start, end: Math.min(end, text.length) });
}

/** js-yaml rejects a tag or a merge key after its value, so the fault is the last one before. */
const TAG = /(?<![^\s[{,])!(?:<[^>\s]*>|[^\s,[\]{}]*)/g;
const MERGE = /(?<![^\s[{,])<<(?=\s*:)/g;

/** The last tag with the name that js-yaml has for it. */
function lastTag(text: string, name: string): Span | undefined {
  const forms = new Set([
    name,
    name.replace(/^tag:yaml\.org,2002:/, "!!"),
    `!<${name}>`,
    name === "?" ? "!" : name,
  ]);
  return lastMatch(text, TAG, (written) => forms.has(written));
}

function lastMatch(
  text: string,
  pattern: RegExp,
  isOne: (written: string) => boolean = () => true,
): Span | undefined {
  const match = [...text.matchAll(pattern)].findLast(([written]) => isOne(written));
  return match && { start: match.index, end: match.index + match[0].length };
}
