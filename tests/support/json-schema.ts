/** A valibot schema as JSON Schema 2020-12, for the parts of valibot that documented layouts use; throws at any other. */

interface Known {
  type: string;
  pipe?: readonly Known[];
  kind: string;
  entries?: Record<string, Known>;
  options?: readonly unknown[];
  literal?: unknown;
  item?: Known;
  wrapped?: Known;
  requirement?: unknown;
}

type Json = Record<string, unknown>;

export function jsonSchema(schema: object): Json {
  return of(schema as Known);
}

function of(schema: Known): Json {
  const [, ...actions] = schema.pipe ?? [];
  return Object.assign(bare(schema), ...actions.map(actionOf));
}

function bare({ type, entries = {}, options = [], literal, item, wrapped }: Known): Json {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type };
    case 'unknown':
      return {};
    case 'literal':
      return { const: literal };
    case 'picklist':
      return { enum: options };
    case 'nullable':
      return { anyOf: [of(wrapped as Known), { type: 'null' }] };
    case 'optional':
      return of(wrapped as Known);
    case 'union':
    case 'variant':
      return { oneOf: options.map((option) => of(option as Known)) };
    case 'array':
      return { type: 'array', items: of(item as Known) };
    case 'object':
    case 'strict_object':
      return {
        type: 'object',
        ...(type === 'strict_object' && { additionalProperties: false }),
        required: Object.keys(entries).filter((name) => entries[name].type !== 'optional'),
        properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, of(entry)])),
      };
    default:
      throw new Error(`no JSON Schema for ${type}`);
  }
}

function actionOf({ type, kind, requirement, ...rest }: Known): Json {
  if (kind === 'schema') return of({ type, kind, requirement, ...rest });
  switch (type) {
    case 'regex':
      return { pattern: (requirement as RegExp).source };
    case 'min_length':
      return { minLength: requirement };
    case 'max_length':
      return { maxLength: requirement };
    case 'min_value':
      return { minimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'integer':
      return { type: 'integer' };
    case 'iso_timestamp':
      return { format: 'date-time' };
    // What a schema cannot say: it holds all the same.
    case 'check':
      return {};
    default:
      throw new Error(`no JSON Schema for ${type}`);
  }
}
