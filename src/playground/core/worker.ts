import type { Host } from "../../match/budget.ts";
import { Core } from "./core.ts";
import {
  type Answers,
  CAREFUL_WORKER,
  type Requests,
  type WorkerRequest,
  type WorkerResponse,
} from "./protocol.ts";

/** The parts of a worker's global object that are used. */
declare const self: {
  readonly name: string;
  onmessage: ((event: { readonly data: WorkerRequest }) => void) | null;
  postMessage(response: WorkerResponse): void;
};

/**
 * A regular expression that is too costly for the bounded matcher runs as it is: the page ends a
 * worker that takes too long, and starts a careful one.
 */
const host: Host = {
  execRegex(source, flags, input) {
    const found = new RegExp(source, flags).exec(input);
    return found && { start: found.index, end: found.index + found[0].length };
  },
};

const core = new Core(self.name === CAREFUL_WORKER ? undefined : host);

async function answer<K extends keyof Requests>(kind: K, request: Requests[K]): Promise<Answers[K]> {
  return await core.handlers[kind](request);
}

self.onmessage = ({ data: { id, kind, request } }) => {
  answer(kind, request as Requests[typeof kind]).then(
    // JSON computes the lazy parts of a result, as for the command line.
    (made) => self.postMessage({ id, answer: JSON.parse(JSON.stringify(made)) as Answers[typeof kind] }),
    (error: unknown) =>
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
  );
};

self.postMessage({ ready: true });
