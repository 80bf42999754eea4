import { type Context, createContext, Script } from "node:vm";
import type { Host, RegexPart } from "../../match/budget.ts";

/** Milliseconds that all matches of a run may take together; a spec of a thousand hostile patterns must not take a thousand deadlines. */
const MS_PER_RUN = 600;

/** The pattern and the text come in as data, so nothing of them is ever compiled as code but the regular expression itself. */
const CODE = `(() => {
  const found = new RegExp(source, flags).exec(input);
  return found && [found.index, found.index + found[0].length].join();
})()`;

/**
 * What Node.js can do better than plain JavaScript: `execRegex` runs on `node:vm`, whose timeout stops even a match that backtracks
 * (https://nodejs.org/api/vm.html, `timeout`). The context is made at the first call and used again, at about 0.1 ms a call. One host
 * serves one run: when its matches have taken `msPerRun` milliseconds together, every further one is answered `"timeout"`.
 */
export function nodeHost(msPerRun = MS_PER_RUN): Host {
  const runner = new RegexRunner(msPerRun);
  return { execRegex: (...call) => runner.exec(...call) };
}

class RegexRunner {
  #context: Context | undefined;
  #script: Script | undefined;
  #left: number;

  constructor(msPerRun: number) {
    this.#left = msPerRun;
  }

  exec(source: string, flags: string, input: string, deadlineMs: number): RegexPart | null | "timeout" {
    if (this.#left <= 0) return "timeout";
    const timeout = Math.max(1, Math.ceil(Math.min(deadlineMs, this.#left)));
    const start = performance.now();
    try {
      return toPart(this.#run(source, flags, input, timeout));
    } catch {
      // Out of time, or an expression that the engine finds too large: either way nobody knows.
      return "timeout";
    } finally {
      this.#left -= performance.now() - start;
    }
  }

  #run(source: string, flags: string, input: string, timeout: number): string | null {
    this.#context ??= createContext(Object.create(null));
    this.#script ??= new Script(CODE);
    Object.assign(this.#context, { source, flags, input });
    return this.#script.runInContext(this.#context, { timeout }) as string | null;
  }
}

/** A text crosses between contexts as it is; an array would bring the other context's prototype with it. */
function toPart(found: string | null): RegexPart | null {
  if (found === null) return null;
  const [start, end] = found.split(",").map(Number) as [number, number];
  return { start, end };
}
