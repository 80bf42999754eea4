import { RECIPES } from "../src/cli/recipes/recipes.ts";

/** More about some systems, after their recipe. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  "pre-commit":
    `In a project without Node.js packages, pre-commit can build the hooks from a clone of dryfire, given by path or URL, and a commit. The hook
\`dryfire-fix\` applies the safe fixes, and \`dryfire-docker\` runs the image of the section Docker below, which must exist:

\`\`\`yaml
repos:
  - repo: ../dryfire
    rev: COMMIT # a commit or a tag of the clone
    hooks:
      - id: dryfire-fix
      - id: dryfire # or dryfire-docker
\`\`\`
`.split("\n"),
  "GitHub Actions":
    `The repository of dryfire is an action, which builds dryfire and runs \`dryfire lint\`. With a copy of it that the workflow can read, a project needs
no Node.js packages; the runner needs Node.js 20.19 or later:

\`\`\`yaml
steps:
  - uses: actions/checkout@v4
  - uses: actions/checkout@v4
    with:
      repository: OWNER/dryfire # your copy
      path: .dryfire
  - uses: ./.dryfire
    with:
      paths: pipelines
      options: |
        --format=github
        --format=sarif=dryfire.sarif
\`\`\`

\`paths\` and \`options\` have one value in each line. An option with a value is one line, with an equals sign.

With a summary of the run, in place of annotations or next to them:

\`\`\`sh
node_modules/.bin/dryfire lint --format markdown >> "$GITHUB_STEP_SUMMARY"
\`\`\`

With annotations from the lines of the log, by a problem matcher that the package contains (run dryfire in the root of the checkout):

\`\`\`sh
echo "::add-matcher::node_modules/dryfire/docs/github-problem-matcher.json"
node_modules/.bin/dryfire lint --format lines
\`\`\`

With reviewdog, which comments on the changed lines and offers fixes:

\`\`\`sh
node_modules/.bin/dryfire lint --format rdjson | reviewdog -f=rdjson -reporter=github-pr-review
\`\`\`

For findings that a pull request adds only, give \`--since origin/main...\` with any of these; the checkout then needs the history, \`fetch-depth: 0\`.
`.split("\n"),
  "GitLab CI":
    `For findings that a merge request adds only, give \`--since "$CI_MERGE_REQUEST_DIFF_BASE_SHA"\` in a merge request pipeline, and set \`GIT_DEPTH: 0\`.
`.split("\n"),
  Codefresh:
    `With the image of the section Docker below in a registry, the file [codefresh-step.yaml](codefresh-step.yaml) is a step type: set its name and
image, and create it with \`codefresh create step-type -f codefresh-step.yaml\`. A pipeline then has one step for it:

\`\`\`yaml
steps:
  clone:
    type: git-clone
    repo: \${{CF_REPO_OWNER}}/\${{CF_REPO_NAME}}
    revision: \${{CF_REVISION}}
  lint_specs:
    type: my-account/dryfire
    arguments:
      WORKING_DIRECTORY: \${{clone}}
      OPTIONS: pipelines --fail-on warning
\`\`\`
`.split("\n"),
};

/** A recipe for scripts that name changed files. */
export const IN_A_SCRIPT = `git diff -z --name-only --relative --diff-filter=d origin/main... | xargs -0 -r node_modules/.bin/dryfire lint --skip-non-specs --`;

/** Recipes for continuous integration, as lines of Markdown. */
export const IN_CONTINUOUS_INTEGRATION: readonly string[] = [
  "## In continuous integration",
  "",
  "The recipes run the copy of dryfire that is installed in the project, without npx: a `.npmrc` of the checkout can make npm and npx run other",
  "code. `npm ci` runs code of the checkout too, as do its packages; for branches of strangers install dryfire elsewhere, for example in the image",
  "of the section Docker below. In a clone of dryfire, `npm pack` builds the package, and",
  "`npm install --save-dev ../dryfire/dryfire-0.1.0.tgz` installs it. `dryfire init` prints the recipe of the systems that a repository uses.",
  "",
  ...RECIPES.flatMap(({ title, about, place, language, lines }) => [
    `### ${title}`,
    "",
    about ?? `Add ${place}:`,
    "",
    `\`\`\`${language}`,
    lines,
    "```",
    "",
    ...(MORE[title] ?? []),
  ]),
  ...`### A script

A script that names the changed files itself needs \`-r\` of xargs: without a path, as if no file changed, \`dryfire lint\` checks the whole folder.

\`\`\`sh
${IN_A_SCRIPT}
\`\`\`

### Docker

The \`Dockerfile\` of the repository makes an image with dryfire and Git, without npm's cache or the sources. It runs as the user \`node\` or as any
other one, and needs no file system to write to:

\`\`\`sh
docker build --tag dryfire ../dryfire
docker run --rm --read-only --network none --volume "$PWD:/work:ro" dryfire lint
\`\`\`

The tests run the steps of the \`Dockerfile\` one by one in a folder, and the program of the result as another user without any folder to write
to; they do not build an image.

### What was tested

The tests run the commands of each recipe with the built program, and the hooks with pre-commit itself; its runs of Docker go to a program that
starts dryfire as the image does. They do not start a CI service, a container or a Codefresh build.
`.split("\n"),
];
