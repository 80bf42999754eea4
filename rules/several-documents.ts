import { LocatedMapping } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "several-documents",
  severity: "info",
  summary: "a file has several YAML documents, which Codefresh's command line rejects",
  why: "`codefresh create`, `replace` and `apply` read a file with js-yaml 3 `safeLoad`, which rejects a file with more than one document. A script that splits the file may use it, so the finding is an info; an empty document next to a spec is a warning. dryfire reads all of them.",
  sources: [
    "codefresh-io/cli lib/interface/cli/helpers/general.js, which reads a file with safeLoad",
    'js-yaml 3.15: "expected a single document in the stream, but found more"',
  ],
  file({ documents, pipelines, source }, { report }) {
    if (documents.length < 2 || pipelines.length === 0) return;
    const hasSpec = (index: number): boolean => pipelines.some(({ document }) => document === index);
    const stray = documents.find(({ index }) => !hasSpec(index));
    const { root, index } = stray ?? documents[1]!;
    const end = source.text.trimEnd().length;
    const first = root instanceof LocatedMapping ? (root.entries[0]?.key ?? root) : root;
    const place = first ?? { span: { start: end, end }, path: undefined };
    if (stray && pipelines.length === 1) {
      const message = `document ${index + 1} has no spec, and Codefresh's command line rejects a second document; remove it`;
      report(place, message, { severity: "warning" });
    } else {
      report(
        place,
        `the file has ${documents.length} documents, and Codefresh's command line rejects that; write one file for each`,
      );
    }
  },
});
