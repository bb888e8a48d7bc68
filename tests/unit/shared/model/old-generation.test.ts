/**
 * A community that was kept before the model had a table or a column still opens, answers and takes an import. The golden manifest was
 * written by a version of epoch 2 and is never changed.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { numberAt, wordAt } from '../../../../shared/columns/cell.ts';
import { NONE, type Table } from '../../../../shared/columns/column.ts';
import { epochOf, parseManifest, SCHEMA_EPOCH } from '../../../../shared/columns/manifest.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { runImport } from '../../../../shared/model/import-run.ts';
import type { TableName } from '../../../../shared/model/tables.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { recordDossier } from '../../../../shared/query/dossier.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { desk, drain, lookAt, textFile } from './import-support.ts';

const stored = readFileSync(new URL('../columns/golden/manifest-2.json', import.meta.url), 'utf8');
const manifest = parseManifest(stored);

/** Today's sample with what the old version knew of it, and no more. */
function asItWas(bundle: CommunityBundle): CommunityBundle {
  const tables: CommunityBundle['tables'] = {};
  for (const [name, table] of Object.entries(bundle.tables) as [TableName, Table][]) {
    const known = manifest.tables[name];
    if (!known) continue;
    const columns = Object.entries(table.columns).filter(([column]) => column in known.columns);
    tables[name] = { ...table, columns: Object.fromEntries(columns) };
  }
  return { ...bundle, tables };
}

let old: CommunityBundle;
beforeAll(() => {
  old = asItWas(generateSample('cun', 1));
});

it('is read, and told from what only newer versions read', () => {
  expect(manifest.epoch).toBe(2);
  expect(Object.keys(manifest.tables)).not.toContain('services');
  expect(epochOf(manifest.tables)).toBe(2);
  const table = manifest.tables.contacts;
  if (!table) throw new Error('no contacts');
  for (const name of ['addresses', 'parties', 'services', 'readings'])
    expect(epochOf({ ...manifest.tables, [name]: table })).toBe(SCHEMA_EPOCH);
});

it('opens, and answers as if the new tables were empty', () => {
  const community = openCommunity(old, { today: old.asOfDay });
  const dossier = recordDossier(community, 'residents', 0);
  expect(dossier.fields.map(({ column }) => column)).not.toContain('income');
  expect(dossier.links.some(({ table }) => table === 'services')).toBe(false);
});

describe('an import into it', () => {
  const take = async (name: string, text: string) => {
    const file = textFile(name, text);
    const { plans } = await lookAt(file, name);
    const plan = { layers: plans, mode: 'merge' as const, name: old.name, asOfDay: old.asOfDay };
    const open = desk(new Map([[name, file]]));
    return drain(runImport(plan, open, old, new AbortController().signal));
  };

  it('adds the columns, blank where the file says nothing', async () => {
    const { bundle } = await take(
      '居民收入.csv',
      '居民编号,姓名,性别,收入来源\nR0000001,,,养老金\nR0000002,,,工资\n',
    );
    const residents = bundle.tables.residents as Table;
    const { income } = residents.columns;
    const words = Array.from({ length: residents.rows }, (_, row) =>
      income?.kind === 'dict' ? wordAt(income, row) : '?',
    );
    expect(words.filter((word) => word !== '').sort()).toEqual(['pension', 'wage']);
    const owner = bundle.tables.homes?.columns['ownerResident'];
    expect(owner?.kind === 'number' && owner.values.every((row) => row === NONE)).toBe(true);
    const limit = bundle.tables.devices?.columns['alarmHigh'];
    expect(limit?.kind === 'number' ? numberAt(limit, 0) : 0).toBeNull();
  });

  it('fills a table that was not there', async () => {
    const { bundle } = await take(
      '服务记录.csv',
      '记录编号,居民编号,服务类型,服务时间,服务结果,工号\nF1,R0000003,探访,2026-10-01 09:30,完成,W0001\nF2,R0000003,助餐,2026-10-02,家中无人,\n',
    );
    const community = openCommunity(bundle, { today: bundle.asOfDay });
    const { services } = bundle.tables;
    expect(services?.rows).toBe(2);
    const of = services?.columns['resident'];
    const row = of?.kind === 'number' ? of.values[0] : NONE;
    const found = recordDossier(community, 'residents', row).services ?? [];
    // The newest first.
    expect(found.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['meal', 'nobodyIn'],
      ['careVisit', 'done'],
    ]);
  });
});
