import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { redactDetected } from "../../secrets/redact.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import type { Simulation } from "../../simulate/simulation.ts";
import { newFile, recordedExpectations } from "../cases/case-text.ts";
import { type Io, UsageError } from "../command.ts";
import { refuseLinks } from "../input/inside-repository.ts";
import { writeFileAtomically, writeReason } from "../output/write-file.ts";

/** The maximum number of cases, so that a file can still be read by a person. */
const MOST_CASES = 500;

/** Collects the replayed events as cases of `dryfire test`, those with equal facts once. */
export class SavedCases {
  readonly #path: string;
  readonly #absolute: string;
  readonly #io: Io;
  readonly #cases = new Map<string, object>();
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

  /** @param name the event in words; a number is added to one that is taken */
  add(name: string, event: SimulatedEvent, simulation: Simulation): void {
    const key = JSON.stringify(factsOf(event));
    if (this.#cases.has(key)) return;
    if (this.#cases.size === MOST_CASES) {
      this.#left++;
      return;
    }
    this.#cases.set(key, {
      name: this.#free(name),
      event: factsOf(event),
      ...recordedExpectations([simulation]),
    });
  }

  /** Writes the file; returns what was done, as a sentence. Throws `UsageError`. */
  async write(specs: readonly string[], assumeAccepted: boolean): Promise<string> {
    const folder = dirname(this.#absolute);
    const named = specs.map(
      (each) => relative(folder, resolve(this.#io.cwd, each)).split(sep).join("/") || ".",
    );
    const cases = await redactDetected([...this.#cases.values()]);
    refuseLinks(this.#absolute, this.#path, this.#io.cwd);
    try {
      writeFileAtomically(this.#absolute, newFile({ specs: named, assumeAccepted }, cases));
    } catch (error) {
      throw new UsageError(`cannot write "${this.#path}": ${writeReason(error)}`);
    }
    const left = this.#left === 0 ? "" : `; ${this.#left} more events were left out`;
    return `wrote ${this.#path} with ${this.#cases.size} cases${left}`;
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
