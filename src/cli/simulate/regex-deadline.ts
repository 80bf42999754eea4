import { type Context, createContext, Script } from "node:vm";
import { type Host, type RegexPart, withTotalDeadline } from "../../match/budget.ts";

/** The milliseconds of all matches of a run, so that hostile patterns share a deadline. */
const MS_PER_RUN = 600;

/** Pattern and text are passed as data: only the expression itself is compiled as code. */
const CODE = `(() => {
  const found = new RegExp(source, flags).exec(input);
  return found && [found.index, found.index + found[0].length].join();
})()`;

/**
 * Returns a host whose `execRegex` runs in `node:vm`, whose timeout stops even a backtracking match
 * (https://nodejs.org/api/vm.html, `timeout`). The context is created on first use and reused, at
 * about 0.1 ms a call. One host serves one run: after a total of `msPerRun` milliseconds every
 * match returns `"timeout"`.
 */
export function nodeHost(msPerRun = MS_PER_RUN): Host {
  const runner = new RegexRunner();
  return withTotalDeadline({ execRegex: (...call) => runner.exec(...call) }, msPerRun);
}

class RegexRunner {
  #context: Context | undefined;
  #script: Script | undefined;

  exec(source: string, flags: string, input: string, timeout: number): RegexPart | null | "timeout" {
    try {
      return toPart(this.#run(source, flags, input, timeout));
    } catch {
      // Out of time, or too large for the engine: the result is unknown in both cases.
      return "timeout";
    }
  }

  #run(source: string, flags: string, input: string, timeout: number): string | null {
    this.#context ??= createContext(Object.create(null));
    this.#script ??= new Script(CODE);
    Object.assign(this.#context, { source, flags, input });
    return this.#script.runInContext(this.#context, { timeout }) as string | null;
  }
}

/** A string crosses contexts unchanged; an array would have another prototype. */
function toPart(found: string | null): RegexPart | null {
  if (found === null) return null;
  const [start, end] = found.split(",").map(Number) as [number, number];
  return { start, end };
}
