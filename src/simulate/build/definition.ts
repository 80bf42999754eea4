import type { Pipeline } from "../../pipeline/model.ts";
import type { SystemVariable } from "./system-variables.ts";

/** Where the steps of a build come from. */
export type Definition =
  | { readonly location: "inline" }
  | { readonly location: "url"; readonly url: string | null }
  | {
      readonly location: "git";
      readonly repo: string | null;
      readonly path: string | null;
      /** The branch, tag or commit that is read; null where it hangs on a fact that was not given. */
      readonly revision: string | null;
      /** `specTemplate`: written in the spec; `branch`: the trigger's branch, since the spec names none. */
      readonly revisionFrom: "specTemplate" | "branch";
    };

/**
 * Where the platform reads the pipeline's definition from: `specTemplate`, whose `location` is `url` unless it says `git`, and whose
 * missing `revision` means the trigger's branch (semantics j; docs.codefresh.io, multi-git-triggers).
 */
export function definitionOf(pipeline: Pipeline, variables: readonly SystemVariable[]): Definition {
  const template = pipeline.specTemplate;
  if (!template) return { location: "inline" };
  const text = (key: string) => template.string(key)?.value ?? null;
  if (text("location") !== "git") return { location: "url", url: withoutCredentials(text("url")) };
  const revision = text("revision");
  const branch = variables.find(({ name }) => name === "CF_BRANCH")?.value ?? null;
  return {
    location: "git",
    repo: text("repo"),
    path: text("path"),
    revision: revision === null ? branch : resolve(revision, variables),
    revisionFrom: revision === null ? "branch" : "specTemplate",
  };
}

/** A text with the references to known system variables replaced. */
function resolve(text: string, variables: readonly SystemVariable[]): string {
  return text.replace(/\$\{\{\s*(\w+)\s*\}\}/g, (reference, name: string) => {
    return variables.find((variable) => variable.name === name)?.value ?? reference;
  });
}

/** An address without the password or token that it may carry. */
function withoutCredentials(url: string | null): string | null {
  const user = url?.replace(/^([a-z][a-z+.-]*:\/\/)[^/@]+@/i, "$1*****@");
  return user?.replace(/([?&][^=&]*(?:token|key|secret|password|auth)[^=&]*=)[^&#]*/gi, "$1*****") ?? null;
}
