/** Quotes of word processors and web pages, which are ordinary characters in YAML and JSON. */
const IN_QUOTES =
  /^[\u2018\u2019\u201a\u201c\u201d\u201e]([^\u2018\u2019\u201a\u201c\u201d\u201e]+)[\u2018\u2019\u201c\u201d]$/;

/** A comma or semicolon after a value without any other, as it ends a line of JSON. */
const BEFORE_COMMA = /^([^,;]*[^\s,;])[,;]$/;

/** Punctuation that a value has as a part of it, with the value that was meant. */
export interface StrayPunctuation {
  readonly kind: "quotes" | "comma";
  readonly meant: string;
}

/** Returns the punctuation that was meant to delimit a value, if the value has any at its ends. */
export function strayPunctuation(value: string): StrayPunctuation | undefined {
  const quoted = IN_QUOTES.exec(value)?.[1];
  if (quoted !== undefined) return { kind: "quotes", meant: quoted };
  const before = BEFORE_COMMA.exec(value)?.[1];
  // In a brace that is not closed the comma is a part of a pattern whose end is missing.
  const isOpen = before !== undefined && before.lastIndexOf("{") > before.lastIndexOf("}");
  return before === undefined || isOpen ? undefined : { kind: "comma", meant: before };
}
