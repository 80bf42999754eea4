import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Arguments, Io } from "../command.ts";
import { Configs } from "../config/config-for-file.ts";
import { explicitConfig } from "../config/config-project-settings.ts";
import { findProgram, programFolders } from "../git/find-program.ts";
import { writeStderr } from "../output/stderr.ts";
import { buildPage, type PageInput } from "./page.ts";

/** The configs of a page: its rules are the built-in ones. */
export function configsOf(args: Arguments, io: Io): Configs {
  return new Configs({ explicit: explicitConfig(args), none: args.flag("no-config") }, io);
}

/**
 * Writes the page of a run into a new folder that only the user can read, and prints its path. On a
 * terminal with a display the page is opened; a gate never starts a program.
 */
export async function openPage(input: Omit<PageInput, "configs">, args: Arguments, io: Io): Promise<void> {
  const { html, notes } = await buildPage({ ...input, configs: configsOf(args, io) }, io);
  const path = join(mkdtempSync(join(tmpdir(), "dryfire-playground-")), "playground.html");
  writeFileSync(path, html, { mode: 0o600 });
  writeStderr(io, `wrote the page ${path}`);
  for (const note of notes) writeStderr(io, note);
  const name = opener(io, process.platform);
  const program =
    name === "xdg-open" ? findProgram(name, programFolders(io.env.PATH, [process.cwd()])) : name;
  // Without a browser the printed path is enough.
  if (program !== undefined)
    spawn(program, [path], { detached: true, stdio: "ignore" })
      .on("error", () => {})
      .unref();
}

/** The program that opens a file for a person; undefined in a gate and without a display. */
export function opener(
  { env, terminal }: Pick<Io, "env" | "terminal">,
  platform: NodeJS.Platform,
): string | undefined {
  if (!terminal.interactive || env.CI !== undefined) return undefined;
  if (platform === "darwin") return "/usr/bin/open";
  // By its full path, since Windows looks for a program in the working folder first.
  if (platform === "win32") return `${env.SystemRoot ?? "C:\\Windows"}\\explorer.exe`;
  const hasDisplay = Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
  return hasDisplay ? "xdg-open" : undefined;
}
