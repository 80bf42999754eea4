import type { Span } from "./source.ts";

/** Our message for each kind of fault. No message quotes the text: it may be secret. */
const MESSAGES = {
  "circular-alias": "circular alias: this alias is inside the node it refers to",
  "unknown-alias":
    "no anchor before this alias has its name; correct the name, or quote a value that begins with *",
  "alias-without-name": "an unquoted * begins an alias, but this one has no name; quote the value",
  "anchor-without-name": "an unquoted & begins an anchor, but this one has no name; quote the value",
  "alias-with-properties": "an alias can have no tag or anchor of its own; remove it",
  "unknown-tag": "an unquoted ! begins a tag, but Codefresh's reader does not know this one; quote the value",
  "custom-tag":
    "this tag is unknown to Codefresh's reader; write the value that it makes, or quote both if they are a text",
  "tag-value": "this value does not fit the tag before it; remove the tag, or write another value",
  indentation: "this line is indented differently from its neighbours; align it with them",
  "item-indentation":
    "the keys of this list item are in different columns; align those below with the one behind the dash",
  "dash-space": "a dash that begins a list item needs a space after it; add one",
  "continued-command":
    "this line continues the command above, but is not deeper than its dash; write the command as a block behind - |",
  "long-dash": "a list item begins with a hyphen, not with this longer dash; write -",
  "other-bullet": "a list item begins with one hyphen, not with this; write -",
  "missing-dash": "a dash is missing before this item of a list; add it",
  "value-below":
    "this value is below its key, but not deeper; write it behind the key, or add a dash for a list",
  "surplus-dash": 'a dash begins a list item, but this line is between "key: value" pairs; remove the dash',
  "comma-behind": "a comma is only allowed inside brackets; remove it",
  "semicolon-behind": "a semicolon behind a value is not YAML; remove it",
  "missing-quote": "this text ends with a quote that it does not begin with; add the quote",
  "other-quote": "this text begins with one kind of quote and ends with another; write the same at both ends",
  "quote-before-key": "a quote is before this key, but not behind it; remove the quote",
  "doubled-quote": "this text has a quote twice; write it once",
  "missing-colon": 'this line is not a "key: value" pair; add the colon, or quote the text it belongs to',
  "stray-line": 'this line is not a "key: value" pair; remove it, add the colon, or begin it with #',
  "colon-before-next-line":
    "this key has no colon, and its value is on the next line; write both on one line with a colon",
  "joined-lines": "two keys are on this line; begin a new line before the second",
  "list-behind-key": "a list cannot begin on the line of its key; write it on the lines below",
  "quoted-pair": "the quotes are around a key and its value; write them around the value only",
  "shallow-block":
    "the lines of the block text are not deeper than the line with its mark; indent this and the next ones",
  "block-before-list": "this mark begins a block text, but a list is below; remove the mark",
  "block-comment": "a comment in YAML has # on each line, not marks at its start and end; write # on each",
  "wrong-colon": "a key is followed by a colon, not by this mark; write a colon",
  "foreign-comment": "a comment in YAML begins with #, not with this; write #",
  "foreign-comment-of-item":
    "a comment in YAML begins with #, not with this, and ends with its line; write # before each line of the item",
  "missing-space": "a colon needs a space after it; add one, or quote the text",
  "missing-key": "a key is missing before this colon; add it, or quote the text",
  "open-single-quote": "this single-quoted text does not end; add the closing quote",
  "open-double-quote": "this double-quoted text does not end; add the closing quote",
  escape: "this escape is not allowed in double quotes; use single quotes or double the backslash",
  "open-bracket": "this list or map in brackets does not end; add the closing bracket",
  "missing-comma": "a comma is missing between two entries in brackets; add it",
  "continuation-indentation":
    "this part of a text in quotes or brackets is indented too little; indent it more than its key",
  "control-character": "the file contains a control character that YAML does not allow; remove it",
  "variable-in-brackets": "inside brackets a text with ${{ must be in quotes; quote it",
  "shell-variable-in-brackets":
    "inside brackets a text with ${ must be in quotes; quote it, or render a template first",
  "regex-in-brackets": "inside brackets a regex with brackets of its own must be in quotes; quote it",
  "text-after-document":
    "unexpected text after the end of the document; check its indentation, or begin a new one with ---",
  divider: "this mark ends the document, but the lines below belong to it; remove the mark",
  "line-marks":
    "each line begins with a mark or a number, as in a patch or a quotation; remove these from all lines",
  directive: "this line begins with % but is not a known YAML directive; quote the text",
  "block-header":
    "the header of this block text is invalid; write | or >, followed by at most - or + and a digit",
  "merge-value": "a merge key requires a mapping or a list of mappings; write an alias to one",
  "merge-size": "merge keys expand to more than 10,000 entries; write the values out",
  "unreadable-key": "this mapping has a key that cannot be read; write plain text as the key",
  "alias-name": "an unquoted * begins an alias, but this one has no valid name; quote the value",
  "property-order": "an anchor or tag is in the wrong place; move it before the value",
  "scalar-start": "a text cannot begin with this character; quote it",
  "nested-mapping": "a nested mapping must begin on its own line; move it there, or quote the text",
  "block-in-brackets": "a block is not allowed inside brackets; write it in brackets too",
  "long-key": "this key is longer than 1,024 characters; shorten it",
  "missing-character": "a colon, comma, space, quote or bracket is missing here; add it",
  "multiline-key": "a key must be on one line; add the colon, or quote the text",
  "several-anchors": "a value can have only one anchor; remove the others",
  "several-tags": "a value can have only one tag; remove the others",
  tab: "this line is indented with a tab; use spaces",
  "false-space":
    "this is a no-break space or another character that only looks like a space; write ordinary spaces",
  "byte-order-mark": "a byte order mark belongs at the start of a file only; remove it",
  "code-fence": "this is the fence of a code block in Markdown, not YAML; remove it",
  "merge-conflict": "this is a marker of a merge conflict; keep one side and remove the markers",
  "nested-colon": "a colon and a space begin a second value on this line; quote the whole value",
  "inner-single-quote": "this quote ends its text too early; write '' for a quote inside single quotes",
  "inner-double-quote": 'this quote ends its text too early; write \\" for a quote inside double quotes',
  "text-after-value": "this text is behind the end of its value; quote the whole value",
  "unexpected-text": "unexpected text; check the quotes, brackets and indentation before it",
  unreadable: "this is not YAML that Codefresh can read",
  "not-yaml": "this is not YAML",
  "json-format":
    "this is not JSON, which Codefresh reads from a .json file; rename it to .yml, or write JSON",
  "json-mark": "a byte order mark is not JSON; remove it",
  "json-comment": "a comment is not JSON; remove it",
  "json-trailing-comma": "a comma before a closing bracket is not JSON; remove it",
  "json-comma": "a comma is missing behind this value; add it",
  "json-colon": "a colon is missing behind this key; add it",
  "json-key": "a key of JSON must be in double quotes; quote it",
  "json-quotes": "single quotes are not JSON; write double quotes",
  "json-curly-quotes": "curly quotes are not JSON; write straight double quotes",
  "json-text-after-value": "this is behind the end of a value; write a comma, or remove it",
  "json-string": "this text does not end on its line; add the closing quote",
  "json-escape": "this escape does not exist in JSON; double the backslash",
  "json-control": "a string of JSON contains a control character; write an escape such as \\t",
  "json-value": "this is not a value of JSON; write a string in double quotes, a number or a list",
  "json-bracket": "a bracket does not close here; add it, or correct the commas before it",
  "json-several": "a second value begins here, and a .json file has only one; write a list of both",
  "json-end": "unexpected text after the end of the JSON value; remove it",
  "too-deep": "the document is nested too deeply; flatten it",
  "too-many-values": "the aliases here expand to too many values; write the values out",
  "too-much-text": "the aliases here repeat too much text; use fewer of them, or a shorter text",
} as const;

/** The kind of a fault of a text. */
export type YamlFaultId = keyof typeof MESSAGES;

/** A fault of the YAML or JSON text. `message` is our own. */
export interface YamlFault {
  readonly id: YamlFaultId;
  readonly span: Span;
  readonly message: string;
  readonly severity: "error" | "warning";
  /** Set if the text behind the fault was read as if this one were fixed. */
  readonly repair?: Repair;
}

/** The change with which the reader got over a fault. */
export interface Repair {
  /** The span whose content is a guess. */
  readonly span: Span;
  /** True if nothing but the span is a guess; false if a part of the text may be lost. */
  readonly sure: boolean;
  /** True if the change puts the span in quotes. */
  readonly quotes?: boolean;
  /** The change, if it may be offered as a fix. */
  readonly fix?: {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly { readonly span: Span; readonly text: string }[];
  };
}

/** Returns the fault of a kind at a span. */
export function yamlFault(id: YamlFaultId, span: Span): YamlFault {
  return { id, span, message: MESSAGES[id], severity: "error" };
}

/** Error reasons of js-yaml 3. */
const REFUSALS: readonly (readonly [RegExp, YamlFaultId])[] = [
  [/^unidentified alias/, "unknown-alias"],
  [/^name of an alias/, "alias-without-name"],
  [/^name of an anchor/, "anchor-without-name"],
  [/^alias node should not/, "alias-with-properties"],
  [/^cannot resolve a node|^unacceptable node kind/, "tag-value"],
  // A known tag before a value of another kind, such as a list.
  [
    /^unknown tag !<tag:yaml.org,2002:(?:binary|bool|float|int|map|null|omap|pairs|seq|set|str|timestamp)>/,
    "tag-value",
  ],
  [/tag/, "unknown-tag"],
  [/^bad indentation of a (mapping|sequence) entry/, "indentation"],
  [/colon is missed|multiline key/, "missing-colon"],
  [/whitespace character is expected after the key-value/, "missing-space"],
  [/key node is missed/, "missing-key"],
  [/single quoted scalar/, "open-single-quote"],
  [/double quoted scalar/, "open-double-quote"],
  [/unknown escape sequence|hexadecimal character/, "escape"],
  [/within a flow collection/, "open-bracket"],
  [/missed comma/, "missing-comma"],
  [/deficient indentation/, "continuation-indentation"],
  [/null byte|non-printable|valid JSON character/, "control-character"],
  [/document separator is expected/, "text-after-document"],
  [/directive/, "directive"],
  [/block scalar|chomping|indentation width/, "block-header"],
  [/cannot merge|merge sequence/, "merge-value"],
  [/maxTotalMergeKeys/, "merge-size"],
  [/nested arrays|duplicated mapping key/, "unreadable-key"],
];

/** Returns the kind of a js-yaml 3 error. */
export function idOfRefusal(reason: string): YamlFaultId {
  return REFUSALS.find(([pattern]) => pattern.test(reason))?.[1] ?? "unreadable";
}

/** Error codes of `yaml` (its `ErrorCode`). */
const CODES: Readonly<Record<string, YamlFaultId>> = {
  ALIAS_PROPS: "alias-with-properties",
  BAD_ALIAS: "alias-name",
  BAD_DIRECTIVE: "directive",
  BAD_DQ_ESCAPE: "escape",
  BAD_INDENT: "indentation",
  BAD_PROP_ORDER: "property-order",
  BAD_SCALAR_START: "scalar-start",
  BLOCK_AS_IMPLICIT_KEY: "nested-mapping",
  BLOCK_IN_FLOW: "block-in-brackets",
  KEY_OVER_1024_CHARS: "long-key",
  MISSING_CHAR: "missing-character",
  MULTILINE_IMPLICIT_KEY: "multiline-key",
  MULTIPLE_ANCHORS: "several-anchors",
  MULTIPLE_TAGS: "several-tags",
  TAB_AS_INDENT: "tab",
  TAG_RESOLVE_FAILED: "unknown-tag",
  UNEXPECTED_TOKEN: "unexpected-text",
};

/** Returns the kind of an error code of `yaml`. */
export function idOfYamlError(code: string): YamlFaultId {
  return CODES[code] ?? "not-yaml";
}
