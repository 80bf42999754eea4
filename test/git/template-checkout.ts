import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Checkout, SHOP } from "./checkout.ts";

/** Returns a spec of the repository acme/shop with a `specTemplate`, written in brackets. */
export const specWith = (name: string, template: string): string => `version: '1.0'
kind: pipeline
metadata: { name: shop/${name} }
spec:
  triggers:
    - { name: push, type: git, repo: acme/shop, provider: github, context: github, events: [push.heads] }
  specTemplate: ${template}
`;

/** Returns the `specTemplate` of a file in a repository. */
export const inGit = (path: string, repo = "acme/shop"): string =>
  `{ location: git, repo: ${repo}, path: ${path}, context: github }`;

/** Creates a checkout of acme/shop with files, and the link `links/outside.yml` out of it. */
export function checkoutOfShop(files: Readonly<Record<string, string>>): Checkout {
  const checkout = Checkout.init(SHOP);
  mkdirSync(join(checkout.folder, "links"));
  symlinkSync("/etc/hostname", join(checkout.folder, "links/outside.yml"));
  checkout.commit("First", files);
  return checkout;
}
