import { coverage, eventFacts, isSameEvent } from "../../catalogue/events/events.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { quote } from "../../util/text.ts";
import { ASSOCIATIONS } from "./action-names.ts";
import { type ChangedFile, factRows, type GitEvent, type GitFactKey } from "./event.ts";
import { narrowNames } from "./event-kind.ts";
import {
  associationOf,
  cleanPath,
  nameFault,
  outsideFault,
  pathFault,
  repositoryName,
} from "./fact-values.ts";

/** One sentence on the first fact of an event that is wrong, and its place in the event. */
export interface FactFault {
  readonly error: string;
  readonly path: KeyPath;
}

/**
 * Reads the facts of an event as the options of the command line read theirs: returns the event
 * with them, or the fault of one that these refuse.
 */
export function withReadFacts(event: GitEvent): { readonly event: GitEvent } | FactFault {
  return differentEvents(event) ?? contradiction(event) ?? wrongValue(event) ?? { event: withValues(event) };
}

function withValues(event: GitEvent): GitEvent {
  const { repository, headRepository, authorAssociation, changedFiles } = event;
  return {
    ...event,
    ...(repository !== undefined && { repository: repositoryName(repository) ?? repository }),
    ...(headRepository !== undefined && { headRepository: repositoryName(headRepository) ?? headRepository }),
    ...(authorAssociation !== undefined && {
      authorAssociation: associationOf(authorAssociation) ?? authorAssociation,
    }),
    ...(changedFiles && { changedFiles: changedFiles.map(withCleanPaths) }),
  };
}

function withCleanPaths({ path, previousPath, ...rest }: ChangedFile): ChangedFile {
  const previous = previousPath !== undefined && { previousPath: cleanPath(previousPath) };
  return { path: cleanPath(path), ...rest, ...previous };
}

/** No webhook satisfies two names of different events. */
function differentEvents({ names }: GitEvent): FactFault | undefined {
  const narrow = narrowNames({ names });
  for (const [index, one] of narrow.entries()) {
    const other = narrow.slice(index + 1).find((each) => !mayBeOneEvent(one, each));
    if (other === undefined) continue;
    const error = `${quote(one)} and ${quote(other)} are two different events; remove one of them`;
    return { error, path: ["names"] };
  }
  return undefined;
}

function mayBeOneEvent(one: string, other: string): boolean {
  const isCovered = coverage(one, other).answer !== "none" || coverage(other, one).answer !== "none";
  return isCovered || isSameEvent(one, other);
}

/** A fact that no event of these names has; webhooks without a name may have any. */
function contradiction(event: GitEvent): FactFault | undefined {
  if (event.webhook) return undefined;
  const names = event.names.length > 0 ? narrowNames(event) : (event.openNames ?? []).map(({ name }) => name);
  if (isPushOfBoth(event, names)) {
    const error = '"branch" and "tag" contradict each other: a push has only one of them; remove one';
    return { error, path: ["tag"] };
  }
  const settled = names.filter((name) => event.names.includes(name) && name !== "push.deleteBranch");
  if (event.deleted && settled.length > 0)
    return { error: `"deleted" contradicts ${quote(settled[0]!)}: ${deletion(event)}`, path: ["deleted"] };
  for (const key of Object.keys(event) as GitFactKey[]) {
    if (event[key] === false || canHave(names, key)) continue;
    const [, why] = factRows[key].flag!.needs!;
    const error = `${quote(key)} contradicts ${quote(names.join(", "))}: ${why}; remove one of them`;
    return { error, path: [key] };
  }
  return undefined;
}

/** True for a push in general that has a branch and a tag. */
export function isPushOfBoth({ branch, tag }: GitEvent, names: readonly string[]): boolean {
  return branch !== undefined && tag !== undefined && names.every((name) => name === "push");
}

/** The remedy for a deletion, of which no other event is sure (semantics a). */
function deletion({ branch, tag }: GitEvent): string {
  if (tag === undefined && branch !== undefined)
    return 'the deletion of a branch is "push.deleteBranch"; write that name';
  return tag === undefined
    ? "only branches and tags are deleted; remove one of them"
    : 'the deletion of a tag may be a "push"; write {"name": "push", "question": "push-covers-delete"} in "openNames"';
}

/** True unless no event of these names has a fact. */
export function canHave(names: readonly string[], key: GitFactKey): boolean {
  const [needed] = factRows[key]?.flag?.needs ?? [];
  return !needed || names.some((name) => needed.some((trait) => eventFacts(name)?.[trait]));
}

/** A value that no webhook has. */
function wrongValue(event: GitEvent): FactFault | undefined {
  for (const [key, noun] of [...BRANCHES.map((key) => [key, "branch"] as const), ["tag", "tag"] as const]) {
    const fault = event[key] !== undefined && nameFault(event[key], noun, (example) => quote(example));
    if (fault) return faultAt([key], `${quote(event[key]!)} ${fault}`);
  }
  for (const key of ["repository", "headRepository"] as const) {
    const text = event[key];
    // The names of Gerrit may have no slash.
    if (text === undefined || event.provider === "gerrit" || repositoryName(text) !== undefined) continue;
    return faultAt([key], `${quote(text)} is not a repository; write it as owner/name`);
  }
  const { authorAssociation: word, webhook } = event;
  // A webhook may have a word that GitHub does not document.
  if (word !== undefined && webhook === undefined && associationOf(word) === undefined)
    return faultAt(
      ["authorAssociation"],
      `unknown association ${quote(word)}; use ${ASSOCIATIONS.join(", ")}`,
    );
  return wrongPath(event);
}

const BRANCHES = ["branch", "targetBranch", "baseBranch"] as const;

/** Files of webhooks and commits may have any name that Git accepts. */
function wrongPath({ changedFiles = [], webhook, commit }: GitEvent): FactFault | undefined {
  const isRead = webhook !== undefined || commit?.revision !== undefined;
  for (const [index, file] of changedFiles.entries()) {
    for (const key of ["path", "previousPath"] as const) {
      const path = file[key];
      if (path === undefined) continue;
      const fault = outsideFault(cleanPath(path)) ?? (isRead ? undefined : pathFault(path, quote));
      if (fault) return faultAt(["changedFiles", index, key], `${quote(path)} ${fault}`);
    }
  }
  return undefined;
}

/** A fault whose sentence names the value alone. */
function faultAt(path: KeyPath, error: string): FactFault {
  return { error: `at /${path.join("/")}: ${error}`, path };
}
