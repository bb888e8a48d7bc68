import { expect, test } from 'vitest';
import { numberAt, textAt } from '../../../../shared/columns/cell.ts';
import type { NumberColumn, TextColumn } from '../../../../shared/columns/column.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { runImport } from '../../../../shared/model/import-run.ts';
import { desk, drain, lookAt, textFile } from './import-support.ts';

const PEOPLE = '人员编号,姓名,性别,身份证号,出生日期\nR1,甲,男,,1950-1-1\nR2,乙,女,,1951-1-1\n';
const CONTACTS =
  '居民编号,顺序,联系人姓名,联系人电话,关系\nR1,1,子,10000000001,子女\nR1,2,女,10000000002,子女\nR2,1,子,10000000001,子女\nR9,1,谁,10000000009,子女\n';
const DEVICES = '设备编号,类别,经度,纬度\nD1,烟感,120.61,31.31\nD2,水表,120.62,31.32\n';
const ALERTS =
  '设备编号,告警类型,级别,告警时间,办结时间,处置结果\nD1,烟感,1,2025-01-01T10:00:00Z,,\nD1,烟感,1,2025-01-02T10:00:00Z,2025-01-02T11:00:00Z,\nD2,水表,3,2025-01-01T10:00:00Z,,\n';

async function merge(current: CommunityBundle | null, files: Record<string, string>) {
  const sources = new Map(Object.entries(files).map(([name, text]) => [name, textFile(name, text)]));
  const layers = [];
  for (const [key, file] of sources) layers.push(...(await lookAt(file, key)).plans);
  const mode = current ? ('merge' as const) : ('replace' as const);
  const plan = { layers, mode, name: { zh: '测', en: 'Test' }, asOfDay: 20_000 };
  return drain(runImport(plan, desk(sources), current, new AbortController().signal));
}

test('contacts read twice stay what they are; what a later file says goes into them', async () => {
  const first = await merge(null, { '居民.csv': PEOPLE, '紧急联系人.csv': CONTACTS });
  expect(first.bundle.tables.contacts?.rows).toBe(4);
  const second = await merge(first.bundle, { '紧急联系人.csv': CONTACTS });
  // One names nobody who is here: it is known by nothing.
  expect(second.merge.contacts).toEqual({ new: 1, changed: 0, same: 3, gone: 1 });
  expect(second.bundle.tables.contacts?.rows).toBe(5);
  const changed = '居民编号,顺序,联系人姓名,联系人电话\nR1,1,子,10000000077\nR1,3,孙,10000000003\n';
  const third = await merge(first.bundle, { '紧急联系人.csv': changed });
  expect(third.merge.contacts).toEqual({ new: 1, changed: 1, same: 0, gone: 3 });
  const contacts = third.bundle.tables.contacts;
  const phones = Array.from({ length: contacts?.rows ?? 0 }, (_, row) =>
    textAt(contacts?.columns['phone'] as TextColumn, row),
  );
  expect(phones.toSorted()).toEqual([
    '10000000001',
    '10000000002',
    '10000000003',
    '10000000009',
    '10000000077',
  ]);
  // The community before is not touched.
  expect(textAt(first.bundle.tables.contacts?.columns['phone'] as TextColumn, 0)).toBe('10000000001');
});

test('past alerts read twice stay what they are, and a closed one is closed', async () => {
  const first = await merge(null, { '设备.csv': DEVICES, '历史告警.csv': ALERTS });
  expect(first.bundle.tables.pastAlerts?.rows).toBe(3);
  const later = ALERTS.replace('10:00:00Z,,', '10:00:00Z,2025-01-01T12:00:00Z,');
  const second = await merge(first.bundle, { '历史告警.csv': later });
  expect(second.merge.pastAlerts).toEqual({ new: 0, changed: 1, same: 2, gone: 0 });
  const alerts = second.bundle.tables.pastAlerts;
  const closed = Array.from({ length: alerts?.rows ?? 0 }, (_, row) =>
    numberAt(alerts?.columns['closed'] as NumberColumn, row),
  );
  expect(closed.filter((time) => time !== null && time > 0)).toHaveLength(2);
});
