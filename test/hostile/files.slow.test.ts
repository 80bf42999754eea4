import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { runBuilt } from "../built-program.ts";
import { inNewFolder } from "../new-folder.ts";
import { Program, RAW, specWith } from "./program.ts";

const program = new Program();

let cwd: string;
const at = (name: string) => join(cwd, name);
inNewFolder(beforeEach, (made) => {
  cwd = made;
  chmodSync(cwd, 0o755);
  writeFileSync(at("ok.yml"), specWith());
});
afterEach(() => {
  for (const name of readdirSync(cwd)) if (name.startsWith("closed")) chmodSync(at(name), 0o755);
});

const mkfifo = (name: string) => spawnSync("mkfifo", [at(name)]).status === 0;
const lint = (...argv: string[]) => program.run(["lint", "--no-config", ...argv], { cwd });
/** Checks that the run continued: `ok.yml` was linted. */
const FINE = /no problems in 1 file, 1 pipeline\n$/;

describe.skipIf(process.platform === "win32")("special files", () => {
  test("skips a pipe in a folder, as .gitignore and as a spec", () => {
    expect([mkfifo("pipe.yml"), mkfifo(".gitignore")]).toEqual([true, true]);
    expect(lint(".")).toMatchObject({ status: 0, stdout: expect.stringMatching(FINE), stderr: "" });
  });

  test("reports a named pipe without a writer", () => {
    for (const name of ["pipe.yml", "dryfire.config.yaml"]) mkfifo(name);
    const { status, stdout, stderr } = lint("pipe.yml", "ok.yml");
    expect([status, stdout]).toEqual([2, expect.stringMatching(FINE)]);
    expect(stderr).toBe('dryfire: cannot read "pipe.yml": it is a pipe without a writer; name a file\n');
    const configured = program.run(["lint", "ok.yml"], { cwd });
    expect([configured.status, configured.stderr]).toEqual([2, expect.stringContaining("it is a pipe")]);
  });

  test("reports a file that is deleted before it is read, and continues", () => {
    mkfifo("first.yml");
    writeFileSync(at("gone.yml"), specWith());
    // Opening a pipe for writing waits for the reader, so all files have been found by then.
    const script = "{ rm gone.yml; cat ok.yml; } > first.yml & dryfire lint --no-config first.yml gone.yml";
    expect(program.shell(script, cwd)).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(FINE),
      stderr: 'dryfire: cannot read "gone.yml": the file does not exist\n',
    });
  });

  test.each(["/proc/nowhere", "/dev/null/x"])("runs without a cache folder: %s", (folder) => {
    const { status, stdout, stderr } = lint("ok.yml", "--cache", "--cache-location", folder);
    expect([status, stdout]).toEqual([0, expect.stringMatching(FINE)]);
    expect(stderr).toMatch(
      /^dryfire: cannot write the cache in ".+": .+; the next run will lint all files again\n$/,
    );
    const home = { HOME: folder, XDG_CACHE_HOME: folder };
    expect(program.run(["lint", "ok.yml", "--cache"], { cwd, env: home })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test("reads a named pipe with a writer", () => {
    const script =
      "dryfire lint --no-config <(sleep 0.1; cat ok.yml) && cat ok.yml | dryfire lint --no-config /dev/stdin";
    expect(program.shell(script, cwd)).toMatchObject({ status: 0, stderr: "" });
  });

  test.each([
    ["lint", "/dev/zero"],
    ["lint", "ok.yml", "--baseline", "/dev/zero"],
    ["simulate", "ok.yml", "--payload", "/dev/zero"],
    ["test", "/dev/zero"],
    ["merge-reports", "/dev/zero"],
  ])("reports an endless device: %s %s %s %s", (...argv) => {
    const { status, stderr } = program.run(argv.filter(Boolean), { cwd });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^dryfire: cannot read "\/dev\/\w+": it is a device; name a file\n$/),
    ]);
  });

  test("skips a socket in a folder, and reports a named one", async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(at("socket.yml"), listening));
    try {
      expect(lint(".")).toMatchObject({ status: 0, stderr: "" });
      expect(lint("socket.yml").stderr).toBe(
        'dryfire: cannot read "socket.yml": it is a socket; name a file\n',
      );
    } finally {
      server.close();
    }
  });

  test("skips loops of links and dangling links", () => {
    symlinkSync(".", at("self"));
    symlinkSync("b.yml", at("a.yml"));
    symlinkSync("a.yml", at("b.yml"));
    symlinkSync("gone.yml", at("dangling.yml"));
    expect(lint(".")).toMatchObject({ status: 0, stdout: expect.stringMatching(FINE), stderr: "" });
    const named = lint("a.yml", "dangling.yml", "ok.yml");
    expect([named.status, named.stdout]).toEqual([2, expect.stringMatching(FINE)]);
    expect(named.stderr).toContain('cannot read "a.yml": its symbolic links form a loop\n');
    expect(named.stderr).toContain('"dangling.yml" is a symbolic link to a missing file; ');
  });
});

describe.skipIf(process.platform === "win32")("permissions", () => {
  const unprivileged = (...argv: string[]) => program.run(argv, { cwd, unprivileged: true });

  test("reports a folder and a file that may not be read, and continues", () => {
    for (const name of ["closed", "closed-too"]) mkdirSync(at(name));
    writeFileSync(at("closed.yml"), specWith());
    for (const name of ["closed", "closed-too", "closed.yml"]) chmodSync(at(name), 0);
    const { status, stdout, stderr } = unprivileged("lint", ".");
    expect([status, stdout]).toEqual([2, expect.stringMatching(FINE)]);
    expect(stderr).toMatch(/cannot search the folder ".*closed": EACCES; check its permissions\n/);
    expect(stderr).toMatch(/cannot search the folder ".*closed-too": EACCES; check its permissions\n/);
    expect(stderr).toContain('cannot read "closed.yml": permission denied\n');
  });

  test.each([
    ["lint", "closed"],
    ["lint", "closed/a.yml"],
    ["lint", "closed/*.yml"],
    ["diff", "ok.yml", "closed"],
    ["lint", "ok.yml", "--repo-root", "closed/x"],
    ["lint", "ok.yml", "--baseline", "closed/x.json"],
    ["lint", "ok.yml", "--format", "json=closed/x.json"],
    ["simulate", "ok.yml", "--payload", "closed/x"],
    ["test", "closed"],
    ["init", "closed/x"],
    ["merge-reports", "closed/x"],
  ])("runs in a folder without permissions: %s %s %s %s", (...argv) => {
    mkdirSync(at("closed"));
    chmodSync(at("closed"), 0);
    const { status, stdout, stderr } = unprivileged(...argv.filter(Boolean));
    expect([status, stderr]).toEqual([2, expect.not.stringMatching(/internal error|^ +at /m)]);
    expect(stderr).toMatch(/^dryfire: .*closed/);
    // Folders that could not be searched may have specs.
    expect(stderr).not.toContain('in "closed');
    if (argv[0] === "diff") expect(stdout).toBe("");
  });

  test("keeps a file that may not be written, and fixes the others", () => {
    const wrong = specWith().replace('"1.0"', "1.0").replace("[push.heads]", "[push.heads, push.heads]");
    writeFileSync(at("wrong.yml"), wrong);
    chmodSync(at("wrong.yml"), 0o444);
    writeFileSync(at("also.yml"), wrong);
    const { status, stderr } = lint("--fix", ".");
    expect([status, stderr]).toEqual([
      2,
      'dryfire: cannot write "wrong.yml": it is read-only; make it writable and run dryfire again\ndryfire: fixed 2 problems in 1 file\n',
    ]);
    expect(readFileSync(at("wrong.yml"), "utf8")).toBe(wrong);
    expect(readFileSync(at("also.yml"), "utf8")).not.toBe(wrong);
  });

  test.runIf(process.getuid?.() === 0)("keeps a file that only another user may write", () => {
    const wrong = specWith().replace("[push.heads]", "[push.heads, push.heads]");
    writeFileSync(at("wrong.yml"), wrong);
    writeFileSync(at("lint.json"), "{}");
    chmodSync(cwd, 0o777);
    const { status, stderr } = unprivileged("lint", "--fix", "wrong.yml", "--format", "json=lint.json");
    expect([status, stderr]).toEqual([
      2,
      'dryfire: cannot write "wrong.yml": permission denied; the file is unchanged\ndryfire: cannot write "lint.json": permission denied\n',
    ]);
    expect(["wrong.yml", "lint.json"].map((name) => readFileSync(at(name), "utf8"))).toEqual([wrong, "{}"]);
  });
});

describe("files that are not text", () => {
  const bytes: Readonly<Record<string, readonly [Buffer, string]>> = {
    "UTF-16 LE": [Buffer.from(`\ufeff${specWith()}`, "utf16le"), "is UTF-16 text; save it as UTF-8"],
    "UTF-16 BE": [Buffer.from(`\ufeff${specWith()}`, "utf16le").swap16(), "is UTF-16 text; save it as UTF-8"],
    "UTF-16 LE without a mark": [Buffer.from(specWith(), "utf16le"), "is UTF-16 text; save it as UTF-8"],
    "UTF-16 BE without a mark": [
      Buffer.from(specWith(), "utf16le").swap16(),
      "is UTF-16 text; save it as UTF-8",
    ],
    "invalid UTF-8": [
      Buffer.concat([Buffer.from(specWith()), Buffer.from([0x23, 0xe9, 0x0a])]),
      "is not UTF-8 text; save it as UTF-8",
    ],
    "a lone surrogate": [
      Buffer.concat([Buffer.from(specWith()), Buffer.from([0x23, 0xed, 0xa0, 0x80])]),
      "is not UTF-8 text; save it as UTF-8",
    ],
    "a NUL": [Buffer.from(`${specWith()}# \0\n`), "is a binary file; name a YAML or JSON file"],
  };

  test.each(Object.keys(bytes))("reports %s, found or named", async (name) => {
    const [text, message] = bytes[name]!;
    writeFileSync(at("bad.yml"), text);
    for (const argument of ["bad.yml", "."]) {
      const { exit, stderr } = await runBuilt(["lint", "--no-config", argument], cwd);
      expect([exit, stderr]).toEqual([2, `dryfire: "bad.yml" ${message}\n`]);
    }
  });

  test("skips files in a folder that are not specs", async () => {
    writeFileSync(at("image.json"), Buffer.from(Array.from({ length: 512 }, (_, at) => at % 256)));
    expect(await runBuilt(["lint", "--no-config", "."], cwd)).toMatchObject({ exit: 0, stderr: "" });
  });

  test("accepts a byte order mark, CRLF and lone CR", async () => {
    for (const text of [
      `\ufeff${specWith()}`,
      specWith().replaceAll("\n", "\r\n"),
      specWith().replaceAll("\n", "\r"),
    ]) {
      expect(await runBuilt(["lint", "-", "--no-config"], cwd, text)).toMatchObject({
        exit: 0,
        stderr: "",
      });
    }
  });
});

describe.skipIf(process.platform !== "linux")("file names", () => {
  test("no format prints control characters of a name, a key or a value", async () => {
    const name = "new\nline \u001b[31m\u202e.yml";
    writeFileSync(
      at(name),
      specWith(
        '      "b\\e[31mad\\u202e": 1\n      branchRegex: "/^(\\e[2J\\u009b/"\n      description: "\\0"\n',
      ),
    );
    for (const format of FORMATS) {
      const { exit, stdout, stderr } = await runBuilt(["lint", ".", "--format", format], cwd);
      expect([format, exit, stderr]).toEqual([format, 1, ""]);
      expect(stdout).not.toMatch(RAW);
      expect(stdout).not.toContain("new\nline");
    }
    const text = "a\u001b[31m\nb";
    const event = { names: ["pullrequest.commentAdded"], comment: text };
    writeFileSync(at("event.json"), JSON.stringify(event));
    writeFileSync(at("refused.json"), JSON.stringify({ names: ["push.heads"], branch: text }));
    const argv = ["simulate", name, "--explain"];
    const simulated = await runBuilt([...argv, "--event-file", "event.json"], cwd);
    expect(simulated.stdout).toContain("a␛[31m␊b");
    const refused = await runBuilt([...argv, "--event-file", "refused.json"], cwd);
    expect(refused.stderr).toContain(JSON.stringify(text));
    const refusedOption = await runBuilt([...argv, "--push", text], cwd);
    expect(refusedOption.stderr).toContain(JSON.stringify(text));
    for (const { stdout, stderr } of [simulated, refused, refusedOption])
      for (const printed of [stdout, stderr]) expect(printed).not.toMatch(RAW);
    const gone = await runBuilt(["lint", "gone\u001b[31m\n.yml", "--only", "x\u001b"], cwd);
    expect([gone.exit, gone.stderr]).toEqual([2, expect.not.stringMatching(RAW)]);
  });

  test("a secret in the name of a file whose pipeline has the name of another one is masked", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    writeFileSync(at(`x ${token}.yml`), specWith());
    writeFileSync(at(`x ${token.replace("a1", "c3")}.yml`), specWith());
    for (const format of FORMATS) {
      const { exit, stdout, stderr } = await runBuilt(["lint", ".", "--format", format], cwd);
      expect([format, exit, stderr]).toEqual([format, 0, ""]);
      expect(stdout).toContain("duplicate-pipeline-name");
      expect(stdout).not.toMatch(/ghp_/);
    }
    const { stdout } = await runBuilt(["lint", ".", "--format", "lines"], cwd);
    expect(stdout.match(/duplicate-pipeline-name/g)).toHaveLength(2);
  });

  test("reports a name that is not UTF-8", () => {
    writeFileSync(
      Buffer.concat([Buffer.from(at("bad")), Buffer.from([0xff]), Buffer.from(".yml")]),
      specWith(),
    );
    const { status, stdout, stderr } = lint(".");
    expect([status, stdout]).toEqual([2, expect.stringMatching(FINE)]);
    expect(stderr).toBe('dryfire: cannot read "bad\ufffd.yml": its name is not UTF-8; rename it\n');
  });
});

describe("a .gitignore with a long line", () => {
  test.each(["a", "x*", "?x*", "(", "[", "**/"])(
    "of %s gives 2 and a sentence, and the other lines count",
    async (part) => {
      mkdirSync(at(".git"));
      writeFileSync(at("ignored.yml"), "kind: pipeline\n");
      for (const length of [4_000, 33_000, 400_000]) {
        writeFileSync(at(".gitignore"), `ignored.yml\n${part.repeat(length / part.length)}\n`);
        const { exit, stdout, stderr } = await runBuilt(["lint", "."], cwd);
        const isLong = length > 4096;
        expect([length, exit, stderr]).toEqual([
          length,
          isLong ? 2 : 0,
          isLong
            ? expect.stringMatching(/^dryfire: ".+" line 2 is longer than 4096 characters; shorten it\n$/)
            : "",
        ]);
        if (isLong) expect(stdout).toMatch(FINE);
      }
    },
  );
});

describe.skipIf(process.platform !== "linux")("output errors", () => {
  const many = Array.from({ length: 3_000 }, (_, index) => `unknown${index}: 1\n`).join("");

  test("keeps the exit code of the findings and the files when the reader closes the pipe", () => {
    writeFileSync(at("many.yml"), specWith("", many));
    const lint = "lint many.yml --no-config";
    for (const [argv, code] of [
      [lint, 1],
      [`${lint} --format pretty --format sarif=many.sarif --format json=many.json`, 1],
      ["rules", 0],
    ] as const) {
      const script = `set -o pipefail; dryfire ${argv} | head -1`;
      const { status, stderr } = program.shell(script, cwd);
      expect([argv, status, stderr]).toEqual([argv, code, ""]);
    }
    for (const name of ["many.sarif", "many.json"])
      expect(JSON.parse(readFileSync(at(name), "utf8"))).toMatchObject({ version: expect.anything() });
  });

  test("gives 2 when standard error is full, and goes on when its reader has gone", () => {
    expect(program.shell("dryfire lint gone.yml ok.yml --no-config 2> /dev/full", cwd)).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(FINE),
    });
    const fixed = "sed s/1.0/1.0/ ok.yml | tr -d '\"' > wrong.yml; dryfire lint wrong.yml --fix --no-config";
    expect(program.shell(`${fixed} 2> /dev/full`, cwd).status).toBe(2);
    const script = `set -o pipefail; ${fixed} 2>&1 >/dev/null | true`;
    expect(program.shell(script, cwd)).toMatchObject({ status: 0, stderr: "" });
  });

  test("gives 2 in a working folder that was removed", () => {
    const { status, stdout, stderr } = program.shell(
      'mkdir gone && cd gone && rmdir "$PWD" && dryfire lint "$OLDPWD/ok.yml"',
      cwd,
    );
    expect([status, stdout, stderr]).toEqual([
      2,
      "",
      "dryfire: the working folder was removed; change to another folder\n",
    ]);
  });

  test("reports a full disk with the matching exit code", () => {
    const { status, stderr } = program.shell("dryfire lint ok.yml --no-config > /dev/full", cwd);
    expect([status, stderr]).toEqual([2, "dryfire: cannot write to standard output: no space left\n"]);
    const file = lint("ok.yml", "--format", "json=/dev/full");
    expect([file.status, file.stderr]).toEqual([
      2,
      expect.stringMatching(/^dryfire: cannot write .*the disk is full/),
    ]);
  });
});
