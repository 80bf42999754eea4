/**
 * What a host can do better than plain JavaScript. Every member is optional: without it the library stays
 * correct and answers "unknown" a little more often.
 */
export interface Host {
  /**
   * Runs `new RegExp(source, flags).exec(input)` and gives up after `deadlineMs` milliseconds.
   *
   * Called only for patterns that may backtrack catastrophically and that the bounded matcher of
   * `src/match/regex/interpret.ts` could not finish. In Node.js a `node:vm` script with a timeout does it.
   *
   * @returns the matched part (UTF-16 offsets, end exclusive), `null` for no match, `"timeout"` when time ran out
   */
  execRegex?(source: string, flags: string, input: string, deadlineMs: number): RegexPart | null | "timeout";
}

/** A matched part of an input: UTF-16 offsets, `end` exclusive. */
export interface RegexPart {
  start: number;
  end: number;
}
