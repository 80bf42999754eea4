import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "frozen-pipeline",
  severity: "warning",
  summary: "`concurrency: 0` freezes the pipeline",
  why: "Zero does not mean unlimited: it is Codefresh's maintenance mode, in which builds wait until the value is raised. The Terraform provider documents zero as unlimited, because its client does not send the value.",
  sources: [
    "docs.codefresh.io _docs/pipelines/pipelines.md: a concurrency of 0 freezes execution",
    "codefresh-io/terraform-provider-codefresh 92fb1c3",
  ],
  pipeline({ spec }, { report }) {
    const concurrency = spec?.number("concurrency");
    if (concurrency?.value !== 0) return;
    report(
      concurrency,
      '"concurrency: 0" freezes the pipeline; write a higher number, or remove the key for unlimited builds',
    );
  },
});
