import type { AST } from "../syntax/ast.ts";

/** A piece of a pattern that consumes exactly one UTF-16 code unit. */
export type CharacterNode =
  | AST.Character
  | AST.CharacterClass
  | AST.CharacterSet
  | AST.ExpressionCharacterClass;

/** True if a node consumes exactly one UTF-16 code unit whenever it matches. */
export function isCharacterNode(node: AST.Node): node is CharacterNode {
  return node.type === "Character" || node.type === "CharacterClass" || node.type === "CharacterSet";
}

/** Tests whether a node matches one UTF-16 code unit (0 to 65535). */
export type CharacterTest = (unit: number) => boolean;

/**
 * Compiles a one-character node to a test. The engine's own compiler decides, so case folding and
 * classes are exact; ASCII results are cached.
 *
 * @param node a character, class or escape such as `\d`
 * @param ignoreCase whether flag `i` is set
 */
export function characterTest(node: CharacterNode, ignoreCase: boolean): CharacterTest {
  if (node.type === "Character" && !ignoreCase) return (unit) => unit === node.value;
  if (node.type === "Character" && node.value < 128) return foldedAscii(node.value);
  const native = new RegExp(`^${node.raw}$`, ignoreCase ? "i" : "");
  const known = new Int8Array(128);
  return (unit) => {
    if (unit >= 128) return native.test(String.fromCharCode(unit));
    if (known[unit] === 0) known[unit] = native.test(String.fromCharCode(unit)) ? 1 : -1;
    return known[unit] === 1;
  };
}

/** Without flag u, ASCII letters fold with each other only. */
function foldedAscii(value: number): CharacterTest {
  const lower = /[a-zA-Z]/.test(String.fromCharCode(value)) ? value | 0x20 : value;
  const upper = lower === value && !/[a-z]/.test(String.fromCharCode(value)) ? value : lower & ~0x20;
  return (unit) => unit === lower || unit === upper;
}
