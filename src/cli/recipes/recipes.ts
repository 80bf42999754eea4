import { join } from "node:path";
import { readManifest } from "../config/find-config.ts";
import { exists } from "../files/paths.ts";

/** A CI system or hook, with the lines that run dryfire in it. */
export interface Recipe {
  readonly title: string;
  /** The files and folders at the root of a repository that show its use. */
  readonly files: readonly string[];
  /** The package whose name in `package.json` shows its use. */
  readonly package?: string;
  /** Whether it is a hook, not a CI system. */
  readonly isHook?: true;
  /** The place of the lines, to follow "add". */
  readonly place: string;
  /** The language of the lines in the documents. */
  readonly language: "yaml" | "groovy" | "json" | "sh";
  readonly lines: string;
}

/** The recipes for hooks and CI systems, for `init` and the documents. */
export const RECIPES: readonly Recipe[] = [
  {
    title: "pre-commit",
    files: [".pre-commit-config.yaml"],
    isHook: true,
    place: "this hook to .pre-commit-config.yaml",
    language: "yaml",
    lines: `repos:
  - repo: local
    hooks:
      - id: dryfire
        name: dryfire
        entry: node_modules/.bin/dryfire lint --skip-non-specs --
        language: system
        types_or: [yaml, json]
        require_serial: true`,
  },
  {
    title: "lint-staged",
    files: [".lintstagedrc", ".lintstagedrc.json", ".lintstagedrc.yaml", ".lintstagedrc.yml"],
    package: "lint-staged",
    isHook: true,
    place: "this command to the config of lint-staged",
    language: "json",
    lines: `{
  "lint-staged": {
    "*.{yml,yaml,json}": "node_modules/.bin/dryfire lint --skip-non-specs --"
  }
}`,
  },
  {
    title: "husky",
    files: [".husky"],
    package: "husky",
    isHook: true,
    place: "this line to .husky/pre-commit",
    language: "sh",
    lines: "node_modules/.bin/dryfire lint --staged --skip-non-specs",
  },
  {
    title: "lefthook",
    files: ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml"],
    package: "lefthook",
    isHook: true,
    place: "this command to lefthook.yml",
    language: "yaml",
    lines: `pre-commit:
  commands:
    dryfire:
      glob: "*.{yml,yaml,json}"
      run: node_modules/.bin/dryfire lint --skip-non-specs -- {staged_files}`,
  },
  {
    title: "GitHub Actions",
    files: [".github/workflows"],
    place: "this job to a workflow in .github/workflows",
    language: "yaml",
    lines: `jobs:
  dryfire:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: node_modules/.bin/dryfire lint --format github --format sarif=dryfire.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: dryfire.sarif`,
  },
  {
    title: "GitLab CI",
    files: [".gitlab-ci.yml"],
    place: "this job to .gitlab-ci.yml",
    language: "yaml",
    lines: `dryfire:
  image: node:22
  script:
    - npm ci
    - node_modules/.bin/dryfire lint --format pretty --format gitlab=gl-code-quality-report.json --format junit=junit.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: junit.xml`,
  },
  {
    title: "Codefresh",
    files: ["codefresh.yml", "codefresh.yaml", ".codefresh"],
    place: "these steps to a pipeline for the repository of the specs",
    language: "yaml",
    lines: codefreshSteps("lint_specs", "lint"),
  },
  {
    title: "Bitbucket Pipelines",
    files: ["bitbucket-pipelines.yml"],
    place: "this step to bitbucket-pipelines.yml",
    language: "yaml",
    lines: `pipelines:
  pull-requests:
    "**":
      - step:
          name: dryfire
          image: node:22
          script:
            - npm ci
            - mkdir -p test-results
            - node_modules/.bin/dryfire lint --format pretty --format junit=test-results/dryfire.xml`,
  },
  {
    title: "Azure Pipelines",
    files: ["azure-pipelines.yml", "azure-pipelines.yaml"],
    place: "these steps to azure-pipelines.yml",
    language: "yaml",
    lines: `steps:
  - script: npm ci
  - script: node_modules/.bin/dryfire lint --format pretty --format junit=dryfire.xml
  - task: PublishTestResults@2
    condition: always()
    inputs:
      testResultsFormat: JUnit
      testResultsFiles: dryfire.xml`,
  },
  {
    title: "Jenkins",
    files: ["Jenkinsfile"],
    place: "this stage to the Jenkinsfile",
    language: "groovy",
    lines: `stage('dryfire') {
  steps {
    sh 'npm ci'
    sh 'node_modules/.bin/dryfire lint --format pretty --format junit=dryfire.xml'
  }
  post {
    always {
      junit 'dryfire.xml'
    }
  }
}`,
  },
];

/** The steps of a Codefresh pipeline that clone a repository and run its copy of dryfire. */
export function codefreshSteps(step: string, command: string): string {
  return `steps:
  clone:
    type: git-clone
    repo: \${{CF_REPO_OWNER}}/\${{CF_REPO_NAME}}
    revision: \${{CF_REVISION}}
  ${step}:
    image: node:22
    working_directory: \${{clone}}
    commands:
      - npm ci
      - node_modules/.bin/dryfire ${command}`;
}

/** A recipe, and the file or folder that shows its use; undefined for a proposal without one. */
export interface Proposal {
  readonly recipe: Recipe;
  readonly shown: string | undefined;
}

/**
 * Returns the recipes for the hooks and CI systems that a repository uses, without that of husky
 * next to lint-staged, which husky runs. Without any CI system the proposal is a pipeline of
 * Codefresh, which runs the specs anyway.
 */
export function detectRecipes(root: string): Proposal[] {
  const packages = packagesOf(root);
  const found = RECIPES.flatMap((recipe) => {
    const file = recipe.files.find((each) => exists(join(root, each)));
    const isPackage = recipe.package !== undefined && packages.has(recipe.package);
    const shown = file ?? (isPackage ? PACKAGE : undefined);
    return shown === undefined ? [] : [{ recipe, shown }];
  });
  const hasLintStaged = found.some(({ recipe }) => recipe.title === "lint-staged");
  const wanted = found.filter(({ recipe }) => recipe.title !== "husky" || !hasLintStaged);
  if (found.some(({ recipe }) => !recipe.isHook)) return wanted;
  const recipe = RECIPES.find(({ title }) => title === "Codefresh")!;
  return [...wanted, { recipe, shown: undefined }];
}

const PACKAGE = "package.json";

/** The keys of `package.json`, and the names of the packages in it. */
function packagesOf(root: string): ReadonlySet<string> {
  const manifest = readManifest(join(root, PACKAGE));
  const { dependencies, devDependencies } = manifest;
  return new Set([manifest, dependencies, devDependencies].flatMap((each) => Object.keys(each ?? {})));
}
