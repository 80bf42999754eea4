declare module "js-yaml/lib/js-yaml/dumper.js" {
  /** `safeDump` of js-yaml 3: YAML that its own reader, the platform's, reads back as it was. */
  const dumper: {
    safeDump(
      value: unknown,
      options: { lineWidth: number; noRefs: boolean; noArrayIndent?: boolean; indent?: number },
    ): string;
  };
  export default dumper;
}
