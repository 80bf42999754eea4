import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runBuilt } from "../built-program.ts";
import { filesIn, newFolder, writeIn } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

const root = join(import.meta.dirname, "..", "..");

const program = new Program();

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

describe("an untrusted repository", () => {
  test("runs no code when it is linted, simulated and tested", () => {
    const cwd = newFolder(onTestFinished);
    const ran = join(cwd, "ran");
    const code = `require("node:fs").writeFileSync(${JSON.stringify(ran)}, "")`;
    const write = (name: string, text: string) => writeIn(cwd, name, text);
    write("ok.yml", specWith());
    write("own.cjs", `${code};module.exports = []`);
    write(
      "own.mjs",
      `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(ran)}, ""); export default []`,
    );
    write("dryfire.config.yaml", "localRules: [./own.cjs, ./own.mjs]\nextends: [./base.yaml]\n");
    write("base.yaml", "localRules: [./own.cjs]\n");
    write(
      "deep/package.json",
      JSON.stringify({
        main: "../own.cjs",
        dryfire: { localRules: ["../own.cjs"] },
        scripts: { preinstall: "touch ran" },
      }),
    );
    write("deep/ok.yml", specWith().replace("shop/api", "shop/deep"));
    for (const name of [
      "dryfire.config.js",
      "dryfire.config.mjs",
      "dryfire.config.cjs",
      ".dryfirerc.js",
      "index.js",
    ])
      write(name, code);
    for (const name of ["yaml", "js-yaml", "picomatch", "yargs", "dryfire", "esprima"])
      write(`node_modules/${name}/index.js`, code);
    write(".npmrc", `node-options=--require ${join(cwd, "own.cjs")}\n`);
    write(".env", `NODE_OPTIONS=--require ${join(cwd, "own.cjs")}\n`);
    write("x.dryfire-test.yaml", "specs: [ok.yml]\ncases: [{name: a, push: main, fires: [main-push]}]\n");
    spawnSync("git", ["init", "-q"], { cwd });
    write(".git/hooks/fsmonitor", `#!/bin/sh\ntouch ${ran}\n`);
    spawnSync("chmod", ["+x", join(cwd, ".git/hooks/fsmonitor")]);
    spawnSync("git", ["config", "core.fsmonitor", ".git/hooks/fsmonitor"], { cwd });
    const linted = program.run(["lint", ".", "--repo-root", ".", "--cache", "--fix-suggestions"], { cwd });
    expect([linted.status, linted.stderr]).toEqual([
      0,
      expect.stringContaining("add --load-rules to run them"),
    ]);
    program.run(["simulate", ".", "--push", "main", "--git", "HEAD"], { cwd });
    program.run(["test", "."], { cwd });
    expect(existsSync(ran)).toBe(false);
    program.run(["lint", "ok.yml", "--load-rules"], { cwd });
    expect(existsSync(ran)).toBe(true);
  });
});

test("no recipe starts npm or npx to run dryfire, which a .npmrc can make run other code", () => {
  const docs = join(root, "docs");
  for (const name of readdirSync(docs).filter((each) => each.endsWith(".md"))) {
    const text = readFileSync(join(docs, name), "utf8");
    expect([name, text.match(/.*\bnp[mx] (?:exec|run|-|--\S+)(?: -\S+)* dryfire.*/g)]).toEqual([name, null]);
  }
  expect(
    readFileSync(join(docs, "outputs.md"), "utf8").match(/^.*node_modules\/\.bin\/dryfire lint/gm),
  ).toHaveLength(14);
});

describe("the published package", () => {
  test("is ASCII, because the launcher reads one byte per character", () => {
    for (const file of codeIn(join(program.folder, "lib")))
      expect([file, readFileSync(file, "utf8")]).toEqual([file, expect.not.stringMatching(/[^\x00-\x7f]/)]);
  });

  test("does not use the network, and runs no program but git", () => {
    const network = [
      "http",
      "http2",
      "https",
      "net",
      "dns",
      "tls",
      "dgram",
      "cluster",
      "inspector",
      "wasi",
      "fetch",
    ];
    const asked = new Map<string, string[]>();
    for (const file of codeIn(join(program.folder, "lib"))) {
      const text = readFileSync(file, "utf8");
      for (const [, name] of text.matchAll(/(?:require|import)\(\s*["'`](?:node:)?([a-z_0-9/]+)["'`]\s*\)/g))
        if (builtinModules.includes(name!)) asked.set(name!, [...(asked.get(name!) ?? []), text]);
      expect(text).not.toMatch(/\bfetch\(|\bWebSocket\b|XMLHttpRequest|process\.binding/);
    }
    expect([...asked.keys()]).toEqual(expect.arrayContaining(["fs", "path", "vm"]));
    for (const name of network)
      expect([name, asked.has(name) || asked.has(`${name}/promises`)]).toEqual([name, false]);
    const users = codeIn(join(root, "src")).filter((file) =>
      readFileSync(file, "utf8").includes("node:child_process"),
    );
    const started = users.map((file) => [
      file.slice(root.length + 1),
      ...[...readFileSync(file, "utf8").matchAll(/(?<![#.\w])(?:exec|spawn)\w*\(\s*([^,\s)]+)/g)].map(
        ([, first]) => first,
      ),
    ]);
    expect(started.sort()).toEqual([
      ["src/cli/git/run-git.ts", "this.#program"],
      // Opens the page that it wrote, on the terminal of a person.
      ["src/cli/playground/open-page.ts", "program"],
    ]);
  });

  test("has neither install scripts nor dependencies", () => {
    for (const name of [
      "preinstall",
      "install",
      "postinstall",
      "prepare",
      "preprepare",
      "postprepare",
      "dependencies",
    ])
      expect([name, manifest.scripts[name]]).toEqual([name, undefined]);
    for (const key of [
      "dependencies",
      "optionalDependencies",
      "peerDependencies",
      "bundleDependencies",
      "bundledDependencies",
    ])
      expect([key, manifest[key]]).toEqual([key, undefined]);
    expect(manifest.gypfile).toBeUndefined();
    expect(existsSync(join(root, "binding.gyp"))).toBe(false);
    expect(manifest.files).toEqual(["dist", "docs", "CHANGELOG.md"]);
  });

  test("CONTRIBUTING gives a reason for each package", () => {
    const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const rows = [
      ...text.slice(text.indexOf("\n## Packages")).matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm),
    ].filter(([, , reason]) => !/^(?:for|---)$/.test(reason!));
    expect(rows.length).toBeGreaterThan(10);
    const listed = rows.flatMap(([, names]) =>
      names!.split(", ").map((name) => name.replace(/ [\d.]+$/, "")),
    );
    const packages = Object.keys(manifest.devDependencies);
    const isListed = (name: string) => listed.includes(name) || listed.includes(name.replace(/\/.*/, "/*"));
    expect(packages.filter((name) => !isListed(name))).toEqual([]);
    const isNeeded = (name: string) =>
      packages.some((each) => each === name || `${each.split("/")[0]}/*` === name);
    expect(listed.filter((name) => !isNeeded(name))).toEqual([]);
    for (const [, names, reason] of rows) expect([names, reason!.trim().length > 3]).toEqual([names, true]);
  });
});

const codeIn = (folder: string) => filesIn(folder).filter((path) => /\.(?:c?js|ts)$/.test(path));

describe("addresses", () => {
  test("an output has none that the project does not own", async () => {
    const spec = join(root, "fixtures", "specs", "shop.yml");
    const folder = newFolder(onTestFinished);
    const wrong = join(folder, "wrong.yml");
    writeFileSync(wrong, specWith("", "nonsense: 1\n"));
    const outputs = [
      ...["pretty", "json", "lines", "github", "gitlab", "sarif", "junit", "checkstyle", "rdjson"].map(
        (format) => ["lint", wrong, "--format", format],
      ),
      ["rules"],
      ["explain", "unknown-key"],
      ["simulate", spec, "--push", "main"],
      ["simulate", spec, "--push", "main", "--format", "json"],
      ["--help"],
      ["lint", "--help"],
    ];
    for (const argv of outputs) {
      const { stdout, stderr } = await runBuilt(argv, folder);
      const addresses = [...`${stdout}${stderr}`.matchAll(/https?:\/\/[^\s"]+/g)].map(([address]) => address);
      // The identifier of SARIF's own schema.
      const foreign = addresses.filter((each) => each !== "https://json.schemastore.org/sarif-2.1.0.json");
      expect([argv, foreign]).toEqual([argv, []]);
    }
    const { stdout } = await runBuilt(["lint", wrong, "--format", "junit"], folder);
    expect(stdout).toContain("dryfire explain unknown-key");
  });
});
