import { resolve } from "node:path";
import { type Io, UsageError } from "../command.ts";
import { byPath, isFolder } from "../files/paths.ts";
import { discover, type FoundFile } from "../input/discover.ts";
import { writeStderr } from "../output/stderr.ts";

/**
 * Returns a test for names: a text that they contain in any letter case, or a regex between
 * slashes. Throws `UsageError` for an invalid regex.
 */
export function nameFilter(filter: string | undefined): (name: string) => boolean {
  if (filter === undefined) return () => true;
  const [, pattern, flags] = /^\/(.+)\/([a-z]*)$/s.exec(filter) ?? [];
  if (pattern === undefined) {
    const text = filter.toLowerCase();
    return (name) => name.toLowerCase().includes(text);
  }
  try {
    const regex = new RegExp(pattern, flags!.replaceAll(/[gy]/g, ""));
    return (name) => regex.test(name);
  } catch (error) {
    const [, why] = /: ([^:]+)$/.exec((error as Error).message) ?? [];
    throw new UsageError(
      `"--filter ${filter}" is not a valid regex: ${(why ?? "it cannot be read").toLowerCase()}; fix it, or remove the slashes to search for text`,
    );
  }
}

/** The names of cases files, for searching a folder. */
export const CASES_NAME = /\.dryfire-test\.ya?ml$/i;

/** The cases files of a run ordered by path, and a message for each argument without any. */
export interface FoundCases {
  readonly files: readonly FoundFile[];
  readonly problems: readonly string[];
}

/**
 * Finds the cases files of arguments, ordered by path: a file may have any name, a folder is
 * searched for `*.dryfire-test.yaml` and `.yml`, and every file of a glob counts.
 */
export async function casesFiles(args: readonly string[], cwd: string): Promise<FoundCases> {
  const files = new Map<string, FoundFile>();
  const problems: string[] = [];
  for (const argument of args.length > 0 ? args : ["."]) {
    const found = await discover([argument], cwd);
    const anyName = !isFolder(resolve(cwd, argument));
    const isMeant = (path: string) => anyName || CASES_NAME.test(path);
    const outside = [...(found.outside ?? [])].flatMap(([path, problem]) => (isMeant(path) ? [problem] : []));
    problems.push(...found.problems, ...outside);
    const wanted = found.files.filter(({ path }) => isMeant(path));
    for (const file of wanted) if (file.named || !files.has(file.path)) files.set(file.path, file);
    if (wanted.length + found.problems.length + outside.length === 0) problems.push(nothingIn(argument));
  }
  return { files: [...files.values()].sort(byPath), problems };
}

/** Writes a note to standard error on a new cases file that no search of a folder finds. */
export function noteOnName(path: string, io: Io): void {
  if (!CASES_NAME.test(path))
    writeStderr(io, `"dryfire test" finds "${path}" only by its path; rename it to NAME.dryfire-test.yaml`);
}

function nothingIn(argument: string): string {
  return `no cases files in "${argument}"; name one NAME.dryfire-test.yaml, or write one with "dryfire test --record FILE"`;
}
