/** A Git trigger: its name, its events and more lines. */
type Trigger = readonly [name: string, events: string, ...lines: string[]];

/** Returns the spec `shop/web` with Git triggers for the repository acme/shop on GitHub. */
export function shopSpec(...triggers: readonly Trigger[]): string {
  const items = triggers.map(
    ([name, events, ...lines]) => `    - type: git
      name: ${name}
      provider: github
      repo: acme/shop
      events: [${events}]
${lines.map((line) => `      ${line}\n`).join("")}`,
  );
  return `version: '1.0'
kind: pipeline
metadata:
  name: shop/web
spec:
  triggers:
${items.join("")}`;
}
