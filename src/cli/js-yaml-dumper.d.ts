declare module "js-yaml/lib/js-yaml/dumper.js" {
  /** `safeDump` of js-yaml 3: writes YAML that js-yaml 3 reads back unchanged. */
  const dumper: {
    safeDump(
      value: unknown,
      options: { lineWidth: number; noRefs: boolean; noArrayIndent?: boolean; indent?: number },
    ): string;
  };
  export default dumper;
}
