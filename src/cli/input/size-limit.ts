import { getHeapStatistics } from "node:v8";
import { UsageError } from "../command.ts";

/** Memory that a value of a spec takes on the way from the text to the rules (measured on specs of 50 MB and of a million triggers). */
const BYTES_PER_VALUE = 400;

/**
 * Makes sure that a long text can be checked in the memory that Node.js may take: when that runs out, the process dies at once, and with it
 * what was found in the other files. `heap` is what there is of it. Throws `UsageError` where it is too large.
 */
export function checkMemory(text: string, shown: string, heap = getHeapStatistics()): void {
  const needed = valuesIn(text) * BYTES_PER_VALUE + text.length * 2;
  const { heap_size_limit: most, used_heap_size: used } = heap;
  if (needed <= most - used) return;
  const megabytes = Math.ceil((needed + used) / 2 ** 20);
  throw new UsageError(
    `"${shown}" is too large to be checked in the memory that Node.js may take; split it, or set NODE_OPTIONS=--max-old-space-size=${megabytes}`,
  );
}

/** At most as many values as there are signs that end one. */
function valuesIn(text: string): number {
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === COLON || code === LINE_FEED) values++;
  }
  return values;
}

const COMMA = 44;
const COLON = 58;
const LINE_FEED = 10;
