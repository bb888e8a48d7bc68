/** The layout as data: every column has a place in it, short names are told apart, the documents say what the program does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXCHANGE_LAYERS } from '../../../../shared/model/exchange-layout.ts';
import { recogniseExchange } from '../../../../shared/model/exchange-recognise.ts';
import { exchangeSchema } from '../../../../shared/model/exchange-schema.ts';
import type { FoundColumn } from '../../../../shared/model/import-plan.ts';
import { ROLES } from '../../../../shared/model/import-roles.ts';
import { TABLES } from '../../../../shared/model/tables.ts';
import { MADE_BY_IMPORT } from './exchange-support.ts';

/** Told together with another column. */
const TOGETHER = new Set(['birthMonth', 'birthDay']);

const columns = (names: readonly string[]): FoundColumn[] =>
  names.map((name) => ({ name, type: 'text', examples: [], values: [] }) as FoundColumn);

describe.each(EXCHANGE_LAYERS.map((layer) => [layer.table, layer] as const))('%s', (table, layer) => {
  it('has a field for every column', () => {
    const told = new Set(layer.fields.map(({ column }) => column));
    const left = Object.entries(TABLES[table].columns)
      .filter(
        ([name, { kind }]) =>
          kind !== 'geometry' && !told.has(name) && !TOGETHER.has(name) && !MADE_BY_IMPORT.has(name),
      )
      .map(([name]) => name)
      .filter((name) => !(layer.shape === 'point' && (name === 'lng' || name === 'lat')));
    expect(left).toEqual([]);
  });

  it('has fields that the import knows', () => {
    for (const { name } of layer.fields) expect(Object.keys(ROLES[layer.role].fields)).toContain(name);
  });

  it('has short names of ten bytes, each once', () => {
    const short = layer.fields.map((field) => field.short);
    for (const name of short) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(10);
    expect(new Set(short.map((name) => name.toLowerCase())).size).toBe(short.length);
  });

  it.each(['name', 'short'] as const)('is recognised by its %s names', (which) => {
    const found = recogniseExchange(table, columns(layer.fields.map((field) => field[which])));
    const targets = found && found !== 'about' ? found.choices.map(({ target }) => target) : [];
    expect(targets).toEqual(layer.fields.map(({ name }) => ({ to: 'field', field: name })));
  });
});

it('takes a layer with a column of its own for something else', () => {
  expect(recogniseExchange('residents', columns(['id', 'name', '本地备注']))).toBeNull();
  expect(recogniseExchange('人口', columns(['id', 'name']))).toBeNull();
  expect(recogniseExchange('residents', columns(['本地备注']))).toBeNull();
  expect(recogniseExchange('residents_2', columns(['id', 'name']))).toMatchObject({ role: 'residents' });
});

/** The documents are written anew with LINLI_GOLDEN set. */
function kept(path: string, text: string): string {
  if (process.env['LINLI_GOLDEN']) writeFileSync(path, text);
  return readFileSync(path, 'utf8');
}

it('is documented as it is', () => {
  const schema = `${JSON.stringify(exchangeSchema(), null, 2)}\n`;
  expect(kept('docs/exchange.schema.json', schema)).toBe(schema);
  const page = readFileSync('docs/exchange.md', 'utf8');
  const whole = `${page.slice(0, page.indexOf('## Layers'))}## Layers\n${EXCHANGE_LAYERS.map(layerText).join('')}`;
  expect(kept('docs/exchange.md', whole)).toBe(whole);
});

function layerText({ table, shape, fields }: (typeof EXCHANGE_LAYERS)[number]): string {
  const rows = fields.map(({ name, short, type, target, personal }) => {
    const what = target ? `link to ${target}` : type;
    return `| ${name} | ${short === name ? '' : short} | ${what} | ${personal ? 'personal' : ''} |\n`;
  });
  return `\n### ${table} (${shape})\n\n| Field | Short | Type | |\n|---|---|---|---|\n${rows.join('')}`;
}
