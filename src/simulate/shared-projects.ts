import { Budget, type Host, hostFor } from "../match/budget.ts";
import type { Pipeline } from "../pipeline/model.ts";
import { charactersIn } from "./pipelines.ts";
import { Projects, type ProjectsOptions } from "./settings.ts";

/** The parts that simulations of the same specs share. */
interface SharedWork {
  readonly pipelines: readonly Pipeline[];
  readonly projects: Projects;
  /** The host, whose time is bounded. */
  readonly host: Host | undefined;
  usedHost: boolean;
}

/** The number of lists of pipelines whose patterns are kept: a case may name its pipelines. */
const MAX_SHARED = 20;

/**
 * The settings of simulations with the same options, for many events: each pattern is compiled once
 * (400 cases of 400 triggers with globs took 11 seconds without it, and 4 with it). Each event has
 * the whole budget, so that it never knows less than alone; after one that used it up, or the host,
 * all is made again, since the patterns keep what they gave up on.
 */
export class SharedProjects {
  #made: SharedWork[] = [];

  /** Returns the same as for the event before, if it had the same pipelines. */
  of(pipelines: readonly Pipeline[], options: ProjectsOptions): SharedWork {
    const known = this.#made.find((each) => isSame(each.pipelines, pipelines));
    if (known && !known.usedHost && known.projects.refill()) return known;
    const characters = charactersIn(pipelines);
    const watched = options.host && watch(options.host, () => (made.usedHost = true));
    const host = hostFor(characters, watched);
    const projects = new Projects({ ...options, host }, new Budget(characters));
    const made = { pipelines, projects, host, usedHost: false };
    this.#made = [made, ...this.#made.filter((each) => each !== known).slice(0, MAX_SHARED - 1)];
    return made;
  }
}

function isSame(some: readonly Pipeline[], others: readonly Pipeline[]): boolean {
  return some.length === others.length && some.every((pipeline, index) => pipeline === others[index]);
}

/** The same host, which reports each use. */
function watch({ execRegex }: Host, use: () => void): Host {
  if (!execRegex) return {};
  return {
    execRegex(...args) {
      use();
      return execRegex(...args);
    },
  };
}
