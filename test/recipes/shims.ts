import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtProgram } from "../built-program.ts";

/** A folder with programs that replace those of a CI service or an image. */
export class Shims {
  readonly folder = mkdtempSync(join(tmpdir(), "dryfire-recipes-"));

  /** Adds a program: a script for `sh`, which can note its call with `note`. */
  add(name: string, script: string): void {
    const path = join(this.folder, "bin", name);
    mkdirSync(join(this.folder, "bin"), { recursive: true });
    const note = `note() { echo "${name} $*" >> '${join(this.folder, "calls")}'; }`;
    writeFileSync(path, `#!/bin/sh\n${note}\n${script}\n`);
    chmodSync(path, 0o755);
  }

  /** The environment with these programs before all others. */
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: `${join(this.folder, "bin")}:${process.env.PATH}` };
  }

  /** Makes a project in which dryfire is installed, and returns its folder. */
  project(specs: Readonly<Record<string, string>>): string {
    const folder = join(this.folder, "project");
    mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
    symlinkSync(join(builtProgram(), "dryfire.cjs"), join(folder, "node_modules/.bin/dryfire"));
    writeFileSync(join(folder, "package.json"), '{ "name": "project" }\n');
    for (const [name, text] of Object.entries(specs)) writeFileSync(join(folder, name), text);
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
