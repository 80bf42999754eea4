/** For an alias inside its own target: js-yaml 3 accepts it, but JSON cannot contain itself. */
export const CIRCULAR = "circular alias: this alias is inside the node it refers to";

/** Error reasons of js-yaml 3 with our messages. No message quotes the text: it may be secret. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [
    /^unidentified alias/,
    "an unquoted * begins an alias, but no anchor before it has this name; quote the value",
  ],
  [/^name of an alias/, "an unquoted * begins an alias, but this one has no name; quote the value"],
  [/^name of an anchor/, "an unquoted & begins an anchor, but this one has no name; quote the value"],
  [/^alias node should not/, "an alias can have no tag or anchor of its own; remove it"],
  [/tag/, "an unquoted ! begins a tag, but Codefresh's reader does not know this one; quote the value"],
  [
    /^bad indentation of a (mapping|sequence) entry/,
    "this line is indented differently from its neighbours; align it with them",
  ],
  [
    /colon is missed|multiline key/,
    'this line is not a "key: value" pair; add the colon, or quote the text it belongs to',
  ],
  [
    /whitespace character is expected after the key-value/,
    "a colon needs a space after it; add one, or quote the text",
  ],
  [/key node is missed/, "a key is missing before this colon; add it, or quote the text"],
  [/single quoted scalar/, "this single-quoted text does not end; add the closing quote"],
  [/double quoted scalar/, "this double-quoted text does not end; add the closing quote"],
  [
    /unknown escape sequence|hexadecimal character/,
    "this escape is not allowed in double quotes; use single quotes or double the backslash",
  ],
  [/within a flow collection/, "this list or map in brackets does not end; add the closing bracket"],
  [/missed comma/, "a comma is missing between two entries in brackets; add it"],
  [
    /deficient indentation/,
    "this part of a text in quotes or brackets is indented too little; indent it more than its key",
  ],
  [
    /null byte|non-printable|valid JSON character/,
    "the file contains a control character that YAML does not allow; remove it",
  ],
  [
    /document separator is expected/,
    "unexpected text after the end of the document; check its indentation, or begin a new one with ---",
  ],
  [/directive/, "this line begins with % but is not a known YAML directive; quote the text"],
  [
    /block scalar|chomping|indentation width/,
    "the header of this block text is invalid; write | or >, followed by at most - or + and a digit",
  ],
  [
    /cannot merge|merge sequence/,
    "a merge key requires a mapping or a list of mappings; write an alias to one",
  ],
  [/maxTotalMergeKeys/, "merge keys expand to more than 10,000 entries; write the values out"],
  [
    /nested arrays|duplicated mapping key/,
    "this mapping has a key that cannot be read; write plain text as the key",
  ],
];

/** Returns our message for a js-yaml 3 error. */
export function wordsForRefusal(reason: string): string {
  return (
    REFUSALS.find(([pattern]) => pattern.test(reason))?.[1] ?? "this is not YAML that Codefresh can read"
  );
}

/** Error codes of `yaml` (its `ErrorCode`) and our message for each. */
const CODES: Readonly<Record<string, string>> = {
  ALIAS_PROPS: "an alias can have no tag or anchor of its own; remove it",
  BAD_ALIAS: "an unquoted * begins an alias, but this one has no valid name; quote the value",
  BAD_DIRECTIVE: "this line begins with % but is not a known YAML directive; quote the text",
  BAD_DQ_ESCAPE: "this escape is not allowed in double quotes; use single quotes or double the backslash",
  BAD_INDENT: "this line is indented differently from its neighbours; align it with them",
  BAD_PROP_ORDER: "an anchor or tag is in the wrong place; move it before the value",
  BAD_SCALAR_START: "a text cannot begin with this character; quote it",
  BLOCK_AS_IMPLICIT_KEY: "a nested mapping must begin on its own line; move it there, or quote the text",
  BLOCK_IN_FLOW: "a block is not allowed inside brackets; write it in brackets too",
  KEY_OVER_1024_CHARS: "this key is longer than 1,024 characters; shorten it",
  MISSING_CHAR: "a colon, comma, space, quote or bracket is missing here; add it",
  MULTILINE_IMPLICIT_KEY: "a key must be on one line; add the colon, or quote the text",
  MULTIPLE_ANCHORS: "a value can have only one anchor; remove the others",
  MULTIPLE_TAGS: "a value can have only one tag; remove the others",
  TAB_AS_INDENT: "this line is indented with a tab; use spaces",
  TAG_RESOLVE_FAILED:
    "an unquoted ! begins a tag, but Codefresh's reader does not know this one; quote the value",
  UNEXPECTED_TOKEN: "unexpected text; check the quotes, brackets and indentation before it",
};

/** Returns our message for an error code of `yaml`. */
export function wordsForYamlError(code: string): string {
  return CODES[code] ?? "this is not YAML";
}
