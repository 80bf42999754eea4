import { printable } from "../../report/text/escape.ts";
import type { Io } from "../command.ts";

/**
 * Writes one sentence to standard error. It may quote names and texts of strangers, so that nothing of it reaches the terminal raw: neither
 * a control character nor a line break, after which a file's name could pass for a message of ours. A terminal gets it broken between words.
 */
export function writeStderr(io: Pick<Io, "err"> & Partial<Pick<Io, "terminal">>, sentence: string): void {
  const line = `dryfire: ${printable(shortened(sentence))}`;
  io.err(io.terminal?.progress ? folded(line, io.terminal.columns) : `${line}\n`);
}

function folded(line: string, columns: number): string {
  return line.replace(new RegExp(`(.{1,${columns}})(?: |$)`, "g"), "$1\n");
}

/** A sentence may quote a value of megabytes. */
const LONGEST = 2_000;

function shortened(sentence: string): string {
  if (sentence.length <= LONGEST) return sentence;
  return `${sentence.slice(0, LONGEST / 2)}…${sentence.slice(-LONGEST / 4)}`;
}

/** Before this many milliseconds nobody asks whether something still happens. */
const QUIET_FOR = 1_000;
const EVERY = 100;

/** One line on standard error that counts the files of a long run; drawn on a terminal only, and gone when the run is over. */
export class Progress {
  readonly #io: Io;
  readonly #now: () => number;
  #next: number;
  #files = 0;
  #drawn = false;

  /** `now` gives milliseconds. */
  constructor(io: Io, now: () => number = Date.now) {
    this.#io = io;
    this.#now = now;
    this.#next = now() + QUIET_FOR;
  }

  /** Counts a file that is about to be read. */
  step(): void {
    this.#files++;
    const now = this.#now();
    if (now < this.#next) return;
    this.#next = this.#io.terminal.progress ? now + EVERY : Number.POSITIVE_INFINITY;
    if (!Number.isFinite(this.#next)) return;
    this.#drawn = true;
    this.#io.err(`\r${this.#files} files …\u001b[K`);
  }

  /** Takes the line away, so that what follows begins on a clean one. */
  clear(): void {
    if (this.#drawn) this.#io.err("\r\u001b[K");
    this.#drawn = false;
  }
}
