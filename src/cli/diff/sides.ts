import { realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Definitions } from "../../diff/difference.ts";
import { definitionPath, type Pipeline, type SpecFile } from "../../pipeline/model.ts";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import { type Io, UsageError } from "../command.ts";
import { exists, shownPath, slashed } from "../files/paths.ts";
import { textOrEmpty } from "../files/read-text.ts";
import { commitAt, commitOf, commonCommit, currentBranch } from "../git/commit-range.ts";
import { chooseRemote, repositoriesOf } from "../git/git-remote.ts";
import { type CommittedFile, findCheckout, Git } from "../git/run-git.ts";
import { Snapshot } from "../git/snapshot.ts";
import { SPEC_EXTENSION } from "../input/discover.ts";
import { type InputOptions, Inputs } from "../input/read-inputs.ts";
import { withoutStderr, writeStderr } from "../output/stderr.ts";
import { readDefinitions } from "../simulate/step-definitions.ts";
import { type CommitToCompare, uncommittedChanges } from "./uncommitted.ts";

/** The specs of one side. */
export interface SpecSide {
  readonly label: string;
  readonly files: readonly SpecFile[];
}

/** Both sides, and the numbers of inputs with problems and of those that could not be read. */
export interface SpecSides {
  /** The files with the steps of pipelines whose `specTemplate` is in this repository. */
  readonly definitions?: Definitions;
  readonly old: SpecSide;
  readonly new: SpecSide;
  readonly problems: number;
  readonly unread: number;
}

/**
 * Reads the specs of two paths, each of which may be `REVISION:PATH`. Throws `UsageError` for a
 * revision or a path in it that does not exist.
 */
export async function readSides(
  [before, after]: readonly [string, string],
  io: Io,
  options: InputOptions,
): Promise<SpecSides> {
  assertPaths(before, after, io.cwd);
  // A change that repairs a spec has a faulty old one; its triggers are unknown.
  const old = await readSide(before, io, { ...options, ...FAULTY });
  const own = await readSide(after, io, options);
  const isCommitted = old.revision !== undefined || own.revision !== undefined;
  return {
    old: { label: before, files: old.files },
    new: { label: after, files: own.files },
    ...(isCommitted && {
      definitions: { old: await definitionsOf(old, io), new: await definitionsOf(own, io) },
    }),
    problems: old.problems + own.problems,
    unread: old.unread + own.unread,
  };
}

/** Throws `UsageError` for a commit in place of a path, as `git diff` has them. */
function assertPaths(before: string, after: string, cwd: string): void {
  const commits = [before, after].filter((word) => isCommit(word, cwd));
  if (commits.length === 2)
    throw new UsageError(
      `"${before}" and "${after}" are commits, not paths; write --git ${before}..${after}`,
    );
  if (commits.length === 1)
    throw new UsageError(`"${commits[0]}" is a commit, not a path; write ${commits[0]}:PATH`);
}

function isCommit(word: string, cwd: string): boolean {
  if (word === "-" || /[:*]/.test(word) || exists(resolve(cwd, word)) || findCheckout(cwd) === undefined)
    return false;
  return commitOf(new Git(cwd, WITHOUT_GIT), word) !== undefined;
}

/** How the specs are read that a change may repair. */
const FAULTY: InputOptions = { complete: false, notUtf8: "fault" };

/** The specs of one path, and the commit that it names. */
interface ReadSide {
  readonly files: readonly SpecFile[];
  readonly problems: number;
  readonly unread: number;
  readonly revision: CommitPath | undefined;
}

/** The files with the steps of a side: at its commit, else in the work tree. */
async function definitionsOf({ files, revision }: ReadSide, { cwd }: Io): Promise<Definitions["old"]> {
  if (revision) return await definitionsAt(revision.git, revision.commit, files);
  const pipelines = files.flatMap((file) => file.pipelines);
  return await readDefinitions(pipelines, cwd);
}

/** The advice outside of a repository. */
const WITHOUT_GIT = "name files or folders";

/** Reads the specs of one path, which may be `REVISION:PATH`, as `readSides` does. */
export async function readSide(argument: string, io: Io, options: InputOptions): Promise<ReadSide> {
  const revision = findRevision(argument, io);
  const inputs = new Inputs([argument], io, options);
  const files = revision ? await readCommit(inputs, revision, io) : await inputs.all();
  return { files, problems: inputs.problems, unread: inputs.unread, revision };
}

/** A path in a commit; as for git it is from the root, unless it starts with `./` or `../`. */
interface CommitPath {
  readonly git: Git;
  readonly commit: string;
  readonly path: string;
  readonly shown: string;
}

/** The commit and path of `REVISION:PATH`; undefined for a path in the file system. */
function findRevision(argument: string, { cwd }: Io): CommitPath | undefined {
  const [, revision, path] = /^([^:]+):(.*)$/s.exec(argument) ?? [];
  if (revision === undefined || path === undefined || exists(resolve(cwd, argument))) return undefined;
  if (/^[A-Za-z]$/.test(revision) && /^[\\/]/.test(path)) return undefined;
  const git = new Git(cwd, WITHOUT_GIT);
  const commit = commitAt(git, revision, remoteOf(git));
  const isRelative = /^\.{1,2}(?:\/|$)/.test(path);
  const absolute = join(isRelative ? realpathSync(cwd) : git.root, path);
  return { git, commit, path: pathFromRoot(git, absolute), shown: argument };
}

function remoteOf(git: Git) {
  return chooseRemote(git, currentBranch(git), "upstream");
}

function pathFromRoot(git: Git, absolute: string): string {
  const path = slashed(relative(git.root, absolute));
  if (path.startsWith("../"))
    throw new UsageError(`"${absolute}" is outside the repository; give a path inside it`);
  return path;
}

async function readCommit(
  inputs: Inputs,
  { git, commit, path, shown }: CommitPath,
  io: Io,
): Promise<SpecFile[]> {
  const all = git.filesOf(commit, path);
  const named = all.find((file) => file.path === path);
  if (all.length === 0) {
    const [revision] = shown.split(":");
    throw new UsageError(`"${path}" does not exist in commit "${revision}"; check the path`);
  }
  const files = named ? [named] : all.filter((file) => SPEC_EXTENSION.test(file.path));
  const specs = await readCommitted({ git, inputs, io }, files, () => named !== undefined);
  if (specs.length === 0 && !named)
    throw new UsageError(`no pipeline spec in "${shown}"; a spec has "kind: pipeline" at its top level`);
  return specs;
}

/**
 * Reads the specs at both ends of a range: `BASE...HEAD` compares the merge base with the head,
 * `BASE..HEAD` the two commits, and `BASE` is `BASE...HEAD`. `paths` limits them to files or
 * folders. Specs of the work tree that differ from the head, if that is HEAD, are named on standard
 * error. Throws `UsageError` for an unknown commit or path, or if there is no spec on either side.
 */
export async function readRangeSides(
  range: string,
  paths: readonly string[],
  io: Io,
  options: InputOptions,
): Promise<SpecSides> {
  const git = new Git(io.cwd, WITHOUT_GIT);
  const { base, head, labels } = endsOf(git, range);
  const ends = [git.filesOf(base, ""), git.filesOf(head, "")] as const;
  const below = paths.map((path) => pathFromRoot(git, join(realpathSync(io.cwd), path)));
  const isThere = (folder: string): boolean => ends.flat().some(({ path }) => isBelow(path, folder));
  const missing = below.findIndex((folder) => !isThere(folder));
  if (missing >= 0)
    throw new UsageError(`"${paths[missing]}" does not exist in either commit of "${range}"; check the path`);
  const isWanted = ({ path }: CommittedFile): boolean =>
    SPEC_EXTENSION.test(path) && (below.length === 0 || below.some((each) => isBelow(path, each)));
  const inputs = new Inputs([], io, options);
  const quiet = new Inputs([], withoutStderr(io), { ...options, ...FAULTY });
  const [before, after] = ends.map((files) => files.filter(isWanted));
  const [old, now] = await readEnds([before!, after!], { git, io, inputs, quiet });
  const { problems, unread } = inputs;
  if (old.length + now.length + problems === 0)
    throw new UsageError(`no pipeline spec in "${range}"; a spec has "kind: pipeline" at its top level`);
  if (head === commitOf(git, "HEAD")) await noteUncommitted(git, now, { files: ends[1], isWanted }, io);
  return {
    old: { label: labels[0], files: old },
    new: { label: labels[1], files: now },
    definitions: { old: await definitionsAt(git, base, old), new: await definitionsAt(git, head, now) },
    problems,
    unread,
  };
}

/** How the files of two commits are read. */
interface Reading {
  readonly git: Git;
  readonly io: Io;
  readonly inputs: Inputs;
  /** Inputs that report no problem. */
  readonly quiet: Inputs;
}

/** Reads the specs of two commits; those in files that did not change are read once. */
async function readEnds(
  ends: readonly [readonly CommittedFile[], readonly CommittedFile[]],
  { git, io, inputs, quiet }: Reading,
): Promise<readonly [old: SpecFile[], now: SpecFile[]]> {
  const [before, after] = ends;
  const keys = ends.map((files) => new Set(files.map(keyOf)));
  const isSame = (file: CommittedFile): boolean => keys.every((each) => each.has(keyOf(file)));
  const isOther = (file: CommittedFile): boolean => !isSame(file);
  // A fault in a file that did not change, or that is gone, is not one of the change.
  const same = await readCommitted({ git, inputs: quiet, io }, before.filter(isSame));
  const now = await readCommitted({ git, inputs, io }, after.filter(isOther));
  // An old text of a new spec may have been one too, whatever of it can be read.
  const specs = new Set(now.map(({ source }) => source.path));
  const isNamed = (shown: string): boolean => specs.has(shown);
  const old = await readCommitted({ git, inputs: quiet, io }, before.filter(isOther), isNamed);
  return [
    [...same, ...old],
    [...same, ...now],
  ];
}

/** Names the specs on standard error that differ in the work tree from HEAD. */
async function noteUncommitted(
  git: Git,
  specs: readonly SpecFile[],
  commit: Pick<CommitToCompare, "files" | "isWanted">,
  io: Io,
): Promise<void> {
  const cwd = realpathSync(io.cwd);
  const paths = specs.map(({ source }) => pathFromRoot(git, resolve(cwd, source.path)));
  const definitions = [...definitionPaths(git, specs).values()];
  const sentence = await uncommittedChanges(git, { ...commit, specs: paths, definitions }, cwd);
  if (sentence !== undefined) writeStderr(io, sentence);
}

function keyOf({ path, hash }: CommittedFile): string {
  return `${hash} ${path}`;
}

function isBelow(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

function endsOf(git: Git, range: string): { base: string; head: string; labels: readonly [string, string] } {
  const dots = range.includes("...") || !range.includes("..") ? "..." : "..";
  const [from = "", to = ""] = range.split(dots, 2);
  if (/^-|\s/.test(range))
    throw new UsageError(
      `"${range}" is not a range of commits; write BASE...HEAD, such as --git main...HEAD`,
    );
  const [left, right] = [from || "HEAD", to || "HEAD"];
  const remote = remoteOf(git);
  const [start, head] = [commitAt(git, left, remote), commitAt(git, right, remote)];
  const base = dots === ".." ? start : commonCommit(git, [left, start], [right, head]);
  return { base, head, labels: [dots === ".." ? left : `${left}...${right}`, right] };
}

/** The specs among committed files; `isNamed` is true for the shown path of a certain spec. */
async function readCommitted(
  { git, inputs, io }: { readonly git: Git; readonly inputs: Inputs; readonly io: Io },
  files: readonly CommittedFile[],
  isNamed: (shown: string) => boolean = () => false,
): Promise<SpecFile[]> {
  const contents = git.contentsOf(files.map(({ hash }) => hash));
  const cwd = realpathSync(io.cwd);
  const specs: SpecFile[] = [];
  for (const { path, hash } of files) {
    const absolute = join(git.root, path);
    const shown = shownPath(absolute, cwd);
    const input = { path: shown, absolute, named: isNamed(shown) };
    const spec = await inputs.readBytes(input, contents.get(hash));
    if (spec) specs.push(spec);
  }
  return specs;
}

/** Reads the files at a commit that have the steps of pipelines, for those of this repository. */
async function definitionsAt(
  git: Git,
  commit: string,
  specs: readonly SpecFile[],
): Promise<Definitions["old"]> {
  const wanted = definitionPaths(git, specs);
  if (wanted.size === 0) return () => undefined;
  const snapshot = new Snapshot(git, git.filesOf(commit, ""));
  const paths = [...new Set(wanted.values())].filter((path) => snapshot.has(path));
  snapshot.load(paths);
  const files = new Map<string, SpecFile>();
  for (const path of paths) {
    // A file that is not text has no steps either.
    const text = textOrEmpty(() => snapshot.textOf(path, path)!);
    files.set(path, await readSpecFile(path, text));
  }
  return (pipeline) => files.get(wanted.get(pipeline) ?? "");
}

/** The files with the steps of pipelines whose `specTemplate` is in this repository. */
function definitionPaths(git: Git, specs: readonly SpecFile[]): Map<Pipeline, string> {
  const own = repositoriesOf(git);
  const found = new Map<Pipeline, string>();
  for (const pipeline of specs.flatMap(({ pipelines }) => pipelines)) {
    const place = definitionPath(pipeline);
    if (place && own.has(place.repository.toLowerCase())) found.set(pipeline, place.path);
  }
  return found;
}
