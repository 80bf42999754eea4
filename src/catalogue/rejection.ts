/** The faults for which Codefresh rejects a spec; those of a template are its tags. */
export interface Faulty {
  readonly rejections: readonly { readonly template?: true }[];
}

/** True if a spec has no faults but the tags of a template. */
export function isTemplate({ rejections }: Faulty): boolean {
  return rejections.every(({ template }) => template);
}

/** Why a spec with faults has no results, as a clause. */
export function rejectionReason(spec: Faulty, what = "the spec"): string {
  if (isTemplate(spec)) return `${what} is a template, not yet the text that Codefresh reads`;
  return `Codefresh would reject ${what}`;
}
