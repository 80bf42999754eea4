import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { builtProgram } from "../built-program.ts";
import { slowness } from "../timing.ts";

/** The result of a run of the built program. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  /** Runs as an ordinary user, to whom file permissions apply. */
  readonly unprivileged?: boolean;
}

/** A run that takes more seconds counts as hung. */
const MAX_SECONDS = 60;

/** The built command line. */
export class Program {
  /** The folder of the built files. */
  readonly folder = builtProgram();

  /** Runs the program; if it hangs, it is killed and its status is null. */
  run(argv: readonly string[], { cwd, env = {}, stdin, unprivileged = false }: RunOptions = {}): Run {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(this.folder, "dryfire.cjs"), ...argv],
      {
        cwd,
        env: { PATH: process.env.PATH ?? "", HOME: this.folder, XDG_CACHE_HOME: this.folder, ...env },
        encoding: "utf8",
        input: stdin ?? "",
        timeout: MAX_SECONDS * 1_000,
        killSignal: "SIGKILL",
        maxBuffer: 1 << 28,
        ...(unprivileged && process.getuid?.() === 0 && { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID }),
      },
    );
    return { status, stdout, stderr };
  }

  /**
   * Runs a shell script in which `dryfire` is the program, and `cpu_seconds N` limits the processor
   * time of each program after it; on a slow machine to more. A machine can become slow while tests
   * run, so a script with a killed program runs once more with twice the time.
   */
  shell(script: string, cwd: string): Run {
    const first = this.#limitedShell(script, cwd, slowness());
    const killed = first.status === 137 || first.stderr.includes("Killed");
    return killed ? this.#limitedShell(script, cwd, 2 * slowness("now")) : first;
  }

  /** Runs the program without a config and with a limit of processor time. */
  limited(seconds: number, command: string, cwd: string): Run {
    return this.shell(`cpu_seconds ${seconds}; dryfire ${command} --no-config`, cwd);
  }

  #limitedShell(script: string, cwd: string, factor: number): Run {
    const program = `dryfire() { "${process.execPath}" "${join(this.folder, "dryfire.cjs")}" "$@"; }`;
    const limit = `cpu_seconds() { ulimit -t $(( ($1 * ${Math.round(factor * 100)} + 99) / 100 )); }`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", `${limit}\n${program}\n${script}`], {
      cwd,
      env: { PATH: process.env.PATH ?? "", HOME: this.folder, XDG_CACHE_HOME: this.folder },
      encoding: "utf8",
      timeout: MAX_SECONDS * 1_000,
      killSignal: "SIGKILL",
      maxBuffer: 1 << 28,
    });
    return { status, stdout, stderr };
  }
}

/** The id of a user without files. */
const UNPRIVILEGED_ID = 65_534;

/** Returns a valid spec; `trigger` is added to its Git trigger, `more` at its end. */
export function specWith(trigger = "", more = ""): string {
  return `version: "1.0"
kind: pipeline
metadata:
  name: shop/api
spec:
  triggers:
    - type: git
      name: main-push
      repo: acme/shop
      provider: github
      context: github
      events: [push.heads]
${trigger}  specTemplate:
    location: git
    repo: acme/shop
    path: ./codefresh.yml
    revision: main
    context: github
${more}`;
}

/** Control characters other than line breaks, and characters that reorder or hide text. */
export const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;
