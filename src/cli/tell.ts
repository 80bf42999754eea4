import { printable } from "../report/visible.ts";
import type { Io } from "./command.ts";

/**
 * Tells one sentence on standard error. It may quote names and texts of strangers, so that nothing of it reaches the terminal raw: neither
 * a control character nor a line break, after which a file's name could pass for a message of ours.
 */
export function tell(io: Pick<Io, "err">, sentence: string): void {
  io.err(`dryfire: ${printable(sentence)}\n`);
}
