import type { Cursor } from "./cursor.js";

/** As much of JSON Schema as the schemas of what users write are made of. */
export interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  description?: string;
}

/** A key or a value that the schema allows at a place. */
export interface Allowed {
  kind: "key" | "value";
  text: string;
  description?: string;
}

/** What may stand at a place of a document. */
export function allowed(schema: JsonSchema, cursor: Cursor): Allowed[] {
  const found = at(schema, cursor.path);
  const out = new Map<string, Allowed>();
  const add = (kind: Allowed["kind"], text: string, description?: string): void => {
    if (!out.has(text)) out.set(text, { kind, text, ...(description !== undefined && { description }) });
  };
  if (cursor.expects === "key") {
    for (const { properties = {} } of found) for (const [key, value] of Object.entries(properties)) if (!cursor.siblings.includes(key)) add("key", key, value.description);
    // A list of single words is written without keys.
    if (cursor.path.at(-1) === 0) for (const one of found) values(one).forEach((value) => add("value", value));
  } else for (const one of found) values(one).forEach((value) => add("value", value));
  return [...out.values()];
}

function values({ enum: list = [], const: only, type }: JsonSchema): string[] {
  if (type === "boolean") return ["true", "false"];
  return [...list, ...(only === undefined ? [] : [only])].map(String);
}

/** The schemas of a place; several where there are alternatives. */
function at(schema: JsonSchema, path: readonly (string | number)[]): JsonSchema[] {
  let here = alternatives(schema);
  for (const key of path)
    here = here.flatMap((one) => {
      if (typeof key === "number") return one.items ? alternatives(one.items) : [];
      const next = one.properties?.[key] ?? (typeof one.additionalProperties === "object" ? one.additionalProperties : undefined);
      return next ? alternatives(next) : [];
    });
  return here;
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return inner.length === 0 ? [schema] : inner.flatMap(alternatives);
}
