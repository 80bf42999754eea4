/** Recipes for continuous integration, as lines of Markdown. */
export const IN_CONTINUOUS_INTEGRATION: readonly string[] = `## In continuous integration

The recipes run the copy of dryfire that is installed in the project; with \`--no\`, npx never downloads a package of that name. In a clone of
dryfire, \`npm pack\` builds the package; \`npm install --save-dev ../dryfire/dryfire-0.1.0.tgz\` installs it.

### pre-commit

The hook runs on every staged YAML or JSON file and skips those that are not pipeline specs. The entry ends in \`--\`, so that a file whose name
begins with a dash is never read as an option; write more options before it:

\`\`\`yaml
# .pre-commit-config.yaml
repos:
  - repo: local
    hooks:
      - id: dryfire
        name: dryfire
        entry: npx --no -- dryfire lint --skip-non-specs --
        language: system
        types_or: [yaml, json]
        require_serial: true
\`\`\`

In a project without Node.js packages, pre-commit can build the hook from a clone of dryfire, given by path or URL, and a commit:

\`\`\`yaml
repos:
  - repo: ../dryfire
    rev: COMMIT # a commit or a tag of the clone
    hooks:
      - id: dryfire
\`\`\`

### GitHub Actions

With annotations in the pull request and findings in code scanning:

\`\`\`yaml
permissions:
  contents: read
  security-events: write
steps:
  - uses: actions/checkout@v4
  - run: npm ci
  - run: npx --no -- dryfire lint --format github --format sarif=dryfire.sarif
  - uses: github/codeql-action/upload-sarif@v3
    if: always()
    with:
      sarif_file: dryfire.sarif
\`\`\`

With a summary of the run, in place of annotations or next to them:

\`\`\`sh
npx --no -- dryfire lint --format markdown >> "$GITHUB_STEP_SUMMARY"
\`\`\`

With annotations from the lines of the log, by a problem matcher that the package contains (run dryfire in the root of the checkout):

\`\`\`sh
echo "::add-matcher::node_modules/dryfire/docs/github-problem-matcher.json"
npx --no -- dryfire lint --format lines
\`\`\`

With reviewdog, which comments on the changed lines and offers fixes:

\`\`\`sh
npx --no -- dryfire lint --format rdjson | reviewdog -f=rdjson -reporter=github-pr-review
\`\`\`

For findings that a pull request adds only, give \`--since origin/main...\` with any of these; the checkout then needs the history, \`fetch-depth: 0\`.

### GitLab CI

\`\`\`yaml
dryfire:
  image: node:22
  script:
    - npm ci
    - npx --no -- dryfire lint --format pretty --format gitlab=gl-code-quality-report.json --format junit=junit.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: junit.xml
\`\`\`

### Codefresh

A pipeline step for a repository that contains specs:

${codefreshRecipe("lint_specs", "lint")}`.split("\n");

/** The steps of a Codefresh pipeline that clone a repository and run its copy of dryfire. */
export function codefreshRecipe(step: string, command: string): string {
  return `\`\`\`yaml
steps:
  clone:
    type: git-clone
    repo: \${{CF_REPO_OWNER}}/\${{CF_REPO_NAME}}
    revision: \${{CF_REVISION}}
  ${step}:
    image: node:22
    working_directory: \${{clone}}
    commands:
      - npm ci
      - npx --no -- dryfire ${command}
\`\`\`
`;
}
