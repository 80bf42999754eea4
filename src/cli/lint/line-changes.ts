import { diffArrays } from "diff";

/** Some lines of one or of both texts, in their order. */
export interface LineChange {
  readonly kind: "same" | "removed" | "added";
  readonly lines: string[];
}

/** More changes between two common lines are shown as one, since the search takes their square. */
const MOST_CHANGES = 1_000;

/**
 * Returns the difference of two texts as lines. Lines that occur once in both divide the texts, so
 * that the work grows with the number of lines, not with its square.
 */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  const add = (kind: LineChange["kind"], lines: readonly string[]): void => {
    const last = changes.at(-1);
    const target = last?.kind === kind ? last.lines : [];
    if (last?.kind !== kind && lines.length > 0) changes.push({ kind, lines: target });
    for (const line of lines) target.push(line);
  };
  let [old, now] = [0, 0];
  for (const [left, right] of [...commonLines(before, after), [before.length, after.length] as const]) {
    addPart(before.slice(old, left), after.slice(now, right), add);
    add("same", before.slice(left, left + 1));
    [old, now] = [left + 1, right + 1];
  }
  return changes;
}

/** The places of lines that occur once in both texts, as long as they rise in both. */
function* commonLines(
  before: readonly string[],
  after: readonly string[],
): Generator<readonly [left: number, right: number]> {
  const [left, right] = [onceIn(before), onceIn(after)];
  let last = -1;
  for (const [line, at] of left) {
    const other = right.get(line) ?? -1;
    if (other <= last) continue;
    yield [at, other];
    last = other;
  }
}

/** The lines that occur once, with their places. */
function onceIn(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [at, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, at);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

function addPart(
  before: string[],
  after: string[],
  add: (kind: LineChange["kind"], lines: readonly string[]) => void,
): void {
  const found = diffArrays(before, after, { maxEditLength: MOST_CHANGES }) as
    | ReturnType<typeof diffArrays<string>>
    | undefined;
  if (!found) {
    add("removed", before);
    add("added", after);
    return;
  }
  for (const { added, removed, value } of found) add(added ? "added" : removed ? "removed" : "same", value);
}
