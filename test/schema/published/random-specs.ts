import { Random } from "../../fuzz/random.ts";
import { SCHEMAS } from "./rules.ts";

type Part = Record<string, unknown>;

/** Every key of the published schema, and some that it does not have. */
const KEYS = [
  "version kind metadata spec last_executed name shortName revision isPublic description labels labelKeys",
  "created_at updated_at accountId deprecate repoPipeline implicitGitCloneService context scm provider owner",
  "applicationPort basic template originalYamlString projectId project isTemplate generatedFrom id tags",
  "executionContextId scopes scopeSnapshot permitRestartFromFailedSteps build_version triggers type contexts",
  "createdFromRepositoryMigration commitStatusTitle verified status repo disabled events commentRegex branchRegex",
  "skipCommentAuthorAssociationValidation lastExecutionDate branchRegexInput pullRequestTargetBranchRegex",
  "pullRequestAllowForkEvents modifiedFilesGlob gerritCIStatusLabels concurrency priority terminationPolicy",
  "cronTriggers event message expression gitTriggerId branch runtimeEnvironment memory cpu dindStorage",
  "requiredAvailableStorage lowMemoryWarningThreshold packId clustersInfo injectAll clusters variablesSchema",
  "variables key value encrypted specTemplate location url path steps services hooks stages mode fail_fast",
  "strict_fail_fast success_criteria options noCache triggerConcurrency branchConcurrency externalResources",
  "source destination isFolder debug phases before after override serviceAccount ignoreBranch ignoreTrigger",
  "branchName branchRegexp namee Spec constructor toString",
]
  .join(" ")
  .split(" ");

const numbers = [
  ...[0, 1, -1, 1.5, 100, 101, -100, -101, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21],
  ...[
    "0",
    "3",
    " 3 ",
    "3.0",
    "1e1",
    ".5e1",
    "0x10",
    "1_0",
    "-0",
    "1.5",
    "9007199254740993",
    "Infinity",
    "-3",
  ],
  ...["101", "\n3", "1e400", "+5", "1e2", "-1e2", "0b11", "١"],
];
const lengths = [128, 129, 150, 151, 200, 201, 500, 501, 65_000, 65_001].map((length) => "x".repeat(length));

/** Values that some fields treat in a special way, by the keys of these fields. */
const SPECIAL: readonly (readonly [keys: RegExp, values: readonly unknown[]])[] = [
  [
    /^(?:id|.*Id|generatedFrom|scopeSnapshot)$/,
    [
      ...["abcdefghijkl", "abcdefghij\u{1f600}", "abcdefghijk\u{1f600}", "5f3a1b2c3d4e5f6071829304"],
      ...["5f3a1b2c3d4e5f607182930g", "5F3A1B2C3D4E5F6071829304", "123456789012", 1.5e23, 5, ""],
    ],
  ],
  [/oncurrency|priority|revision/, numbers],
  [
    /Date$|_at$|last_executed/,
    [
      ...[
        "2024-05-01",
        "2024-13-01",
        "soon",
        "5",
        "-5.5",
        " 5 ",
        "Jan 5",
        "12345678901234567890",
        8.64e15,
        1e16,
      ],
      ...[0, true, "2024-05-01T00:00:00Z"],
    ],
  ],
  [
    /egex|name|repo|key|description|Title|Labels|modified/,
    [
      ...[
        "/x/",
        "/^a\\/b$/gi",
        "/a/b/",
        "/x/u",
        "//",
        "main",
        "a b",
        "a/b",
        "/",
        "a/",
        "a\n/b",
        "https://a/b",
      ],
      ...["/[/]/", "/x/gg", "/\\//", "/x\\/", "x\u00a0y", new Date(0), ...lengths],
    ],
  ],
  [
    /expression|message/,
    [
      ...[
        "0 3 * * 1-5",
        "3-59/15 * * * *",
        "@daily",
        "@DAILY",
        "0 0 * * 5L",
        "* * * * * 2024",
        "0 0 * * 7",
        "#",
      ],
      ...[
        "nightly build",
        "nightly, full",
        "é",
        "a",
        "aa",
        "TZ=UTC 0 0 * * *",
        "0 0 * * *2024",
        "0 0 1 JAN MON-FRI",
      ],
      ...[
        "0 0 1,2 1-3 *",
        "0-20/2 * * * *",
        "0 9-17/2 * * *",
        "0 0 * 01 *",
        "A =",
        "*/5 * * * * ",
        new Date(0),
      ],
      ...lengths,
    ],
  ],
  [
    /^url$/,
    [
      ...[
        "https://example.com/a.yml",
        "https://a.b/[x]",
        "https://a.b/%",
        "https://[::1]/a",
        "https:",
        "a:b",
      ],
      ...[
        "https://a.b/?q#f",
        "https://a.b/#a#b",
        "https://a b",
        "file:///a",
        "a,b:c",
        "https://${{A}}/x",
        "//a/b",
      ],
      ...[
        "git@a.b:c/d",
        "https://a:b@c:80/d?e=f/g",
        "https://a:b:c/",
        "https://[x]/",
        "https://[v1.a]/",
        "x:/",
      ],
      ...[
        "https://é.com",
        "https://a\\b",
        "https://a/%zz",
        "https://[1::2:3.4.5.6]:1/",
        "x://",
        "1a:b",
        "a:?q",
      ],
      ...["https://a.b/?[x]", "https://a/b|c", 'https://a/"b"', "https://a/b^c"],
    ],
  ],
  [
    /originalYamlString|fail_fast/,
    [
      ...[
        "a: b",
        "a: b: c",
        "a: 1\na: 2",
        "a\n---\nb",
        "*x",
        "!x y",
        "- a\n- b",
        null,
        5,
        "",
        "a: &b\nc: *b",
      ],
      ...["${{FAST}}", "${{A}} ", "${{}}", "${{a}}}}", "true", "{}", ["a: b: c"], ["a", "b"], {}],
    ],
  ],
  [/variablesSchema/, [...Object.keys(SCHEMAS), "{}", "true", "null", "5", "[]", "", "{", '"a"', {}]],
  [
    /type|location|event|mode|version|kind|Threshold/,
    [
      ...[
        "1.0",
        1,
        "pipeline",
        "git",
        "cron",
        "url",
        "cloud",
        "branch",
        "annotation",
        "onCreate",
        "onTerminate",
      ],
      ...["push", "push.heads", "pullrequest", "release.published", "change-merged", "regex", "multiselect"],
      ...["sequential", "parallel", "v1", "90", 90, "Git"],
    ],
  ],
];

/** Values for any field. */
const SCALARS: readonly unknown[] = [
  ...[null, true, false, Number.NaN, Number.POSITIVE_INFINITY, new Date(0), new Date(1_700_000_000_000)],
  ...["", " ", "a", "a b", "null", "true", "FALSE", "yes", "on", "True", "0"],
  ...[
    "[]",
    "{}",
    "[1]",
    '["a"]',
    '["push"]',
    '[""]',
    '{"name":"a/b"}',
    '{"key":"A"}',
    '[{"key":"A"}]',
    '"a"',
  ],
  ...["[", "{a: 1}", ' {"a":1}', " []", '{"a":1,"a":2}'],
  ...SPECIAL.flatMap(([, values]) => values),
];

const COLLECTIONS: readonly (() => unknown)[] = [
  () => [],
  () => ({}),
  () => [null],
  () => [""],
  () => ["a"],
  () => [{}],
  () => ({ a: 1 }),
  () => [[]],
  () => ({ name: "a/b" }),
];

/** The mappings and lists of a spec, without the content of free mappings. */
function partsOf(value: unknown): Part[] {
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  const parts = Object.entries(value).filter(
    ([key]) => !/^(?:steps|services|hooks|success_criteria)$/.test(key),
  );
  return [value as Part, ...parts.flatMap(([, part]) => partsOf(part))];
}

function fresh(key: string, random: Random): unknown {
  const special = SPECIAL.find(([keys]) => keys.test(key))?.[1];
  if (special && !random.oneIn(3)) return random.pick(special);
  return random.oneIn(5) ? random.pick(COLLECTIONS)() : random.pick(SCALARS);
}

function set(part: Part, key: string, value: unknown): void {
  if (Array.isArray(part) && !/^\d+$/.test(key)) part.push(value);
  else part[key] = value;
}

/** Changes, adds or removes one part of a spec. */
function change(parts: readonly Part[], random: Random): void {
  const part = random.pick(parts);
  const key = random.pick([...Object.keys(part), ...Object.keys(part), random.pick(KEYS)]);
  const other = random.pick(KEYS);
  const current = Object.hasOwn(part, key) ? part[key] : null;
  const ways: (() => void)[] = [
    ...new Array(6).fill(() => set(part, key, fresh(key, random))),
    () => set(part, other, fresh(other, random)),
    () => set(part, other, structuredClone(random.pick(parts))),
    () => set(part, other, structuredClone(current)),
    () => set(part, key, JSON.stringify(current)),
    () => set(part, key, String(current)),
    () => set(part, key, [structuredClone(current)]),
    () => {
      if (Array.isArray(part)) part.splice(Number(key) || 0, 1);
      else delete part[key];
    },
  ];
  random.pick(ways)();
}

/** Returns a spec with one or two random changes; the same seed gives the same one. */
export function mutated(spec: unknown, seed: number): unknown {
  const random = new Random(seed);
  const copy = structuredClone(spec);
  for (let count = random.oneIn(3) ? 2 : 1; count > 0; count--) change(partsOf(copy), random);
  return copy;
}
