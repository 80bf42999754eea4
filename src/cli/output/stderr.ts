import { printable } from "../../report/text/escape.ts";
import type { Io } from "../command.ts";

/**
 * Tells one sentence on standard error. It may quote names and texts of strangers, so that nothing of it reaches the terminal raw: neither
 * a control character nor a line break, after which a file's name could pass for a message of ours. A terminal gets it broken between words.
 */
export function tell(io: Pick<Io, "err"> & Partial<Pick<Io, "terminal">>, sentence: string): void {
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
