/** Makes an object, and all that its own properties lead to, impossible to change. */
export function deepFreeze(root: unknown): void {
  const open = [root];
  while (open.length > 0) {
    const next = open.pop();
    // A buffer, such as the value of `!!binary`, cannot be frozen.
    if (typeof next !== "object" || next === null || Object.isFrozen(next) || ArrayBuffer.isView(next))
      continue;
    Object.freeze(next);
    for (const value of Object.values(next)) open.push(value);
  }
}
