import { findTemplateTag } from "../../document/scan.ts";
import type { SpecFile } from "../../pipeline/model.ts";

/** What of a text cannot be read: the place of the first fault, counted from 1, and what is wrong there. */
export interface BrokenText {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Whether the text is a template that is yet to be rendered. */
  readonly template: boolean;
}

/**
 * The first fault that keeps the platform from reading a file; undefined where it reads all of it. What stands in such a file is only
 * partly known, so an answer about its triggers may lack some of them. A template is named as such, as the rule `yaml-syntax` does.
 */
export function brokenText({ source, faults }: SpecFile): BrokenText | undefined {
  const first = faults.find(({ severity }) => severity === "error");
  if (!first) return undefined;
  const tag = findTemplateTag(source.text);
  const { line, column } = source.position(tag ?? first.span.start);
  const message = tag === undefined ? first.message : "this is a template, not yet YAML; render it first";
  return { line, column, message, template: tag !== undefined };
}
