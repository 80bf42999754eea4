/** Excerpts with more lines are cut. */
const MAX_LINES = 14;

/**
 * Returns lines of a YAML text by pairs of a first and a last number (1-based), with their parents.
 */
export function excerpt(text: string, numbers: readonly number[]): string[] {
  const lines = text.split("\n");
  const shown = new Set<number>();
  for (let at = 0; at < numbers.length; at += 2) {
    const [first = 1, last = first] = numbers.slice(at, at + 2);
    for (let number = first; number <= last; number++) shown.add(number - 1);
    for (const parent of parentsOf(lines, first - 1)) shown.add(parent);
  }
  const chosen = [...shown].sort((a, b) => a - b).map((index) => lines[index]!);
  while (chosen.at(-1)?.trim() === "") chosen.pop();
  return chosen.length > MAX_LINES ? [...chosen.slice(0, MAX_LINES), "# …"] : chosen;
}

/** Returns the parent lines of a line by indentation; a list item belongs to the key above it. */
function parentsOf(lines: readonly string[], index: number): number[] {
  const parents: number[] = [];
  let line = lines[index] ?? "";
  for (let at = index - 1; at >= 0; at--) {
    const above = lines[at]!;
    if (/^\s*(?:#|$)|^---/.test(above)) continue;
    const isKeyOfList = indentOf(above) === indentOf(line) && isItem(line) && !isItem(above);
    if (indentOf(above) >= indentOf(line) && !isKeyOfList) continue;
    parents.push(at);
    line = above;
  }
  return parents;
}

function indentOf(line: string): number {
  return line.search(/\S/);
}

function isItem(line: string): boolean {
  return /^\s*- /.test(line);
}
