import type { Range } from "../../document/source.ts";
import { type Child, h, type Props } from "./dom.ts";

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
