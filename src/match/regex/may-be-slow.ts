/**
 * Whether the text of a pattern leaves it open that the engine takes long on it, even for a name of a dozen letters: for a first look,
 * before anything parses it. Four repetitions of plain pieces and a dozen groups are safe on so short a text; a repeated group may not be.
 */
export function mayBeSlow(source: string): boolean {
  if (/\)[*+{]/.test(source)) return true;
  const repetitions = source.match(/[*+{]|(?<!\()\?/g)?.length ?? 0;
  const groups = source.match(/\(/g)?.length ?? 0;
  return repetitions > 4 || groups > 12;
}
