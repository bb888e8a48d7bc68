/**
 * The exchange layout as a JSON Schema (2020-12): one definition per layer, for a row with its fields by full name. Derived from
 * exchange-layout.ts; kept beside the documentation as docs/exchange.schema.json.
 */
import {
  EXCHANGE_LAYERS,
  EXCHANGE_VERSION,
  type ExchangeField,
  type ExchangeType,
} from './exchange-layout.ts';

const TYPES: Record<ExchangeType, Record<string, unknown>> = {
  text: { type: ['string', 'null'] },
  integer: { type: ['integer', 'null'] },
  real: { type: ['number', 'null'] },
  word: { type: ['string', 'null'] },
  date: { type: ['string', 'null'], format: 'date' },
  time: { type: ['string', 'null'], format: 'date-time' },
  birth: { type: ['string', 'null'], pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' },
  tags: { type: ['string', 'null'], description: 'Ids separated by ;' },
  link: { type: ['string', 'null'] },
};

/** The whole layout; each layer under `$defs`. `x-short` is the column of a Shapefile, `x-geometry` what the layer draws. */
export function exchangeSchema(): Record<string, unknown> {
  const layers = EXCHANGE_LAYERS.map(({ table, shape, fields }) => [
    table,
    {
      type: 'object',
      'x-geometry': shape,
      properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Linli exchange layout',
    'x-version': EXCHANGE_VERSION,
    type: 'object',
    properties: Object.fromEntries(
      EXCHANGE_LAYERS.map(({ table }) => [table, { type: 'array', items: { $ref: `#/$defs/${table}` } }]),
    ),
    $defs: Object.fromEntries(layers),
  };
}

function fieldSchema({ type, short, personal, words, target }: ExchangeField): Record<string, unknown> {
  return {
    ...TYPES[type],
    ...(words.length > 0 ? { enum: [...words, null] } : {}),
    ...(target ? { 'x-target': target } : {}),
    ...(personal ? { 'x-personal': true } : {}),
    'x-short': short,
  };
}
