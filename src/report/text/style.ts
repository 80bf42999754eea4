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
export type Painter = Readonly<Record<Style, (text: string) => string>>;

/** Where a text for people is shown. */
export interface ScreenOptions {
  readonly color: boolean;
  readonly columns: number;
  /** Whether it is an editor, which has no options of the command line. */
  readonly inEditor?: boolean;
}

/** The styles of a text for people, the columns of a line, and whether readers can give options. */
export interface Screen extends Painter {
  readonly columns: number;
  readonly hasOptions: boolean;
}

const COLORED = paintWith((text, style) => {
  const [open, close] = CODES[style];
  return `\u001b[${open}m${text}\u001b[${close}m`;
});
const PLAIN = paintWith((text) => text);

/**
 * The styles of a terminal; none if `color` is off. Packages for this check the terminal themselves
 * when they are loaded, which costs ten milliseconds.
 */
export function painter(color: boolean): Painter {
  return color ? COLORED : PLAIN;
}

/** The styles and the width of a text for a place. */
export function screenFor({ color, columns, inEditor = false }: ScreenOptions): Screen {
  return { ...painter(color), columns, hasOptions: !inEditor };
}

function paintWith(paint: (text: string, style: Style) => string): Painter {
  const styles = Object.keys(CODES) as Style[];
  const painted = styles.map((style) => [style, (text: string) => paint(text, style)]);
  return Object.fromEntries(painted) as Painter;
}
