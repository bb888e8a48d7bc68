/** Random but possible changes of a sample community, for the properties of editing. */
import fc from 'fast-check';
import type { DraftEdit } from '../../../../shared/edits/make-edits.ts';
import type { Overlaid } from '../../../../shared/edits/overlaid.ts';
import type { TableName } from '../../../../shared/model/tables.ts';

/** A change by fractions: which row of those that are there, which of a few shapes, with what. */
export interface RandomEdit {
  kind: number;
  at: number;
  to: number;
  text: string;
}

export const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  kind: fc.nat(15),
  at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  to: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  text: fc.constantFrom('13800000001', '张三', '', 'ß', '301', '42'),
});

/** The drafts of a random change against the tables as they are; null: there is nothing to change. */
export function draftsOf({ bundle }: Overlaid, { kind, at, to, text }: RandomEdit): DraftEdit[] | null {
  const row = (table: TableName, part = at) => Math.floor(part * (bundle.tables[table]?.rows ?? 0));
  const has = (table: TableName) => (bundle.tables[table]?.rows ?? 0) > 0;
  const one = (draft: DraftEdit): DraftEdit[] | null =>
    draft.op === 'create' || has(draft.table) ? [draft] : null;
  const point = { lng: 1_205_900_000 + Math.floor(to * 90_000), lat: 313_000_000 + Math.floor(at * 90_000) };
  const square = [
    {
      role: 0 as const,
      coords: [0, 0, 100, 0, 100, 100, 0, 100].map((v, i) => v + (i % 2 ? point.lat : point.lng)),
    },
  ];
  switch (kind) {
    case 0:
      return one({
        table: 'residents',
        op: 'change',
        row: row('residents'),
        set: { phone: text, education: 'college' },
      });
    case 1:
    case 2:
      return one({
        table: 'residents',
        op: 'change',
        row: row('residents'),
        set: { home: { row: row('homes', to) } },
      });
    case 3:
      return one({
        table: 'residents',
        op: 'change',
        row: row('residents'),
        set: { home: null, lng: point.lng, lat: point.lat },
      });
    case 4:
      return one({
        table: 'residents',
        op: 'create',
        set: {
          name: text,
          home: { row: row('homes', to) },
          household: Math.floor(at * 900),
          tags: ['veteran'],
          rawAddress: text,
        },
      });
    case 5:
      return one({ table: 'residents', op: 'remove', row: row('residents') });
    case 6:
      return one({
        table: 'devices',
        op: 'create',
        set: {
          id: text,
          kind: 'smoke',
          model: 'new model',
          ...point,
          building: { row: row('buildings', to) },
        },
      });
    case 7:
      return one({ table: 'devices', op: 'remove', row: row('devices') });
    case 8:
      return one({
        table: 'buildings',
        op: 'create',
        set: { id: text, name: text, floors: 3, height: 9.3, ...point },
        geometry: { footprint: square },
      });
    case 9:
      return one({
        table: 'buildings',
        op: 'change',
        row: row('buildings'),
        set: point,
        geometry: { footprint: square },
      });
    case 10:
      return one({
        table: 'homes',
        op: 'change',
        row: row('homes'),
        set: { building: { row: row('buildings', to) }, entrance: null },
      });
    case 11:
      return one({
        table: 'homes',
        op: 'change',
        row: row('homes'),
        set: { door: text, floor: Math.floor(to * 6) },
      });
    case 12:
      return one({
        table: 'contacts',
        op: 'create',
        set: { resident: { row: row('residents', to) }, order: 2, name: text },
      });
    case 13:
      return one({
        table: 'residents',
        op: 'change',
        row: row('residents'),
        set: {
          idNumber: text,
          rawAddress: `${text}路`,
          tags: ['volunteer'],
          household: Math.floor(to * 900),
        },
      });
    case 14:
      return one({
        table: 'vehicles',
        op: 'change',
        row: row('vehicles'),
        set: { home: { row: row('homes', to) }, plate: text },
      });
    default:
      return [
        {
          table: 'entrances',
          op: 'create',
          key: 'n00000000000000e1',
          set: { building: { row: row('buildings', to) }, label: '9', ...point },
        },
        {
          table: 'homes',
          op: 'create',
          set: {
            id: text,
            building: { row: row('buildings', to) },
            entrance: 'n00000000000000e1',
            floor: 2,
            door: '201',
            area: 60.5,
          },
        },
      ];
  }
}
