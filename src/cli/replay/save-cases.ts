import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { redactDetected } from "../../secrets/redact.ts";
import { judgeCase } from "../../simulate/cases/judge.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import type { Simulation } from "../../simulate/simulation.ts";
import { newFile, recordedExpectations } from "../cases/case-text.ts";
import { readCases } from "../cases/cases-file.ts";
import { noteOnName } from "../cases/find-cases.ts";
import { refuseRejected, refuseSecretPaths, specPaths } from "../cases/record.ts";
import { type Io, UsageError } from "../command.ts";
import { writeNamed } from "../files/write-file.ts";

/** The maximum number of cases, so that a file can still be read by a person. */
const MOST_CASES = 500;

/** A case, and the result from which it was made. */
interface SavedCase {
  readonly written: object;
  readonly simulation: Simulation;
}

/** Collects the replayed events as cases of `dryfire test`, those with equal facts once. */
export class SavedCases {
  readonly #path: string;
  readonly #absolute: string;
  readonly #io: Io;
  readonly #cases = new Map<string, SavedCase>();
  readonly #names = new Set<string>();
  #left = 0;

  /** Throws `UsageError` for a file that exists. */
  constructor(path: string, io: Io) {
    this.#path = path;
    this.#absolute = resolve(io.cwd, path);
    this.#io = io;
    if (existsSync(this.#absolute))
      throw new UsageError(`"${path}" exists already; remove it, or name another file`);
  }

  /**
   * @param name the event in words; a number is added to one that is taken
   * @throws `UsageError` for a spec that Codefresh would reject
   */
  async add(name: string, event: SimulatedEvent, simulation: Simulation): Promise<void> {
    const facts = factsOf(event);
    const key = JSON.stringify(facts);
    if (this.#cases.has(key)) return;
    if (this.#cases.size === MOST_CASES) {
      this.#left++;
      return;
    }
    await refuseRejected([simulation]);
    const written = { name: this.#free(name), event: facts, ...recordedExpectations([simulation]) };
    this.#cases.set(key, { written, simulation });
  }

  /** Writes the cases that pass; returns a sentence about it. Throws `UsageError`. */
  async write(given: readonly string[], assumeAccepted: boolean): Promise<string> {
    const specs = specPaths(given, this.#absolute, this.#io.cwd);
    await refuseSecretPaths(specs);
    const all = [...this.#cases.values()];
    const written = await redactDetected(all.map((each) => each.written));
    const head = { specs, assumeAccepted };
    const { cases } = await readCases(this.#path, newFile(head, written));
    const passing = written.filter((_, index) => {
      const { failures, faults } = judgeCase(cases[index]!.expected, [all[index]!.simulation]);
      return cases[index]!.sound && failures.length + faults.length === 0;
    });
    writeNamed(this.#absolute, this.#path, newFile(head, passing), this.#io.cwd);
    noteOnName(this.#path, this.#io);
    const left = this.#left + written.length - passing.length;
    const more = left === 0 ? "" : `; ${left} more events were left out`;
    return `wrote ${this.#path} with ${passing.length} cases${more}`;
  }

  #free(name: string): string {
    let free = name;
    for (let number = 2; this.#names.has(free); number++) free = `${name} (${number})`;
    this.#names.add(free);
    return free;
  }
}

/** The facts without the commit, which no condition reads. */
function factsOf(event: SimulatedEvent): object {
  if (event.kind === "time") return event;
  const { commit: _, ...facts } = event;
  return JSON.parse(JSON.stringify(facts)) as object;
}
