import { posix, relative, sep } from "node:path";
import type { LintReport } from "../../report/lint/lint-report.ts";
import type { Io } from "../command.ts";
import { isPlaceholder } from "../files/paths.ts";

/** The variables of GitHub Actions and GitLab CI for the folder of the checkout. */
const CHECKOUTS = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"] as const;

/**
 * Returns a function that makes paths relative to the root of the checkout, as the services expect,
 * for a run in a folder below it. Undefined if they are already.
 */
export function pathFromCheckout({
  env,
  cwd,
}: Pick<Io, "env" | "cwd">): ((path: string) => string) | undefined {
  const prefix = CHECKOUTS.map((name) => env[name])
    .filter((root) => root !== undefined && root !== "")
    .map((root) => relative(root!, cwd).split(sep).join("/"))
    .find((path) => path !== "" && !path.startsWith("..") && !posix.isAbsolute(path));
  return prefix === undefined ? undefined : (path) => (isRelative(path) ? posix.join(prefix, path) : path);
}

/** A report with paths from the root of the checkout. */
export function fromCheckout(report: LintReport, io: Pick<Io, "env" | "cwd">): LintReport {
  const moved = pathFromCheckout(io);
  if (!moved) return report;
  return {
    ...report,
    files: report.files.map((file) => ({
      ...file,
      path: moved(file.path),
      diagnostics: file.diagnostics.map((diagnostic) => ({
        ...diagnostic,
        related: diagnostic.related.map((other) =>
          other.path === undefined ? other : { ...other, path: moved(other.path) },
        ),
      })),
    })),
  };
}

/** Standard input has no path in the checkout. */
function isRelative(path: string): boolean {
  return !path.startsWith("/") && !/^[A-Za-z]:/.test(path) && !isPlaceholder(path);
}
