/** The branch or the tag that a full ref names; undefined for any other ref (`refs/notes/x`) and for no ref at all. */
export function readRef(
  ref: string | undefined,
): { readonly branch: string } | { readonly tag: string } | undefined {
  const [, folder, name] = /^refs\/(heads|tags)\/([\s\S]+)$/.exec(ref ?? "") ?? [];
  if (name === undefined) return undefined;
  return folder === "tags" ? { tag: name } : { branch: name };
}

/** The name of a branch, of a full ref or as it stands. */
export function branchName(ref: string | undefined): string | undefined {
  return ref?.replace(/^refs\/heads\//, "");
}

/** Whether a commit's hash is the one of all zeros that stands for no commit; undefined where there is none. */
export function isNoCommit(hash: string | undefined): boolean | undefined {
  return hash === undefined ? undefined : /^0+$/.test(hash);
}

/** What happened to a branch or a tag, as the catalogue's tables name it. */
export function pushVariant(
  ref: { readonly branch: string } | { readonly tag: string },
  { created, deleted }: { readonly created?: boolean | undefined; readonly deleted?: boolean | undefined },
): string {
  const noun = "tag" in ref ? "tag" : "branch";
  if (deleted) return `deleted ${noun}`;
  return noun === "branch" && created ? "new branch" : noun;
}
