/** Source and date of each field: the text, two files one after the other, out and in again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordAt } from '../../../../shared/columns/cell.ts';
import type { DictColumn } from '../../../../shared/columns/column.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { textEntries } from '../../../../shared/model/exchange-files.ts';
import { exchangeTables } from '../../../../shared/model/exchange-rows.ts';
import {
  isoDayOf,
  joinedSources,
  readSources,
  SOURCED_NAMES,
  sourceOf,
  sourceStamp,
  writeSources,
} from '../../../../shared/model/field-sources.ts';
import { runImport } from '../../../../shared/model/import-run.ts';
import { joined } from './exchange-support.ts';
import { desk, drain, lookAt, textFile } from './import-support.ts';

describe('the text', () => {
  const stamp = fc
    .tuple(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40_000 }))
    .map(([name, day]) => sourceStamp(`${name}表`, isoDayOf(day)));
  const stamps = fc
    .array(fc.tuple(fc.constantFrom(...SOURCED_NAMES), fc.oneof(stamp, fc.constant(''))), { minLength: 1 })
    .map((entries) => new Map(entries));

  test('says for every field what was written', () => {
    fc.assert(
      fc.property(stamps, (given) => {
        const read = readSources(writeSources(given));
        for (const [field, text] of given) expect(sourceOf(read, field)).toBe(text);
      }),
    );
  });

  test('names what came from elsewhere, whichever is less', () => {
    const [a, b] = [sourceStamp('人口.xlsx', '2026-11-30'), sourceStamp('流动; 新: 表.xlsx', '2026-10-01')];
    expect(b).toBe('流动 新 表.xlsx 2026-10-01');
    expect(joinedSources(a, b, ['phone'], ['name', 'sex', 'health'])).toBe(`${a}; phone: ${b}`);
    expect(joinedSources(a, b, ['phone', 'name', 'sex'], ['health'])).toBe(`${b}; health: ${a}`);
    expect(joinedSources('', b, ['phone'], ['name', 'sex'])).toBe(`phone: ${b}`);
    expect(joinedSources(`${a}; phone: ${b}`, a, ['phone'], ['name'])).toBe(a);
  });
});

async function imported(name: string, text: string, day: number, current: CommunityBundle | null) {
  const file = textFile(name, text);
  const { plans } = await lookAt(file, name);
  const plan = {
    layers: plans.map((layer) => ({ ...layer, role: 'residents' as const })),
    mode: current ? ('merge' as const) : ('replace' as const),
    name: { zh: '测试', en: 'Test' },
    asOfDay: day,
  };
  const files = new Map([[name, file]]);
  return (await drain(runImport(plan, desk(files), current, new AbortController().signal))).bundle;
}

/** By name of the person. */
function sourcesOf(bundle: CommunityBundle): Record<string, string> {
  const { columns, rows } = bundle.tables.residents!;
  const names = columns['id'] as { kind: 'text'; bytes: Uint8Array; offsets: Uint32Array };
  const text = (row: number) =>
    new TextDecoder().decode(names.bytes.subarray(names.offsets[row], names.offsets[row + 1]));
  return Object.fromEntries(
    Array.from({ length: rows }, (_, row) => [text(row), wordAt(columns['sources'] as DictColumn, row)]),
  );
}

const DAY = 20_000;
const person = (i: number) => `r${i},张${i},男,1990-02-03,1390000${String(1000 + i)},本科`;
const FIRST = `人员编号,姓名,性别,出生日期,电话,学历\n${Array.from({ length: 30 }, (_, i) => person(i)).join('\n')}\n`;
const first = sourceStamp('人口.csv', isoDayOf(DAY));
const second = sourceStamp('人口电话.csv', isoDayOf(DAY + 9));

test('every person of a file carries its name and day', async () => {
  const bundle = await imported('人口.csv', FIRST, DAY, null);
  expect(new Set(Object.values(sourcesOf(bundle)))).toEqual(new Set([first]));
});

test('a second list takes over what it states and no more', async () => {
  const before = await imported('人口.csv', FIRST, DAY, null);
  const text = '人员编号,电话,学历\nr3,13911112222,\nr4,13911113333,大专\nr99,13911114444,\n';
  const found = sourcesOf(await imported('人口电话.csv', text, DAY + 9, before));
  expect(found['r3']).toBe(`${first}; phone: ${second}`);
  expect(found['r4']).toBe(`${first}; phone, education: ${second}`);
  expect(found['r5']).toBe(first);
  expect(found['r99']).toBe(second);
});

test('what a file says of its own fields goes in and out, and is joined like any other', async () => {
  const before = await imported('人口.csv', FIRST, DAY, null);
  const merged = await imported('人口电话.csv', '人员编号,电话\nr3,13911112222\n', DAY + 9, before);
  const [{ chunks }] = textEntries(exchangeTables(merged, { tables: ['residents'], personal: true }), 'csv');
  const text = new TextDecoder().decode(await joined(chunks));
  const back = await imported('residents.csv', text, DAY + 20, null);
  expect(sourcesOf(back)).toEqual(sourcesOf(merged));
  const told = `人员编号,学历,字段来源\nr3,大专,${second}\n`;
  expect(sourcesOf(await imported('人口三.csv', told, DAY + 30, back))['r3']).toBe(
    `${first}; phone, education: ${second}`,
  );
});
