import { skipStrings } from "../../catalogue/skip-strings.ts";

/** Texts that other systems honour, or that look like a skip string, and that are none (semantics f). */
const lookalikes =
  /\[skip[-_]ci\]|\[ci[-_]skip\]|\[skip actions\]|\[actions skip\]|\*\*\*NO_CI\*\*\*|(?<!\[)\b(?:skip ci|ci skip)\b(?!\])/i;

/** The first skip string in a message, in the spelling of the message; letter case counts unless `anyCase`. */
export function findSkipString(message: string, anyCase = false): string | undefined {
  const text = anyCase ? message.toLowerCase() : message;
  let first: { at: number; length: number } | undefined;
  for (const skip of skipStrings) {
    const at = text.indexOf(skip);
    if (at >= 0 && (!first || at < first.at)) first = { at, length: skip.length };
  }
  return first && message.slice(first.at, first.at + first.length);
}

/** A text in the message that somebody may take for a skip string although it is none. */
export function findSkipLookalike(message: string): string | undefined {
  return lookalikes.exec(message)?.[0];
}
