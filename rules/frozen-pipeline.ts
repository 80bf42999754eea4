import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "frozen-pipeline",
  severity: "warning",
  summary: "`concurrency: 0` freezes the pipeline",
  why: "Zero does not mean any number of builds: it is the platform's maintenance mode, in which builds wait until the value is raised. The Terraform provider's documentation calls zero unlimited, because its client leaves it out of what it sends.",
  sources: [
    "docs.codefresh.io _docs/pipelines/pipelines.md: a concurrency of 0 freezes execution",
    "codefresh-io/terraform-provider-codefresh 92fb1c3",
  ],
  pipeline({ spec }, { report }) {
    const concurrency = spec?.number("concurrency");
    if (concurrency?.value !== 0) return;
    report(
      concurrency,
      '"concurrency: 0" freezes the pipeline; raise it, or leave it out for any number of builds',
    );
  },
});
