import type { Span } from "../spec/source.ts";

/** Shorter texts stand in a spec by chance, such as `true`: blanking them everywhere would hide the spec and no secret. */
const SHORTEST = 6;

/**
 * The texts by which the secrets of a file could be recognised elsewhere: as written, without quotes, with escapes resolved, and each
 * line of one that has several. The longest come first.
 */
export function secretShapes(text: string, secrets: readonly Span[]): string[] {
  const shapes = new Set<string>();
  for (const { start, end } of secrets) {
    for (const shape of shapesOf(text.slice(start, end))) if (shape.length >= SHORTEST) shapes.add(shape);
  }
  return [...shapes].sort((a, b) => b.length - a.length);
}

function shapesOf(written: string): string[] {
  const value = unquoted(written);
  const lines = written.includes("\n") ? [...written.split(/[\r\n]+/), ...value.split(/[\r\n]+/)] : [];
  return [written, written.slice(1, -1), value, ...lines.map((line) => line.trim())].filter(isTelling);
}

function unquoted(written: string): string {
  if (/^'[\s\S]*'$/.test(written)) return written.slice(1, -1).replaceAll("''", "'");
  if (!/^"[\s\S]*"$/.test(written)) return written;
  try {
    return String(JSON.parse(written));
  } catch {
    return written.slice(1, -1);
  }
}

/** The header of a block text, such as `|-`, tells nothing. */
function isTelling(shape: string): boolean {
  return !/^[|>][-+\d]*$/.test(shape);
}

/** Every place in a text where one of the shapes stands, as spans. */
export function occurrences(text: string, shapes: readonly string[]): Span[] {
  const found: Span[] = [];
  for (const shape of shapes) {
    for (let at = text.indexOf(shape); at !== -1; at = text.indexOf(shape, at + shape.length))
      found.push({ start: at, end: at + shape.length });
  }
  return found;
}
