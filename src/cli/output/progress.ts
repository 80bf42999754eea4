import type { Io } from "../command.ts";

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
