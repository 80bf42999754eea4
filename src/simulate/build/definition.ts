import type { Pipeline } from "../../pipeline/model.ts";
import type { SystemVariable } from "../variables/system-variables.ts";

/** The source of a build's steps. */
export type Definition =
  | { readonly location: "inline" }
  | {
      readonly location: "url";
      /** The address. */
      readonly url: string | null;
    }
  | {
      readonly location: "git";
      /** The repository. */
      readonly repo: string | null;
      /** The path in it. */
      readonly path: string | null;
      /** The branch, tag or commit to read; null if it depends on a fact that was not given. */
      readonly revision: string | null;
      /** `specTemplate`: given in the spec; `branch`: the trigger's branch. */
      readonly revisionFrom: "specTemplate" | "branch";
    };

/**
 * Where the platform reads the pipeline's definition: `specTemplate`, with `location` `url` unless
 * it is `git`, and the trigger's branch as the default `revision` (semantics j; docs.codefresh.io,
 * multi-git-triggers).
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

/** Replaces the references to known system variables in a text. */
function resolve(text: string, variables: readonly SystemVariable[]): string {
  return text.replace(/\$\{\{\s*(\w+)\s*\}\}/g, (reference, name: string) => {
    return variables.find((variable) => variable.name === name)?.value ?? reference;
  });
}

/** An address without a password or token in it. */
function withoutCredentials(url: string | null): string | null {
  const user = url?.replace(/^([a-z][a-z+.-]*:\/\/)[^/@]+@/i, "$1*****@");
  return user?.replace(/[?&][^&]*/g, withoutValue) ?? null;
}

/** A parameter of an address, without its value if its name is that of a secret. */
function withoutValue(parameter: string): string {
  const [, name = "", rest] = /^([^=]*=)[^#]*(.*)/s.exec(parameter) ?? [];
  return /token|key|secret|password|auth/i.test(name) ? `${name}*****${rest}` : parameter;
}
