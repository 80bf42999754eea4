import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Generates the same specs each time, with what real pipelines use: a filter per trigger, comments,
 * tags, cron triggers with a Git trigger, braces, anchors and merge keys. Every fourth spec is a
 * renamed file of fixtures/specs.
 */
const folder = fileURLToPath(new URL("../fixtures/specs/", import.meta.url));
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith(".yml"))
  .sort()
  .map((name) => readFileSync(join(folder, name), "utf8"));

/** Returns a spec as text; `index` makes it differ from all others. */
export function featureRichSpec(index) {
  if (index % 4 === 3) return renamed(fixtures[(index >> 2) % fixtures.length], index);
  const service = `service-${index}`;
  return `${[
    'version: "1.0"',
    "kind: pipeline",
    ...metadata(service, index),
    "spec:",
    `  concurrency: ${1 + (index % 9)}`,
    "  branchConcurrency: 1",
    "  triggers:",
    ...[pushTrigger, pullRequestTrigger, commentTrigger, tagTrigger].flatMap((trigger) =>
      trigger(service, index),
    ),
    "  cronTriggers:",
    ...cronTrigger(index),
    ...settings(index),
    ...steps(service, index),
  ].join("\n")}\n`;
}

/** Names are unique, so that no finding reports two specs with the same name. */
function renamed(text, index) {
  return text.replace(/^( +name: [\w-]+\/[\w-]+)$/gm, `$1-${index}`);
}

const idOf = (index) => `5f${index.toString(16).padStart(22, "0")}`;

function metadata(service, index) {
  return [
    "metadata:",
    `  name: team-${index % 40}/${service}`,
    `  project: team-${index % 40}`,
    "  labels:",
    `    tags: [${service}, "tier-${index % 3}"]`,
    `  description: "Builds, tests and deploys ${service}."`,
  ];
}

function pushTrigger(service, index) {
  return [
    "    - name: push",
    "      type: git",
    `      id: ${idOf(index)}`,
    `      repo: acme/${service}`,
    "      events: [push.heads]",
    `      branchRegex: '/^(?:main|release\\/${index}\\.\\d+)$/'`,
    `      modifiedFilesGlob: "{services/${service}/**,libs/*/src/**/*.{ts,js,json},package.json}"`,
    "      provider: github",
    "      context: github-acme",
    "      options: &options { enableNotifications: true, noCfCache: false }",
    "      variables: &common",
    "        - key: MODE",
    `          value: fast-${index}`,
    "        - key: REGISTRY_USER",
    "          value: ${{SHARED_REGISTRY_USER}}",
  ];
}

function pullRequestTrigger(service, index) {
  return [
    "    - name: pull-request",
    "      type: git",
    `      repo: acme/${service}`,
    "      events: [pullrequest.opened, pullrequest.synchronize]",
    `      branchRegex: '/^(feature|fix)\\/[A-Z]{2,5}-\\d+-${service}/'`,
    `      pullRequestTargetBranchRegex: '/^(main|develop|release\\/${index})$/'`,
    `      commitStatusTitle: "checks of ${service}"`,
    "      provider: github",
    "      context: github-acme",
    "      variables: *common",
  ];
}

function commentTrigger(service) {
  return [
    "    - name: comment",
    "      type: git",
    `      repo: acme/${service}`,
    "      events:",
    "        - pullrequest.commentAdded",
    `      commentRegex: '/^\\/deploy ${service}( to [a-z]+)?$/i'`,
    "      provider: github",
    "      context: github-acme",
    "      options: { <<: *options, noCache: true, resetVolume: true }",
  ];
}

function tagTrigger(service) {
  return [
    "    - name: tag",
    "      type: git",
    `      repo: acme/${service}`,
    "      events: [push.tags]",
    `      branchRegex: '/^${service}-v\\d+\\.\\d+\\.\\d+(?:-rc\\.\\d+)?$/'`,
    "      provider: github",
    "      context: github-acme",
    "      runtimeEnvironment: { name: acme/builders, cpu: 2000m, memory: 4Gi, dindStorage: 20Gi }",
  ];
}

function cronTrigger(index) {
  return [
    "    - name: nightly",
    "      type: cron",
    `      message: nightly build of service ${index}`,
    `      expression: "${index % 60} ${index % 24} * * 1-5"`,
    `      gitTriggerId: ${idOf(index)}`,
    "      branch: main",
    "      options: { noCache: true }",
    "      variables:",
    "        - { key: DEPTH, value: full }",
  ];
}

function settings(index) {
  return [
    "  variables:",
    "    - key: PORT",
    `      value: "${3000 + index}"`,
    "    - key: REGISTRY_TOKEN",
    "      value: ${{SHARED_REGISTRY_TOKEN}}",
    "      encrypted: true",
    "  contexts: [shared-settings, deploy-settings]",
    "  terminationPolicy:",
    "    - { type: branch, event: onCreate, ignoreTrigger: true, branchName: main }",
    "  options: { enableNotifications: true }",
    "  stages: [prepare, build, deploy]",
  ];
}

function steps(service, index) {
  return [
    "  steps:",
    "    clone:",
    "      stage: prepare",
    "      type: git-clone",
    "      repo: ${{CF_REPO_OWNER}}/${{CF_REPO_NAME}}",
    "      revision: ${{CF_REVISION}}",
    "      git: github-acme",
    "    image:",
    "      stage: build",
    "      type: build",
    `      image_name: acme/${service}`,
    "      tags: ['${{CF_SHORT_REVISION}}', '${{CF_BRANCH_TAG_NORMALIZED}}']",
    `      dockerfile: services/${service}/Dockerfile`,
    "    deploy:",
    "      stage: deploy",
    `      image: acme/deployer:1.${index % 30}`,
    "      commands:",
    "        - |",
    "          deploy \\",
    `            --service ${service} \\`,
    "            --image acme/app:${{CF_SHORT_REVISION}}",
    "      when:",
    "        branch:",
    "          only: [main]",
    "        condition:",
    "          all:",
    "            isTag: \"'${{CF_BRANCH}}' != ''\"",
  ];
}
