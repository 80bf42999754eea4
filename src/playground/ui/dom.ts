/** A child of an element; null, undefined and false are left out. */
export type Child = Node | string | number | null | undefined | false | readonly Child[];

/** Attributes, handlers of events, and classes. A boolean attribute is set or absent. */
export type Props = Readonly<
  Record<string, string | number | boolean | ((event: never) => void) | undefined>
>;

/** Returns a new element. Texts become text nodes, so that no value is read as HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setProps(element, props);
  add(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Returns a new element of a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setProps(element, props);
  add(element, children);
  return element;
}

function setProps(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
}

function add(element: Element, children: readonly Child[]): void {
  for (const child of children)
    if (child instanceof Node || typeof child === "string") element.append(child);
    else if (typeof child === "number") element.append(String(child));
    else if (Array.isArray(child)) add(element, child);
}

/**
 * Replaces the children of an element. An element that had the focus gives it to the new one with
 * the same `data-key`, so that a person who uses the keyboard stays at the place.
 */
export function show(element: Element, ...children: Child[]): void {
  const active = document.activeElement;
  const key = active && element.contains(active) ? active.getAttribute("data-key") : null;
  element.replaceChildren();
  add(element, children);
  if (key === null) return;
  const same = [...element.querySelectorAll<HTMLElement>("[data-key]")].find(
    (each) => each.getAttribute("data-key") === key,
  );
  same?.focus({ preventScroll: true });
}

/** Returns the element of the page with an id. Throws if the page has none. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element "${id}"`);
  return found as T;
}

/** A verdict or an outcome: its sign for the eye, its word for everyone. */
export function badge(outcome: string, sign: string, kind: string): HTMLElement {
  return h(
    "span",
    { class: `badge ${kind}` },
    h("span", { "aria-hidden": "true", class: "sign" }, sign),
    outcome.replace("-", " "),
  );
}

/** Returns a function that runs another one once calls have paused for some milliseconds. */
export function debounced(ms: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
}

/** Shows a text in a line of the page that screen readers read. */
export function announce(text: string): void {
  byId("status").textContent = text;
}

/** Shows the message of an error in that line. */
export function report(error: unknown): void {
  announce(messageOf(error));
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
