import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Checkout, SHOP } from "../git/checkout.ts";
import { inNewFolder, newFolder } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

const program = new Program();

let cwd: string;
let mark: string;
inNewFolder(beforeEach, (made) => {
  cwd = made;
  mark = join(cwd, "ran");
});

/** Makes a repository of the folder of a test. */
const init = (origin?: string) => Checkout.init(origin, cwd);

/** A command for a Git setting: it creates a marker file, then fails. */
function command(): string {
  const script = join(cwd, "run.sh");
  writeFileSync(script, `#!/bin/sh\ntouch ${mark}\nexit 1\n`);
  chmodSync(script, 0o755);
  return script;
}

/** Git settings that run a command when files are listed or commits are read. */
function hostileSettings(script: string): string {
  return `[core]
\trepositoryformatversion = 1
\tfsmonitor = ${script}
\thooksPath = ${cwd}
\tpager = ${script}
\tsshCommand = ${script}
\talternateRefsCommand = ${script}
[extensions]
\tpartialClone = origin
[remote "origin"]
\turl = ext::${script} %S
\tpromisor = true
\tpartialclonefilter = blob:none
\tuploadpack = ${script}
[remote "own"]
\turl = https://git.example.com/acme/shop.git
[protocol]
\tallow = always
[protocol "ext"]
\tallow = always
[diff]
\texternal = ${script}
[diff "all"]
\tcommand = ${script}
\ttextconv = ${script}
[filter "all"]
\tclean = ${script}
\tsmudge = ${script}
\tprocess = ${script}
[gpg]
\tprogram = ${script}
[log]
\tshowSignature = true
[credential]
\thelper = !${script}
`;
}

/**
 * An embedded bare repository: its `HEAD`, `objects`, `refs`, `index` and `config` are ordinary
 * files of the folder. A missing tree in its sparse index makes Git fetch from the promisor remote
 * when it lists files.
 */
function embedBareRepository(folder: string): void {
  const source = Checkout.init();
  source.commit("first", { "sub/a.txt": "a\n" });
  source.git("sparse-checkout", "set", "--cone", "--sparse-index");
  for (const name of ["HEAD", "index", "objects", "refs"])
    cpSync(join(source.folder, ".git", name), join(folder, name), { recursive: true });
  const tree = source.git("rev-parse", "HEAD:sub").trim();
  rmSync(join(folder, "objects", tree.slice(0, 2), tree.slice(2)));
  const sparse =
    "[core]\n\tbare = false\n\tworktree = .\n\tsparseCheckout = true\n[index]\n\tsparse = true\n";
  writeFileSync(join(folder, "config"), hostileSettings(command()) + sparse);
}

const COMMANDS: readonly (readonly string[])[] = [
  ["lint", "ok.yml", "--repo-root", "."],
  ["lint", "ok.yml", "--since", "HEAD~1"],
  ["lint", "ok.yml", "--staged"],
  ["simulate", "ok.yml", "--git"],
  ["simulate", "ok.yml", "--git", "HEAD~1..HEAD"],
  ["simulate", "ok.yml", "--git", "--pr", "main"],
];

describe("a folder with an embedded bare repository", () => {
  test.each(COMMANDS)("is rejected outside a checkout and runs nothing: %s %s %s", (...argv) => {
    writeFileSync(join(cwd, "ok.yml"), specWith());
    embedBareRepository(cwd);
    const { status, stderr } = program.run(argv, { cwd });
    expect([status, existsSync(mark)]).toEqual([2, false]);
    expect(stderr).toContain("is not in a git repository");
  });

  test.each(COMMANDS)("is ignored in a checkout and runs nothing: %s %s %s", (...argv) => {
    const checkout = init();
    checkout.commit("first");
    const inner = join(cwd, "inner");
    mkdirSync(inner);
    writeFileSync(join(inner, "ok.yml"), specWith());
    embedBareRepository(inner);
    checkout.git("add", "inner/ok.yml", "inner/HEAD", "inner/config");
    checkout.git("commit", "-q", "-m", "second");
    const { stderr } = program.run(argv, { cwd: inner });
    expect(existsSync(mark)).toBe(false);
    expect(stderr).not.toContain("is not in a git repository");
  });
});

describe("a checkout with malicious settings", () => {
  test.each([...COMMANDS, ["lint", "ok.yml"]])("runs nothing and contacts no server: %s %s %s", (...argv) => {
    const checkout = init();
    checkout.commit("first", { "ok.yml": specWith(), ".gitattributes": "* filter=all diff=all\n" });
    checkout.commit("second", { "a.txt": "a\n" });
    const tree = checkout.git("rev-parse", "HEAD~1^{tree}").trim();
    writeFileSync(join(cwd, ".git", "config"), hostileSettings(command()));
    rmSync(join(cwd, ".git", "objects", tree.slice(0, 2), tree.slice(2)));
    program.run(argv, { cwd });
    expect(existsSync(mark)).toBe(false);
  });

  test("does not wait for a list of names that is a pipe", () => {
    const checkout = init();
    checkout.commit("first", { "ok.yml": specWith() });
    checkout.commit("second");
    execFileSync("mkfifo", [join(cwd, "names")]);
    checkout.git("config", "mailmap.file", join(cwd, "names"));
    const argv = ["simulate", "ok.yml", "--repo", "acme/shop", "--git", "HEAD~1..HEAD"];
    const { status, stderr } = program.run(argv, { cwd });
    expect([status, stderr]).toEqual([0, ""]);
  });

  test.each([
    ["include.path", "/dev/zero", "bad config line 1 in file /dev/zero"],
    ["core.compression", "bogus", "bad numeric config value 'bogus' for 'core.compression': invalid unit"],
  ])("has the words of git where it refuses %s", (key, value, words) => {
    const checkout = init("https://git.example.com/acme/shop.git");
    writeFileSync(join(cwd, "ok.yml"), specWith("      modifiedFilesGlob: scr/**\n"));
    checkout.git("config", key, value);
    const refusal = `git refuses the repository "${cwd}": ${words}\n`;
    const simulated = program.run(["simulate", "ok.yml", "--git"], { cwd });
    expect([simulated.status, simulated.stderr]).toEqual([2, `dryfire: ${refusal}`]);
    const linted = program.run(["lint", "ok.yml"], { cwd });
    expect(linted.stderr).toBe(`dryfire: rules that need the tracked files did not run: ${refusal}`);
  });

  test("ignores Git variables that a hook sets for another repository", () => {
    const checkout = init();
    writeFileSync(join(cwd, "ok.yml"), specWith());
    const other = newFolder(onTestFinished);
    const env = {
      GIT_DIR: join(other, ".git"),
      GIT_INDEX_FILE: join(other, "index"),
      GIT_EXTERNAL_DIFF: command(),
    };
    const { status, stderr } = program.run(["lint", "ok.yml", "--repo-root", "."], { cwd, env });
    expect([status, stderr]).toEqual([0, ""]);
    checkout.git("add", "ok.yml");
    expect(program.run(["lint", "ok.yml", "--staged"], { cwd, env })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(existsSync(mark)).toBe(false);
  });
});

describe("a checkout with a program named git", () => {
  const PLANTED = [".", "node_modules/.bin", "linked"];
  const paths = (): string[] => {
    const own = process.env.PATH ?? "";
    return [
      ...PLANTED.flatMap((name) => [`${name}:${own}`, `${join(cwd, name)}:${own}`]),
      `:${own}`,
      `${own.split(":").join("::")}`,
    ];
  };

  test.each(COMMANDS)("does not run it: %s %s %s", (...argv) => {
    const checkout = init();
    const script = readFileSync(command());
    mkdirSync(join(cwd, "node_modules/.bin"), { recursive: true });
    symlinkSync("node_modules/.bin", join(cwd, "linked"));
    for (const folder of [".", "node_modules/.bin"])
      writeFileSync(join(cwd, folder, "git"), script, { mode: 0o755 });
    writeFileSync(join(cwd, "ok.yml"), specWith());
    mkdirSync(join(cwd, "sub"));
    symlinkSync("../git", join(cwd, "sub/git"));
    checkout.git("add", "ok.yml", "git");
    for (const message of ["first", "second"]) checkout.git("commit", "-q", "--allow-empty", "-m", message);
    for (const PATH of paths()) {
      const { stderr } = program.run(argv, { cwd, env: { PATH } });
      expect([PATH, existsSync(mark), stderr]).toEqual([
        PATH,
        false,
        expect.not.stringMatching(/git cannot be run|internal error/),
      ]);
    }
    expect(program.run(argv, { cwd: join(cwd, "sub"), env: { PATH: "." } }).stderr).not.toContain("internal");
    expect(existsSync(mark)).toBe(false);
  });

  test("is not run where there is no other, which a message reports", () => {
    init();
    writeFileSync(join(cwd, "git"), readFileSync(command()), { mode: 0o755 });
    writeFileSync(join(cwd, "ok.yml"), specWith());
    const { status, stderr } = program.run(["lint", "ok.yml", "--staged"], {
      cwd,
      env: { PATH: `.:${cwd}` },
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining(`/git" is a part of the checkout and is not run; install git elsewhere`),
    ]);
    expect(existsSync(mark)).toBe(false);
  });
});

test("committed files have the limits of other files", () => {
  const checkout = init(SHOP);
  checkout.commit("first", { "ok.yml": specWith() });
  const large = specWith() + "# ".padEnd(63, "x").concat("\n").repeat(2_200_000);
  writeFileSync(join(cwd, "big.yml"), large);
  writeFileSync(join(cwd, "data.json"), large);
  checkout.git("-c", "core.compression=1", "add", ".");
  const refused = 'dryfire: "big.yml" is larger than 128 MB; split it\n';
  for (const argv of [["lint"], ["lint", "--staged"], ["lint", "big.yml", "--staged"]])
    expect(program.run(argv, { cwd })).toMatchObject({ status: 2, stderr: expect.stringContaining(refused) });
  checkout.git("commit", "-q", "-m", "second");
  const { status, stderr } = program.run(["diff", "--git", "HEAD~1...HEAD"], { cwd });
  expect([status, stderr]).toEqual([2, expect.stringContaining(refused)]);
  writeFileSync(join(cwd, "big.yml"), specWith().replace("push.heads", "push.head"));
  const changed = program.run(["lint", "big.yml", "--since", "HEAD", "--format", "lines"], { cwd });
  expect([changed.status, changed.stderr]).toEqual([1, ""]);
  checkout.git("mv", "data.json", "codefresh.yml");
  checkout.git("commit", "-q", "-m", "third");
  writeFileSync(join(cwd, "ok.yml"), specWith().replace("push.heads", "push.tags"));
  checkout.git("commit", "-q", "-a", "-m", "fourth");
  const steps = program.run(["diff", "--git", "HEAD~1...HEAD"], { cwd });
  expect([steps.status, steps.stderr]).toEqual([0, ""]);
});
