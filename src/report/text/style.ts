/** The ANSI codes that start and end each style. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

type Style = keyof typeof CODES;

/** Functions that apply a style to a text. */
export interface Painter extends Readonly<Record<Style, (text: string) => string>> {
  /** False for readers without a command line, who cannot give options. */
  readonly hasOptions: boolean;
}

const COLORED = paintWith((text, style) => {
  const [open, close] = CODES[style];
  return `\u001b[${open}m${text}\u001b[${close}m`;
});
const PLAIN = paintWith((text) => text);

/** The styles of a message in an editor: none, and no options of the command line. */
export const EDITOR: Painter = { ...PLAIN, hasOptions: false };

/**
 * The styles of a terminal; none if `color` is off. Packages for this check the terminal themselves
 * when they are loaded, which costs ten milliseconds.
 */
export function painter(color: boolean): Painter {
  return color ? COLORED : PLAIN;
}

function paintWith(paint: (text: string, style: Style) => string): Painter {
  const styles = Object.keys(CODES) as Style[];
  const painted = Object.fromEntries(styles.map((style) => [style, (text: string) => paint(text, style)]));
  return { ...(painted as Record<Style, (text: string) => string>), hasOptions: true };
}
