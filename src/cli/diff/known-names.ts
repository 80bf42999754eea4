import { isLongLivedBranch } from "../../catalogue/branch-names.ts";
import type { NamesOfCheckout } from "../../diff/difference.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { filledLines } from "../../util/text.ts";
import { unlessUsageError } from "../command.ts";
import { branchNames } from "../git/event-from-git.ts";
import { repositoriesOf } from "../git/git-remote.ts";
import { Git } from "../git/run-git.ts";

/** More names of a checkout are not tried as examples. */
const MAX_FILES = 5_000;
const MAX_TAGS = 20;

/**
 * Returns branches, tags and files of the checkout around a folder, long-lived branches first;
 * nothing outside a checkout, or if its remotes are of other repositories than the triggers.
 */
export function namesOfCheckout(cwd: string, files: readonly SpecFile[]): NamesOfCheckout {
  // Without Git, or outside of a checkout, examples are made up.
  return unlessUsageError(
    () => namesIn(new Git(cwd), files),
    () => ({}),
  );
}

function namesIn(git: Git, files: readonly SpecFile[]): NamesOfCheckout {
  const remotes = repositoriesOf(git);
  const triggers = files.flatMap(({ pipelines }) => pipelines.flatMap((each) => each.triggers));
  const isOwn = triggers.some(({ repo }) => repo && remotes.has(repo.value.toLowerCase()));
  if (remotes.size > 0 && !isOwn) return {};
  const tags =
    git.try("for-each-ref", "--sort=-creatordate", "--format=%(refname:strip=2)", "refs/tags") ?? "";
  const byAge = branchNames(git);
  const branches = [...byAge.filter(isLongLivedBranch), ...byAge.filter((name) => !isLongLivedBranch(name))];
  return {
    branches,
    tags: filledLines(tags).slice(0, MAX_TAGS),
    files: git.trackedFiles().slice(0, MAX_FILES),
  };
}
