import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { specWith } from "../hostile/program.ts";
import { Shims } from "./shims.ts";

const root = join(import.meta.dirname, "../..");

/** The instructions of the Dockerfile, without comments. */
const instructions = readFileSync(join(root, "Dockerfile"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const);

const ignored = new Set(readFileSync(join(root, ".dockerignore"), "utf8").trim().split("\n"));

/** A stage of a build: the folder that has its file system, and its settings. */
interface Stage {
  readonly folder: string;
  cwd: string;
  user: string;
  entry: readonly string[];
}

let shims: Shims;
let image: Stage;

/** Runs the instructions like a builder, with each stage in a folder of its own. */
function runInstructions(): Stage {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const [name, rest] of instructions) {
    if (name === "FROM") {
      const id = / AS (\w+)$/.exec(rest)?.[1] ?? "image";
      const folder = join(shims.folder, id);
      mkdirSync(join(folder, "usr/local/bin"), { recursive: true });
      stage = { folder, cwd: folder, user: "root", entry: [] };
      stages.set(id, stage);
    } else if (name === "WORKDIR") {
      stage!.cwd = join(stage!.folder, rest);
      mkdirSync(stage!.cwd, { recursive: true });
    } else if (name === "COPY") copy(rest, stage!, stages);
    else if (name === "RUN") shell(rest, stage!);
    else if (name === "USER") stage!.user = rest;
    else if (name === "ENTRYPOINT") stage!.entry = JSON.parse(rest);
  }
  return stage!;
}

function copy(rest: string, { folder, cwd }: Stage, stages: ReadonlyMap<string, Stage>): void {
  const words = rest.split(" ");
  const from = /^--from=(\w+)$/.exec(words[0]!)?.[1];
  const names = words.slice(from === undefined ? 0 : 1);
  const target = names.pop()!;
  const to = target.startsWith("/") ? join(folder, target) : join(cwd, target);
  for (const name of names) {
    const source = from === undefined ? join(root, name) : join(stages.get(from)!.folder, name);
    // A folder is copied with its entries, a file into a folder whose name ends in a slash.
    const isInto = target.endsWith("/");
    if (name === ".")
      for (const entry of readdirSync(root).filter((each) => !isIgnored(each)))
        cpSync(join(root, entry), join(to, entry), { recursive: true });
    else cpSync(source, isInto ? join(to, basename(name)) : to, { recursive: true });
  }
}

function isIgnored(name: string): boolean {
  return [...ignored].some((line) =>
    new RegExp(`^${line.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(name),
  );
}

/** Absolute paths are below the folder of the stage. */
function shell(line: string, { folder, cwd }: Stage): void {
  const script = line.replaceAll(/(?<= )\/(?=\w)/g, `${folder}/`);
  const { status, stderr } = spawnSync("sh", ["-c", script], { cwd, env: shims.env, encoding: "utf8" });
  if (status !== 0) throw new Error(`RUN ${line}: ${stderr}`);
}

describe.skipIf(process.platform === "win32")("the steps of the Dockerfile", () => {
  beforeAll(() => {
    shims = new Shims();
    shims.add("apk", 'note "$@"');
    shims.add("git", 'note "$@"');
    shims.add(
      "npm",
      `note "$@"\nif [ "$1" = ci ]; then ln -s '${join(root, "node_modules")}' node_modules; else node scripts/build.mjs; fi`,
    );
    image = runInstructions();
  }, 120_000);
  afterAll(() => shims.remove());

  test("install and build from the lock file, and keep only the program and its documents", () => {
    expect(readFileSync(join(shims.folder, "calls"), "utf8").trim().split("\n")).toEqual([
      "npm ci",
      "npm run build",
      "apk add --no-cache git",
      "git config --system --add safe.directory *",
    ]);
    expect(readdirSync(join(image.folder, "dryfire")).sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "dist",
      "docs",
      "package.json",
    ]);
    expect(existsSync(join(shims.folder, "build/build/test"))).toBe(false);
  });

  test("end with another user than root, and dryfire as the program", () => {
    expect([image.user, image.entry]).toEqual(["node", ["dryfire"]]);
    expect(relative(image.folder, image.cwd)).toBe("work");
  });

  test("make a program that runs as another user, in folders that are read-only", () => {
    const work = join(shims.folder, "checkout");
    mkdirSync(join(work, "pipelines"), { recursive: true });
    cpSync(join(root, "fixtures/library/shop.yml"), join(work, "pipelines/shop.yml"));
    for (const folder of [shims.folder, work]) chmodSync(folder, 0o755);
    spawnSync("chmod", ["-R", "a-w,a+rX", image.folder, work]);
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const dryfire = (...argv: string[]) =>
      spawnSync(process.execPath, [join(image.folder, "dryfire/dist/dryfire.cjs"), ...argv], {
        cwd: work,
        env: { PATH: process.env.PATH, HOME: join(image.folder, "work") },
        encoding: "utf8",
        input: specWith().replace("push.heads", "push.head"),
        ...user,
      });
    expect(dryfire("lint", "pipelines")).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.stringContaining("glob-leading-slash"),
    });
    expect(dryfire("lint", "-")).toMatchObject({ status: 1, stderr: "" });
    expect(dryfire("explain", "unknown-event")).toMatchObject({ status: 0, stderr: "" });
    expect(dryfire("simulate", "pipelines", "--push", "main")).toMatchObject({ status: 0, stderr: "" });
  });
});
