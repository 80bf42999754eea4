import { UsageError } from "./command.ts";

/** A test for names: a text that they have in any letter case, or a regex between slashes. Throws `UsageError` for a wrong regex. */
export function nameFilter(filter: string | undefined): (name: string) => boolean {
  if (filter === undefined) return () => true;
  const [, pattern, flags] = /^\/(.+)\/([a-z]*)$/s.exec(filter) ?? [];
  if (pattern === undefined) {
    const text = filter.toLowerCase();
    return (name) => name.toLowerCase().includes(text);
  }
  try {
    const regex = new RegExp(pattern, flags!.replaceAll(/[gy]/g, ""));
    return (name) => regex.test(name);
  } catch (error) {
    const [, why] = /: ([^:]+)$/.exec((error as Error).message) ?? [];
    throw new UsageError(
      `"--filter ${filter}" is no regex: ${(why ?? "it cannot be read").toLowerCase()}; correct it, or leave the slashes away to look for a text`,
    );
  }
}
