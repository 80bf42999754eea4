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

/** Returns a message in plain letters, without signs and colons; undefined if it is too short. */
export function repairMessage(message: string): string | undefined {
  const text = message
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/(?<!\s)\s*&\s*/g, " and ")
    .replace(/:\s+/g, " - ")
    .replace(/:|\//g, "-")
    .replace(/['"\u2019]/g, "")
    .replace(REFUSED_IN_MESSAGE, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return hasValidLength(text) ? text : undefined;
}
