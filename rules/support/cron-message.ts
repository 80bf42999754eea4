/** A character that the published schema rejects in the message of a cron trigger. */
export const REFUSED_IN_MESSAGE = /[^a-zA-Z0-9_+\-\s#?.:]/gu;
export const MIN_MESSAGE = 2;
export const MAX_MESSAGE = 128;

/** True if the published schema accepts a message (docs.codefresh.io, specifications). */
export function isValidMessage(message: string): boolean {
  return message.search(REFUSED_IN_MESSAGE) < 0 && hasValidLength(message);
}

function hasValidLength({ length }: string): boolean {
  return length >= MIN_MESSAGE && length <= MAX_MESSAGE;
}

/** Letters that are not a plain one with a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ẞ: "Ss",
  æ: "ae",
  Æ: "Ae",
  œ: "oe",
  Œ: "Oe",
  ø: "o",
  Ø: "O",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ı: "i",
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/** Returns a message in plain letters, without signs and colons; undefined if it is too short. */
export function repairMessage(message: string): string | undefined {
  const text = message
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(LETTER, (letter) => LETTERS[letter]!)
    .replace(/(?<!\s)\s*&\s*/g, " and ")
    .replace(/:\s+/g, " - ")
    .replace(/:|\//g, "-")
    .replace(/['"\u2019]/g, "")
    .replace(REFUSED_IN_MESSAGE, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return hasValidLength(text) ? text : undefined;
}
