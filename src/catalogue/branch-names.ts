/**
 * Names of branches that live long and have no others of their kind beside them, as repositories on GitHub, GitLab and Bitbucket have
 * them. In lower case.
 */
export const longLivedBranches: readonly string[] = [
  "main",
  "master",
  "develop",
  "development",
  "dev",
  "trunk",
  "staging",
  "stage",
  "production",
  "prod",
  "qa",
  "uat",
  "integration",
  "preprod",
];

const longLived = new Set(longLivedBranches);

/** Whether a name is that of a long-lived branch, in any letter case. */
export function isLongLivedBranch(name: string): boolean {
  return longLived.has(name.toLowerCase());
}

/** Words with which whole families of branches begin (git-flow, Conventional Commits, dependency bots), in lower case. */
const families = new Set([
  ..."feature feat features release releases rel hotfix hotfixes bugfix bugfixes fix fixes support chore".split(
    " ",
  ),
  ..."docs refactor perf revert ci build style dependabot renovate snyk epic task story issue ticket bug".split(
    " ",
  ),
  ..."user users topic experiment spike poc wip draft rc alpha beta backport cherry-pick sprint".split(" "),
]);

/**
 * Whether a part of a name stands for many branches, so that a filter with it is meant as a search: the word of a family, a text that
 * begins or ends with a separator (`release/`, `-rc`), a key of an issue tracker (`ABC`), a letter or two (`v`).
 */
export function isBranchFamily(part: string): boolean {
  return (
    part.length < 3 ||
    families.has(part.toLowerCase()) ||
    /^[-_/.@#]|[-_/.@#]$/.test(part) ||
    (/^[A-Z]{2,10}$/.test(part) && !isLongLivedBranch(part))
  );
}
