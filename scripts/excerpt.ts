/** A longer excerpt is cut. */
const MAX_LINES = 14;

/**
 * The lines of a YAML text between the first and the last of `numbers` (1-based) of each part, with
 * the lines that they are nested in. `numbers` are pairs of a first and a last line.
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

/** The lines that a line is nested in, by indentation; an item of a list belongs to the key above it. */
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
