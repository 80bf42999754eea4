import {
  type Answers,
  CAREFUL_WORKER,
  type Requests,
  type WorkerRequest,
  type WorkerResponse,
} from "../core/protocol.ts";
import { byId, h, messageOf, report, show } from "./dom.ts";

/** The milliseconds for one request, once the worker has started. */
const DEADLINE = 5000;

/** The state of the worker, for the page to show. */
export interface ClientEvents {
  /** A request took too long, and is tried again without costly patterns. */
  onCareful(): void;
  onBusy(busy: boolean): void;
}

/** Thrown for a request that a newer one of its kind replaced. */
export class Superseded extends Error {
  override readonly name = "Superseded";
}

/** Returns an answer, unless a newer request replaced it; shows any other error. */
export async function unlessSuperseded<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Superseded)) report(error);
    return undefined;
  }
}

/**
 * Shows an answer, or in the elements of some ids why there is none; `clear` then removes the
 * answer before.
 */
export async function showAnswer<T>(
  ids: readonly string[],
  asked: Promise<T>,
  draw: (answer: T) => void,
  clear?: () => void,
): Promise<void> {
  try {
    draw(await asked);
  } catch (error) {
    if (error instanceof Superseded) return;
    clear?.();
    for (const id of ids) show(byId(id), h("p", { class: "note bad", role: "alert" }, messageOf(error)));
  }
}

interface Job {
  readonly message: WorkerRequest;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  isRetry: boolean;
}

/**
 * The worker with the engine. One request runs at a time, and of each kind only the newest waits. A
 * worker that misses the deadline is ended and replaced by a careful one, for which costly patterns
 * stay unknown.
 */
export class Client {
  readonly #url: string;
  readonly #events: ClientEvents;
  #worker: Worker;
  #isReady = false;
  #isCareful = false;
  #waiting: Job[] = [];
  #running: Job | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  constructor(code: string, events: ClientEvents) {
    this.#url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.#events = events;
    this.#worker = this.#start();
  }

  /** Asks the worker. Rejects with `Superseded`, or with an error whose message is for people. */
  ask<K extends keyof Requests>(kind: K, request: Requests[K]): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      for (const job of this.#waiting) if (job.message.kind === kind) job.reject(new Superseded());
      this.#waiting = this.#waiting.filter(({ message }) => message.kind !== kind);
      const message: WorkerRequest = { id: ++this.#lastId, kind, request };
      this.#waiting.push({ message, resolve: resolve as (answer: never) => void, reject, isRetry: false });
      this.#next();
    });
  }

  /** Tries costly patterns again. */
  reset(): void {
    this.#isCareful = false;
    this.#restart();
  }

  #start(): Worker {
    const worker = new Worker(this.#url, { name: this.#isCareful ? CAREFUL_WORKER : "core" });
    worker.onmessage = ({ data }: MessageEvent<WorkerResponse>) => this.#receive(data);
    worker.onerror = (event) => this.#fail(new Error(event.message || "the engine did not start"));
    return worker;
  }

  #restart(): void {
    clearTimeout(this.#timer);
    this.#worker.terminate();
    this.#isReady = false;
    this.#worker = this.#start();
    if (this.#running) this.#waiting.unshift(this.#running);
    this.#running = undefined;
  }

  #next(): void {
    if (this.#running || !this.#isReady) return;
    this.#running = this.#waiting.shift();
    this.#events.onBusy(this.#running !== undefined);
    if (!this.#running) return;
    this.#worker.postMessage(this.#running.message);
    this.#timer = setTimeout(() => this.#late(), DEADLINE);
  }

  #receive(response: WorkerResponse): void {
    if ("ready" in response) {
      this.#isReady = true;
      this.#next();
      return;
    }
    const job = this.#running;
    if (!job || job.message.id !== response.id) return;
    clearTimeout(this.#timer);
    this.#running = undefined;
    if ("error" in response) job.reject(new Error(response.error));
    else job.resolve(response.answer as never);
    this.#next();
  }

  #late(): void {
    const job = this.#running;
    if (!job) return;
    if (job.isRetry) {
      this.#running = undefined;
      job.reject(new Error(`no answer within ${DEADLINE / 1000} seconds; the engine was ended`));
    }
    job.isRetry = true;
    if (!this.#isCareful) this.#events.onCareful();
    this.#isCareful = true;
    this.#restart();
  }

  /** An engine that does not start answers none of the requests. */
  #fail(error: Error): void {
    const jobs = [...(this.#running ? [this.#running] : []), ...this.#waiting];
    this.#running = undefined;
    this.#waiting = [];
    clearTimeout(this.#timer);
    for (const job of jobs) job.reject(error);
    this.#next();
  }
}
