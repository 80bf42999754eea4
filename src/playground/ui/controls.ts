import type { Range } from "../../document/source.ts";
import { byId, type Child, h, type Props } from "./dom.ts";

/** A value that a list offers, and its words. */
export type Choice = readonly [value: string, words: string];

/** A list to choose one value from. */
export interface ChoiceList {
  /** The name by which the list keeps the focus when it is drawn again. */
  readonly key: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  set(value: string): void;
}

/** Returns a button. */
export function button(words: Child, onclick: () => void, props: Props = {}): HTMLElement {
  return h("button", { type: "button", ...props, onclick }, words);
}

/** Returns a button in a text that goes to a line. */
export function placeButton({ start }: Range, go: () => void, key?: string): HTMLElement {
  return button(`line ${start.line}`, go, { class: "place", "data-key": key });
}

/** Returns a field of a form with its label. */
export function field(label: string, ...content: Child[]): HTMLElement {
  return h("label", { class: "field" }, h("span", {}, label), content);
}

/** Returns a list to choose from. */
export function select({ key, choices, value, set }: ChoiceList, props: Props = {}): HTMLSelectElement {
  return h(
    "select",
    { ...props, "data-key": key, onchange: newValue(set) },
    choices.map(([id, words]) => h("option", { value: id, selected: id === value }, words)),
  );
}

/** Returns a handler that reads the new value of a field. */
export function newValue(set: (value: string) => void): (event: Event) => void {
  return ({ target }) => set((target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value);
}

/** Returns choices whose words are the values. */
export function plainChoices(values: readonly string[]): Choice[] {
  return values.map((value) => [value, value]);
}

/**
 * Tabs as the ARIA practices describe them: one of them can be reached with the Tab key, the arrow
 * keys, Home and End select another one (https://www.w3.org/WAI/ARIA/apg/patterns/tabs).
 */
export class Tabs<T extends string> {
  readonly #ids: readonly T[];
  readonly #onSelect: (tab: T) => void;
  #current: T;

  constructor(ids: readonly T[], first: T, onSelect: (tab: T) => void) {
    this.#ids = ids;
    this.#current = first;
    this.#onSelect = onSelect;
    for (const id of ids) {
      const tab = byId(`tab-${id}`);
      tab.addEventListener("click", () => this.select(id));
      tab.addEventListener("keydown", (event) => this.#move(event));
    }
    this.#draw();
  }

  get current(): T {
    return this.#current;
  }

  /** Shows a tab; with `focus`, the keyboard goes to it too. */
  select(id: T, focus = false): void {
    this.#current = id;
    this.#draw();
    if (focus) byId(`tab-${id}`).focus();
    this.#onSelect(id);
  }

  #move(event: KeyboardEvent): void {
    const at = this.#ids.indexOf(this.#current);
    const last = this.#ids.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.select(this.#ids[next]!, true);
  }

  #draw(): void {
    for (const id of this.#ids) {
      const isCurrent = id === this.#current;
      const tab = byId(`tab-${id}`);
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
      byId(`panel-${id}`).hidden = !isCurrent;
    }
  }
}
