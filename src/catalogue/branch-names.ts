/** Names of long-lived branches on GitHub, GitLab and Bitbucket; in lower case. */
const longLivedBranches: readonly string[] = [
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

/** True if a name is that of a long-lived branch, in any letter case. */
export function isLongLivedBranch(name: string): boolean {
  return longLived.has(name.toLowerCase());
}

/** First words of families of branches (git-flow, dependency bots), in lower case. */
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
 * True if a part of a name matches many branches: the word of a family, a text with a separator at
 * an end (`release/`, `-rc`), an issue key (`ABC`), one or two letters (`v`).
 */
export function isBranchFamily(part: string): boolean {
  return (
    part.length < 3 ||
    families.has(part.toLowerCase()) ||
    /^[-_/.@#]|[-_/.@#]$/.test(part) ||
    (/^[A-Z]{2,10}$/.test(part) && !isLongLivedBranch(part))
  );
}
