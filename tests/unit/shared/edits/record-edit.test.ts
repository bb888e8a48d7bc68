import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { overlaidBundle } from '../../../../shared/edits/overlaid.ts';
import { foldEdits, newOverlay, newTouched } from '../../../../shared/edits/overlay.ts';
import { type RecordEdited, RecordEditSchema } from '../../../../shared/edits/record-edit.ts';
import { JournalRecordSchema } from '../../../../shared/host/journal-record.ts';
import { labelAt, linkAt, valueAt } from '../../../../shared/query/column-access.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

/** As written by the first version that had it: what a journal holds must be read for ever. */
const GOLDEN = new URL('./journal-record.golden.json', import.meta.url);

describe('the journal record of a change', () => {
  test('the golden record is read as it is, and says the same', () => {
    const stored: unknown = JSON.parse(readFileSync(GOLDEN, 'utf8'));
    const record = v.parse(JournalRecordSchema, stored);
    expect(record).toEqual(stored);
    const body = record.body as RecordEdited;
    const base = generateSample('cun', 1);
    const overlay = newOverlay(base);
    foldEdits(overlay, body, body.open, newTouched());
    const { bundle, rows } = overlaidBundle(overlay);
    const { residents, buildings } = bundle.tables;
    const resident = rows.get('residents')?.rowOf[2] ?? -1;
    expect(labelAt(residents, 'phone', resident)).toBe('10612345678');
    expect(linkAt(residents, 'home', resident)).toBe(rows.get('homes')?.rowOf[5] ?? 5);
    const building = rows.get('buildings')?.rowOf[base.tables.buildings?.rows ?? 0] ?? -1;
    expect(labelAt(buildings, 'address', building)).toBe('人民路3号');
    expect(valueAt(buildings, 'floors', building)).toBe(4);
  });

  test('personal columns, strange keys and tables have no place in the clear part', () => {
    const cells = { set: {}, geometry: {} };
    const good = { table: 'residents', key: 'b1', op: 'change', set: {}, geometry: {}, before: cells };
    expect(v.is(RecordEditSchema, good)).toBe(true);
    for (const bad of [
      { set: { phone: '10612345678' } },
      { before: { ...cells, set: { name: '张三' } } },
      { key: 'b01' },
      { key: '__proto__' },
      { table: 'people' },
      { op: 'drop' },
      { geometry: { footprint: [{ role: 0, coords: [1, 2, 3] }] } },
      { geometry: { footprint: [{ role: 0, coords: [Number.NaN, 2] }] } },
      { set: { education: 'x'.repeat(2001) } },
    ])
      expect(v.is(RecordEditSchema, { ...good, ...bad }), JSON.stringify(bad)).toBe(false);
  });

  test('what cannot be in a record of the journal is passed over, and the rest holds', () => {
    const base = generateSample('cun', 1);
    const overlay = newOverlay(base);
    const cells = { set: {}, geometry: {} };
    const odd: RecordEdited['edits'] = [
      {
        table: 'residents',
        key: 'b99999999',
        op: 'change',
        set: { education: 'high' },
        geometry: {},
        before: cells,
      },
      {
        table: 'residents',
        key: 'b1',
        op: 'change',
        set: { birthYear: 'x', home: 'b99999999', sex: 3, none: 1 },
        geometry: {},
        before: cells,
      },
      { table: 'grids', key: 'b0', op: 'remove', set: {}, geometry: {}, before: cells },
      { table: 'homes', key: 'nffffffffffffffff', op: 'remove', set: {}, geometry: {}, before: cells },
    ];
    foldEdits(overlay, { edits: odd }, null, newTouched());
    const { bundle } = overlaidBundle(overlay);
    expect(bundle.tables.grids).toBe(base.tables.grids);
    expect(bundle.tables.homes?.rows).toBe(base.tables.homes?.rows);
    expect(bundle.tables.residents?.rows).toBe(base.tables.residents?.rows);
  });
});
