import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";

const env = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  // Leaves out the samples of hooks, which would be copied and removed with each repository.
  GIT_TEMPLATE_DIR: "",
  GIT_AUTHOR_NAME: "Mira Lund",
  GIT_AUTHOR_EMAIL: "mira@example.com",
  GIT_AUTHOR_DATE: "2026-03-02T10:00:00Z",
  GIT_COMMITTER_NAME: "Mira Lund",
  GIT_COMMITTER_EMAIL: "mira@example.com",
  GIT_COMMITTER_DATE: "2026-03-02T10:00:00Z",
};

/** The address of the repository that the triggers of the specs name. */
export const SHOP = "https://github.com/acme/shop.git";

/** Lets the settings of the user and the machine change no answer of Git in a test file. */
export function ignoreGitConfig(): void {
  beforeAll(() => {
    for (const name of ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"]) vi.stubEnv(name, "/dev/null");
  });
  afterAll(() => void vi.unstubAllEnvs());
}

/**
 * A repository, the same in each run; without a folder of its test it is in a temporary one, which
 * is removed after all tests.
 */
export class Checkout {
  readonly folder: string;

  constructor(folder = realpathSync(mkdtempSync(join(tmpdir(), "dryfire-git-")))) {
    this.folder = folder;
  }

  /** Creates a repository with the branch `main`, and the remote `origin` at an address. */
  static init(origin?: string, folder?: string): Checkout {
    const checkout = new Checkout(folder);
    checkout.git("init", "--quiet", "--initial-branch=main");
    if (origin !== undefined) checkout.git("remote", "add", "origin", origin);
    return checkout;
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", args, {
      cwd: this.folder,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** Writes files (null removes one) and commits all; returns the commit's hash. */
  commit(message: string, files: Readonly<Record<string, string | null>> = {}): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      if (text === null) rmSync(join(this.folder, path));
      else writeFileSync(join(this.folder, path), text);
    }
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "-m", message);
    return this.head();
  }

  /** Reads the hash of the current commit, without a process of Git. */
  head(): string {
    const read = (name: string) => readFileSync(join(this.folder, ".git", name), "utf8").trim();
    const head = read("HEAD");
    return head.startsWith("ref: ") ? read(head.slice("ref: ".length)) : head;
  }

  /** Creates another checkout with this repository as its remote `origin`. */
  clone(...args: readonly string[]): Checkout {
    const other = new Checkout();
    this.git("clone", "--quiet", ...args, `file://${this.folder}`, other.folder);
    return other;
  }

  /** Copies the checkout with its history. */
  copy(): Checkout {
    const other = new Checkout();
    cpSync(this.folder, other.folder, { recursive: true });
    return other;
  }
}
