import { resolve } from "node:path";
import type { LintReport } from "../../report/lint/lint-report.ts";
import type { Io } from "../command.ts";
import { isBelow, realPath } from "../files/inside-repository.ts";
import { isPlaceholder, pathFrom } from "../files/paths.ts";

/** The variables of GitHub Actions and GitLab CI for the folder of the checkout. */
const CHECKOUTS = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"] as const;

/**
 * Returns a function that makes the paths of files in the checkout relative to its root, as the
 * services expect, for a run in any folder. Undefined where no service has a checkout.
 */
export function pathFromCheckout({
  env,
  cwd,
}: Pick<Io, "env" | "cwd">): ((path: string) => string) | undefined {
  const named = CHECKOUTS.map((name) => env[name] ?? "").filter((root) => root !== "");
  if (named.length === 0) return undefined;
  // A runner may name its folder by a link, which the working folder of a process never has.
  const roots = [...named, ...named.map((root) => realPath(resolve(cwd, root)))];
  return (path) => {
    const absolute = resolve(cwd, path);
    // Standard input has no path in the checkout.
    const root = isPlaceholder(path) ? undefined : roots.find((each) => isBelow(each, absolute));
    return root === undefined ? path : pathFrom(root, absolute);
  };
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
