import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtProgram } from "./built-program.ts";

const root = join(import.meta.dirname, "..");
const MAX_FILES = 100;
/**
 * A fifth of it is refa, the automata; as much is the page of the playground, compressed. The
 * language server and its protocol are 0.25 MB.
 */
const MAX_BYTES = 4.8 * 1024 * 1024;

/** A program that uses the library, in types that both kinds of modules can check. */
const CONSUMER = `
import { defineRule, lint, type LintResult, loadProver, parseCron, type SimulateOptions } from "dryfire";
const found: Promise<LintResult> = lint("kind: pipeline", { preset: "strict" });
export const rules: Promise<readonly string[]> = found.then((each) => each.diagnostics.map(({ rule }) => rule));
export const rule = defineRule({ id: "own", severity: "info", summary: "s", why: "W.", sources: ["here"] });
export const options = async (): Promise<SimulateOptions> => ({ prover: await loadProver([]) });
export const next: Date | undefined = parseCron("0 3 * * *").next(new Date());
`;

let folder: string;
let packed: { filename: string; unpackedSize: number; files: { path: string }[] };
const npm = (argv: readonly string[], cwd: string) =>
  execFileSync("npm", [...argv, "--offline", "--no-audit", "--no-fund"], { cwd, encoding: "utf8" });
const node = (...argv: string[]) => execFileSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dryfire-package-"));
  const staged = join(folder, "staged");
  mkdirSync(staged);
  for (const name of ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "docs"])
    cpSync(join(root, name), join(staged, name), { recursive: true });
  // Other tests of the process use the program's folder as their home, with a cache in it.
  const program = builtProgram();
  const isCache = (path: string): boolean => path === join(program, "dryfire");
  cpSync(program, join(staged, "dist"), { recursive: true, filter: (path) => !isCache(path) });
  packed = JSON.parse(npm(["pack", "--json", "--ignore-scripts"], staged))[0];
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  npm(["install", join(staged, packed.filename)], folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  test("is small, and has neither sources nor source maps", () => {
    expect(packed.files.length).toBeLessThan(MAX_FILES);
    expect(packed.unpackedSize).toBeLessThan(MAX_BYTES);
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => /\.map$|(?<!\.d)\.c?ts$|^src/.test(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(["LICENSE", "dist/THIRD-PARTY-LICENSES.txt"]));
  });

  test("includes the full licence of every bundled package", () => {
    const text = readFileSync(join(folder, "node_modules/dryfire/dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    const sections = text.split(/^-{80}$/m).filter((each) => each.trim() !== "");
    const names: string[] = JSON.parse(readFileSync(join(root, "scripts/bundled-packages.json"), "utf8"));
    for (const name of names) expect(text).toContain(`${name} `);
    for (const section of sections) {
      expect(section).toMatch(/Permission (?:is hereby granted|to use)|Redistribution and use/);
      expect(section).toMatch(/AS IS/);
    }
    // Copied by a package into its own code.
    expect(text).toContain("lodash.uniq ");
  });

  test("passes publint and attw", async () => {
    const { messages } = await publint({ pkgDir: join(folder, "node_modules/dryfire"), strict: true });
    expect(messages).toEqual([]);
    const tarball = readFileSync(join(folder, "staged", packed.filename));
    const { types, problems } = (await checkPackage(createPackageFromTarballData(tarball))) as {
      types: unknown;
      problems?: unknown[];
    };
    expect([types, problems]).toEqual([expect.anything(), []]);
  }, 60_000);

  test.each([
    ["import", "a.mjs", 'import { lint, CronSyntaxError } from "dryfire";'],
    ["require", "a.cjs", 'const { lint, CronSyntaxError } = require("dryfire");'],
  ])("works with %s", (_how, name, load) => {
    const code = `${load}\nlint("kind: pipeline").then(({ diagnostics }) =>
      console.log(diagnostics[0].rule, new CronSyntaxError("m", "empty", 0, 0) instanceof Error));`;
    writeFileSync(join(folder, name), code);
    expect(node(name)).toBe("missing-key true\n");
  });

  test("has types for both kinds of modules", () => {
    const files = {
      "b.mts": CONSUMER,
      "b.cts": CONSUMER,
      "wrong.mts": CONSUMER.replace('"strict"', "1"),
    };
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
    const options = [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--module",
      "node16",
      "--target",
      "es2022",
    ];
    const argv = [join(root, "node_modules/typescript-7/bin/tsc"), ...options, ...Object.keys(files)];
    const { stdout } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
    expect(stdout).toMatch(/^wrong\.mts[^\n]*not assignable[^\n]*\n$/);
  }, 60_000);

  // `script` of util-linux gives the program a terminal.
  const hasTerminal = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
  test.skipIf(!hasTerminal).each([
    ["in kitty", { KITTY_WINDOW_ID: "1" }, true],
    ["in VS Code", { TERM_PROGRAM: "vscode" }, true],
    ["in GNOME Terminal", { VTE_VERSION: "7600" }, true],
    ["in an old terminal", { VTE_VERSION: "4200" }, false],
    ["in tmux, which may not pass them on", { KITTY_WINDOW_ID: "1", TMUX: "x" }, false],
    ["on another machine", { KITTY_WINDOW_ID: "1", SSH_CONNECTION: "x" }, false],
    ["without colours", { KITTY_WINDOW_ID: "1", NO_COLOR: "1" }, false],
    ["where they are switched off", { KITTY_WINDOW_ID: "1", FORCE_HYPERLINK: "0" }, false],
    ["anywhere else", {}, false],
  ])("has rule ids that link to its documents: %s", (_where, env, isLinked) => {
    writeFileSync(join(folder, "linked.yml"), "kind: pipeline\n");
    const command = `${process.execPath} node_modules/dryfire/dist/dryfire.cjs lint linked.yml`;
    const { PATH, HOME } = process.env;
    const own = { PATH, HOME, TERM: "xterm-256color", ...env };
    const stdout = execFileSync("sh", ["-c", `script -qc '${command}' /dev/null || true`], {
      cwd: folder,
      env: own,
      encoding: "utf8",
    });
    const [, address, rule] = /\u001b\]8;;(file:[^\u001b]+)#([\w-]+)\u001b/.exec(stdout) ?? [];
    expect([stdout.includes("missing-key"), address !== undefined]).toEqual([true, isLinked]);
    if (address) expect(readFileSync(new URL(address), "utf8")).toContain(`\n## ${rule}\n`);
  });

  test("includes a program", () => {
    expect(node("node_modules/dryfire/dist/dryfire.cjs", "--version")).toBe(
      `${JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version}\n`,
    );
  });
});

describe("the documents of the installed package", () => {
  const installed = (name: string) => readFileSync(join(folder, "node_modules/dryfire", name), "utf8");
  const blocks = (text: string, language: string) =>
    Array.from(
      text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm")),
      ([, block]) => block!,
    );
  const shell = (command: string, cwd = folder) =>
    spawnSync("bash", ["-c", command], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, npm_config_offline: "true" },
    });

  test("README.md has a spec, and commands that print what it shows", () => {
    const text = installed("README.md");
    const specs = blocks(text, "yaml").filter((block) => block.includes("kind: pipeline"));
    expect(specs).toHaveLength(1);
    writeFileSync(join(folder, "shop.yml"), specs[0]!);
    writeFileSync(join(folder, "call-b.yml"), blocks(installed("docs/steps.md"), "yaml")[0]!);
    const runs = blocks(text, "console").flatMap((block) => block.split(/^(?=\$ )/m));
    expect(runs.length).toBeGreaterThan(4);
    for (const each of runs) {
      const [, command, shown] = /^\$ (.+)\n([\s\S]*)$/.exec(each)!;
      const { stdout, stderr } = shell(command!);
      // An ellipsis is for other lines of the output.
      const [, part] = /^…\n([\s\S]*)$/.exec(shown!) ?? [];
      const printed = part !== undefined && stdout.includes(part.trimEnd()) ? part : stdout;
      expect([command, printed.trimEnd(), stderr]).toEqual([command, (part ?? shown!).trimEnd(), ""]);
    }
  });

  test("README.md names flags of simulate that work", () => {
    const [paragraph] = /^The event comes from flags[\s\S]*?\n\n/m.exec(installed("README.md"))!;
    const flags = Array.from(paragraph.matchAll(/`(--[^`]+)`/g), ([, flag]) => flag!);
    expect(flags.length).toBeGreaterThan(6);
    for (const flag of flags) {
      const needs = /^--(?:payload|git)/.test(flag) ? 2 : 0;
      const given = flag.startsWith("--expect") ? `--tag v1 ${flag.replace("fires", "skips")}` : flag;
      const { status, stderr } = shell(
        `node node_modules/dryfire/dist/dryfire.cjs simulate shop.yml ${given}`,
      );
      expect([flag, status, stderr]).toEqual([
        flag,
        needs,
        needs === 0 ? "" : expect.stringMatching(/^dryfire: /),
      ]);
    }
  });

  test("README.md gives commands for a clone that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const commands = blocks(installed("README.md"), "sh").join("");
    for (const [, name] of commands.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name!]);
    expect(commands).toContain(`/${packed.filename}`);
  });

  test("docs/library.md has an example that prints the expected output", () => {
    const [example] = blocks(installed("docs/library.md"), "js");
    writeFileSync(join(folder, "example.mjs"), example!);
    expect(node("example.mjs")).toBe(readFileSync(join(root, "fixtures/library/example.out"), "utf8"));
  });

  test("docs/library.md names each function and value of the package", () => {
    const script = 'import * as all from "dryfire"; console.log(Object.keys(all).join("\\n"));';
    writeFileSync(join(folder, "names.mjs"), script);
    const documented = installed("docs/library.md");
    const names = node("names.mjs").trim().split("\n");
    const isMissing = (name: string): boolean => !new RegExp(`\\b${name}\\b`).test(documented);
    expect(names.filter((name) => name !== "default" && isMissing(name))).toEqual([]);
  });
});
