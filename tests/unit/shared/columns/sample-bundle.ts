/**
 * A small community bundle with every column kind and both classes, the same every time: it is also what the golden
 * snapshot holds, so it names its own columns and words instead of today's.
 */
import { TagsBuilder } from '../../../../shared/columns/column-builder.ts';
import { TableBuilder } from '../../../../shared/columns/table-builder.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import type { ColumnSpec } from '../../../../shared/model/tables.ts';

const text: ColumnSpec = { kind: 'text', class: 'core' };
const words: ColumnSpec = { kind: 'dict', class: 'core' };
const BUILDINGS: Record<string, ColumnSpec> = {
  id: text,
  name: text,
  use: words,
  floors: { kind: 'number', type: 'u8', class: 'core', missing: 0 },
  height: { kind: 'number', type: 'f32', class: 'core' },
  lng: { kind: 'number', type: 'i32', class: 'core', missing: -0x80000000 },
  footprint: { kind: 'geometry', shape: 'polygon', class: 'core' },
};
const RESIDENTS: Record<string, ColumnSpec> = {
  id: text,
  home: { kind: 'number', type: 'u32', class: 'core', missing: 0xffffffff, link: 'homes' },
  sex: words,
  birthYear: { kind: 'number', type: 'u16', class: 'core', missing: 0 },
  name: { kind: 'text', class: 'pii' },
  phone: { kind: 'text', class: 'pii' },
  birthDay: { kind: 'number', type: 'u8', class: 'pii', missing: 0 },
  health: { kind: 'dict', class: 'pii' },
};

export function sampleBundle(residents = 5, name = 'Test'): CommunityBundle {
  const buildings = new TableBuilder('buildings', BUILDINGS);
  for (let row = 0; row < 3; row++) {
    const x = 1_206_000_000 + 1_000 * row;
    const coords = [x, 313_000_000, x + 200, 313_000_000, x + 200, 313_000_150, x, 313_000_150];
    buildings.add({
      id: `b${row}`,
      name: `${row + 1}幢`,
      use: row === 1 ? 'shop' : 'residential',
      floors: 5 + row,
      height: 15.5 + row,
      lng: x + 100,
      footprint: [{ coords, role: 0 }],
    });
  }
  const people = new TableBuilder('residents', RESIDENTS);
  const tags = new TagsBuilder(['disabled', 'veteran']);
  for (let row = 0; row < residents; row++) {
    people.add({
      id: `r${row}`,
      home: row < 3 ? row : null,
      sex: row % 2 === 0 ? 'female' : 'male',
      birthYear: 1940 + (row % 80),
      name: `王${row}`,
      phone: `1990000${row}`,
      birthDay: 1 + (row % 28),
      health: 'none',
    });
    tags.push(row % 2 === 0 ? ['disabled'] : []);
  }
  const table = people.finish();
  table.columns.tags = tags.finish();
  return {
    name: { zh: `${name} 社区`, en: name },
    source: { kind: 'sample', sample: 'y', seed: 1 },
    asOfDay: 20_000,
    bounds: [120.6, 31.3, 120.601, 31.301],
    tables: { buildings: buildings.finish(), residents: table },
    plan: { id: 'p0', gridOfBuilding: Uint16Array.of(0, 1, 0xffff) },
  };
}
