import { FALSE_SPACE, startOfLine } from "../scan.ts";
import { type Edit, EditedText } from "./edits.ts";
import { presentValues, type ReadBudget, TextRepair } from "./repair.ts";

/** The columns near a line. */
interface NearColumns {
  /** That of the line before, and of its text behind any dash. */
  readonly before: number;
  readonly text: number;
  /** That of the next line that is indented with spaces. */
  readonly after: number;
}

/** The column after some white space, which depends on the width of a tab, or is one near it. */
type Columns = (space: string, near: NearColumns) => number;

/** The white space before a line, with false spaces. */
const LEAD = `(?:[ \\t]|${FALSE_SPACE.source})*`;

/** A tab or a false space. */
const FALSE = new RegExp(`\\t|${FALSE_SPACE.source}`);

/** Zero-width characters have no column. */
const NARROW = /[\u200b\ufeff]/;

const fixed =
  (width: number, falseWidth = 1): Columns =>
  (space) =>
    [...space].reduce((column, letter) => {
      if (letter === "\t") return column + width;
      return column + (NARROW.test(letter) ? 0 : letter === " " ? 1 : falseWidth);
    }, 0);

const stops =
  (width: number): Columns =>
  (space) =>
    [...space].reduce((column, letter) => column + (letter === "\t" ? width - (column % width) : 1), 0);

/** The ways to read false spaces without a tab: as spaces, as too many, or as wide ones. */
const WITHOUT_TABS: readonly Columns[] = [fixed(1), fixed(1, 0), fixed(1, 2)];

/** The widths of a tab that people use, the most likely ones first. */
const TAB_WIDTHS: readonly Columns[] = [fixed(2), stops(4), stops(8), fixed(4), stops(2), fixed(8), fixed(1)];

const like =
  (key: keyof NearColumns): Columns =>
  (space, near) =>
    FALSE.test(space) ? near[key] : space.length;

/** The ways to indent a line that fits no width: without the tab, or like a line near it. */
const OTHERS: readonly Columns[] = [fixed(0), like("text"), like("after"), like("before")];

/** Longer white space is not an indentation. */
const MAX_INDENTATION = 500;

/** The end of a line whose value is a block text: `|` or `>` with its indicators. */
const BLOCK_HEADER = /(?:^|[:-][ \t]+)(?:[!&]\S+[ \t]+){0,2}[|>][-+1-9]{0,2}[ \t]*(?:[ \t]#.*)?$/s;

/** The edits that indent a text with spaces, and the number of lines with tabs in block texts. */
interface Spaced {
  readonly edits: readonly Edit[];
  readonly inBlocks: number;
}

const NOT_SPACED: Spaced = { edits: [], inBlocks: 0 };

/**
 * Returns the edits that indent a text with spaces. In a block text only the indentation of the
 * block itself is changed: tabs behind it are content.
 */
function spacesForTabs(text: string, columns: Columns): Spaced {
  const edits: Edit[] = [];
  let inBlocks = 0;
  let block: { readonly parent: number; indent?: number } | undefined;
  let [before, textBefore] = [0, 0];
  const lines = [...text.matchAll(LINE)];
  if (lines.some(([, lead = ""]) => lead.length > MAX_INDENTATION)) return NOT_SPACED;
  const afters = columnsAfter(lines.map(([, lead = ""]) => lead));
  for (const [at, { 1: lead = "", 2: rest = "", index }] of lines.entries()) {
    const columnOf = (space: string) => columns(space, { before, text: textBefore, after: afters[at]! });
    const column = columnOf(lead);
    if (block && column <= block.parent) block = undefined;
    if (!block && rest.startsWith("#")) continue;
    // Lines of a block text differ in their columns.
    if (block && FALSE.test(lead) && OTHERS.includes(columns)) return NOT_SPACED;
    if (block) block.indent ??= column;
    if (block && FALSE.test(lead)) inBlocks++;
    const end = block ? lengthUpTo(lead, block.indent!, columnOf) : lead.length;
    const isMark = index === 0 && lead === "\ufeff";
    if (FALSE.test(lead.slice(0, end)) && !isMark)
      edits.push({
        span: { start: index, end: index + end },
        text: " ".repeat(columnOf(lead.slice(0, end))),
      });
    if (!block) edits.push(...gaps(rest, index + lead.length));
    if (!block && BLOCK_HEADER.test(rest.trimEnd())) block = { parent: column };
    before = column;
    textBefore = column + /^(?:- +)*/.exec(rest)![0].length;
  }
  return { edits, inBlocks };
}

/** A line that is not blank, behind its white space. */
const LINE = new RegExp(`^(${LEAD})((?!${FALSE_SPACE.source})[^ \\t\\r\\n].*)$`, "gm");

/** The white space behind the dashes and the key of a line, and at its end. */
const GAP = new RegExp(`(?<=^(?:-${LEAD})*(?:-|["'\\w][^\\s:]*:))${LEAD}|${LEAD}$`, "g");

/** Longer lines are not searched for gaps, which takes a time that grows with their square. */
const MAX_LINE = 500;

/** The edits of the gaps in a line that have a false space. */
function gaps(line: string, at: number): Edit[] {
  if (line.length > MAX_LINE || !FALSE_SPACE.test(line)) return [];
  return [...line.matchAll(GAP)].flatMap(({ 0: gap, index }) => {
    const end = index + gap.length;
    if (!FALSE_SPACE.test(gap)) return [];
    return { span: { start: at + index, end: at + end }, text: end === line.length ? "" : " " };
  });
}

/** The column of the next line without a tab behind each line. */
function columnsAfter(leads: readonly string[]): number[] {
  let after = 0;
  return leads
    .toReversed()
    .map((lead) => {
      const own = after;
      if (!FALSE.test(lead)) after = lead.length;
      return own;
    })
    .reverse();
}

/** The length of the first part of some white space that reaches a column. */
function lengthUpTo(space: string, column: number, columnOf: (space: string) => number): number {
  let end = 0;
  while (end < space.length && columnOf(space.slice(0, end)) < column) end++;
  return end;
}

/** A text with its tabs as spaces, and the repair of the result. */
interface Attempt extends Spaced {
  readonly repair: TextRepair;
}

/** The indentation of a text that was changed. */
export interface TabRepair extends Attempt {
  /** True if every other way to read the tabs gives the same values or a worse text. */
  readonly sure: boolean;
}

/**
 * Reads the tabs of a text as spaces in the way that gives the best text: one that js-yaml 3 reads
 * to the end with the fewest other changes and empty values. Undefined if the tabs make no
 * difference. `plain` is the repair of the text as it is.
 */
export function repairTabs(plain: TextRepair, budget: ReadBudget): TabRepair | undefined {
  const { text } = plain;
  const attempts: Attempt[] = [];
  // A tab among spaces is a slip, and its width is unknown.
  const tabs = text.match(/^ *\t/gm)?.length ?? 0;
  const isSlip = tabs > 0 && tabs * 2 < (text.match(/^ +\S/gm)?.length ?? 0);
  const widths = tabs === 0 ? WITHOUT_TABS : TAB_WIDTHS;
  for (const columns of isSlip ? [...OTHERS, ...widths] : [...widths, ...(tabs === 0 ? [] : OTHERS)]) {
    const { edits, inBlocks } = spacesForTabs(text, columns);
    if (edits.length === 0) continue;
    attempts.push({ edits, inBlocks, repair: new TextRepair(new EditedText(text, edits).text, budget) });
  }
  if (attempts.length === 0) return undefined;
  const first = attempts.reduce((a, b) => (compare(b.repair, a.repair) < 0 ? b : a));
  const best = isSlip
    ? mostFrequent(attempts.filter((each) => compare(each.repair, first.repair) === 0))
    : first;
  const gain = compare(plain, best.repair);
  // Behind a key, a false space may be meant in a text that can be read.
  const isGap = best.edits.some(({ span }) => startOfLine(text, span.start) !== span.start);
  if (gain < 0 || (gain === 0 && isGap) || isSame(plain, best.repair)) return undefined;
  const fits = !isSlip && attempts.indexOf(best) < widths.length;
  const others = fits ? attempts.slice(0, widths.length) : attempts;
  // A line that ends a block text gives more values, but may be meant as one of its lines.
  const rivals = others.filter(({ repair, inBlocks }) =>
    inBlocks > best.inBlocks ? repair.end === best.repair.end : compare(repair, best.repair) === 0,
  );
  const isMoved = (isSlip || tabs === 0) && best.repair.changes.some(({ id }) => MOVES.has(id!));
  return { ...best, sure: !isMoved && rivals.every((other) => isSame(other.repair, best.repair)) };
}

/** The faults whose repair indents lines in another way. */
const MOVES: ReadonlySet<string> = new Set(["indentation", "item-indentation", "shallow-block"]);

/** The first of the attempts that have the values of most others. */
function mostFrequent(attempts: readonly Attempt[]): Attempt {
  const votes = attempts.map(({ repair }) => attempts.filter((other) => isSame(other.repair, repair)).length);
  return attempts[votes.indexOf(Math.max(...votes))]!;
}

/** Negative if the first of two repairs gives a better text. */
function compare(a: TextRepair, b: TextRepair): number {
  if (a.end !== b.end) return b.end - a.end;
  return a.changes.length - b.changes.length || presentValues(b.values) - presentValues(a.values);
}

function isSame(a: TextRepair, b: TextRepair): boolean {
  return a.end === b.end && a.changes.length === b.changes.length && sameValue(a.values, b.values, new Map());
}

function sameValue(a: unknown, b: unknown, seen: Map<unknown, unknown>): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || a instanceof Date)
    return Object.is(a, b) || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());
  if (seen.get(a) === b) return true;
  seen.set(a, b);
  const [own, other] = [Object.entries(a), Object.entries(b)];
  return (
    own.length === other.length &&
    own.every(([key, part], index) => key === other[index]![0] && sameValue(part, other[index]![1], seen))
  );
}
