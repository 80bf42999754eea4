/** How to use the outputs in continuous integration, as lines of Markdown. */
export const IN_CONTINUOUS_INTEGRATION: readonly string[] = `## In continuous integration

### pre-commit

The hook gets every staged YAML or JSON file and passes over those that are no pipeline specs:

\`\`\`yaml
# .pre-commit-config.yaml
repos:
  - repo: https://github.com/OWNER/dryfire
    rev: v0.1.0
    hooks:
      - id: dryfire
\`\`\`

### GitHub Actions

Annotations in the pull request, and the findings in code scanning:

\`\`\`yaml
permissions:
  contents: read
  security-events: write
steps:
  - uses: actions/checkout@v4
  - run: npx dryfire lint --format github --format sarif=dryfire.sarif
  - uses: github/codeql-action/upload-sarif@v3
    if: always()
    with:
      sarif_file: dryfire.sarif
\`\`\`

### GitLab CI

\`\`\`yaml
dryfire:
  image: node:22
  script:
    - npx dryfire lint --format pretty --format gitlab=gl-code-quality-report.json --format junit=junit.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: junit.xml
\`\`\`

### Codefresh

A step of the pipeline that guards the specs, in a repository that holds them:

\`\`\`yaml
steps:
  clone:
    type: git-clone
    repo: \${{CF_REPO_OWNER}}/\${{CF_REPO_NAME}}
    revision: \${{CF_REVISION}}
  lint_specs:
    image: node:22
    working_directory: \${{clone}}
    commands:
      - npx dryfire lint
\`\`\`
`.split("\n");
