/** As much of JSON Schema as the schemas of our own outputs use. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly $ref?: string;
}

/**
 * Whether parsed JSON keeps to the schema of one of our outputs; references are looked up in its `definitions`. For what comes from a file
 * and is worked with as if we had just made it. Never throws.
 */
export function hasShape(value: unknown, schema: Readonly<Record<string, unknown>>): boolean {
  return keepsTo(value, schema as Shape, schema.definitions as Readonly<Record<string, Shape>>);
}

function keepsTo(value: unknown, shape: Shape, definitions: Readonly<Record<string, Shape>>): boolean {
  if (shape.$ref !== undefined)
    return keepsTo(value, definitions[shape.$ref.slice("#/definitions/".length)]!, definitions);
  if (shape.const !== undefined && value !== shape.const) return false;
  if (shape.enum && !shape.enum.includes(value)) return false;
  if (shape.type !== undefined && ![shape.type].flat().some((type) => isOfType(value, type))) return false;
  if (shape.minimum !== undefined && (value as number) < shape.minimum) return false;
  const inside = (part: unknown, of: Shape | undefined) => !of || keepsTo(part, of, definitions);
  if (Array.isArray(value)) return value.every((item) => inside(item, shape.items));
  if (!isObject(value)) return true;
  return (
    (shape.required ?? []).every((key) => Object.hasOwn(value, key)) &&
    Object.entries(shape.properties ?? {}).every(
      ([key, of]) => !Object.hasOwn(value, key) || inside(value[key], of),
    )
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "object") return isObject(value);
  if (type === "array") return Array.isArray(value);
  if (type === "null") return value === null;
  return type === "integer" ? Number.isSafeInteger(value) : typeof value === type;
}
