import type { Random } from "./random.ts";

/**
 * Plain scalars that YAML readers interpret differently: numbers near limits, dates, YAML 1.1
 * words, and text like syntax.
 */
const DISPUTED: readonly string[] = [
  ...[
    "0",
    "-0",
    "+0",
    "00",
    "0123",
    "0o17",
    "0x1F",
    "0b101",
    "0_",
    "1__0",
    "1_000.5",
    "08",
    "-012",
    "0x",
    "+.5",
  ],
  ...[
    "9007199254740991",
    "9007199254740993",
    "-9223372036854775808",
    "18446744073709551616",
    "1e308",
    "1e309",
  ],
  ...[
    "4.9e-324",
    "1e-400",
    ".inf",
    "-.INF",
    ".NaN",
    ".5",
    "5.",
    "1.",
    "1e3",
    "1e+3",
    "6.02E23",
    "12e03",
    ".",
  ],
  ...[
    "12:30",
    "12:30:45",
    "-1:30",
    "190:20:30.15",
    "0:0",
    "1:60",
    "24:00",
    "2001-01-01",
    "2001-1-1",
    "0000-00-00",
  ],
  ...["2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-02-30", "9999-12-31T23:59:59.999Z"],
  ...[
    "2001-12-15 2:59:43.10",
    "10000-01-01",
    "-2001-01-01",
    "true",
    "True",
    "TRUE",
    "yes",
    "no",
    "on",
    "y",
    "~",
  ],
  ...[
    "null",
    "Null",
    "NULL",
    "nul",
    "",
    "=",
    "<<",
    "<",
    "!",
    "!!",
    "&",
    "*",
    "-",
    "?",
    ":",
    "::",
    "a:b",
    "a: b",
  ],
  ...[
    "- a",
    "? a",
    "#a",
    "a #b",
    "a# b",
    "%a",
    "@a",
    "`a`",
    "|",
    ">",
    "{}",
    "[]",
    "[a",
    "}a",
    "'a",
    '"a',
    "a'b",
  ],
  ...[
    "'it''s'",
    "'a\\b'",
    '"\\u00e9\\x41\\U0001F600"',
    '"\\ud83d"',
    '"a\\\n  b"',
    '"\\/"',
    '"\\q"',
    "'a\n\n  b'",
  ],
  ...[
    "${{CF_BRANCH}}",
    "{{ .Values.x }}",
    "\u00a0",
    "\u2028",
    "é",
    "e\u0301",
    "😀",
    "\u200b",
    "ﷺ",
    "日本語",
    "İ",
    "ß",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "/^main$/gi",
    "/[/",
    "**/*.ts",
    "!(a)",
    "0 3 * * 1",
    "@every 1h",
    "\\",
  ],
];

/**
 * Returns the text of a scalar on one or several lines, written after a key of this indentation.
 */
export function scalarText(random: Random, indent: number): string {
  const pad = " ".repeat(indent + 1 + random.below(4));
  const ways: readonly (() => string)[] = [
    () => random.pick(DISPUTED),
    () => random.pick(DISPUTED),
    () => `"${random.pick(DISPUTED).replace(/["\\\n]/g, "")}"`,
    () => `'${random.pick(DISPUTED).replace(/['\n]/g, "")}'`,
    () => blockText(random, pad),
    () => `first\n${pad}second # note\n${pad}third`,
    () => `"first\n\n${pad}second \\\n${pad}\\  third"`,
    () => "x".repeat(random.pick([79, 300, 1_025, 5_000])),
    () => `${"a ".repeat(random.pick([40, 600]))}b`,
    () => random.list(12, () => random.pick([..."ab:#-'\"\\\t é😀\u0085\u00a0\u2028\ufeff"])).join(""),
  ];
  return random.pick(ways)();
}

/**
 * Returns a literal or folded scalar with any header; lines may be indented more, be empty, or look
 * like comments.
 */
function blockText(random: Random, pad: string): string {
  const header = `${random.pick(["|", ">"])}${random.pick(["", "", "-", "+", "2", "1-", "+3"])}${random.pick(["", " # note", " ", "\t"])}`;
  const line = () =>
    random.pick(["text", "  more", "", "   ", "# no note", "key: value", "- item", "\ttab", "..."]);
  return [header, ...random.list(4, line).map((each) => (each === "" ? "" : pad + each))].join("\n");
}
