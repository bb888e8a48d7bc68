/**
 * A community of many areas for tests of plans: squares beside each other, each with houses in rows and two grids, west and east. Borders of areas are
 * the only lines there are, so that nothing but the rule keeps cells on their side.
 */
import { NONE } from '../../../../shared/columns/column.ts';
import { TableBuilder } from '../../../../shared/columns/table-builder.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { type Community, openCommunity } from '../../../../shared/query/community.ts';

const WEST = Math.round(120.6 * 1e7);
const SOUTH = Math.round(31.3 * 1e7);
/** Side of an area and of a house, 1e-7 degrees; houses stand no nearer to a border than a metre. */
const SIDE = 20_000;
const HOUSE = 1_500;

const square = (west: number, south: number, side: number): number[] => [
  ...[west, south, west + side, south],
  ...[west + side, south + side, west, south + side],
];

/** `columns` x `rows` areas of `houses` x `houses`; row 0 of `areas` is the street above them, area n is row n + 1, its grids are 2n and 2n + 1. */
export function manyAreas(columns: number, rows: number, houses: number): Community {
  const areas = new TableBuilder('areas');
  const grids = new TableBuilder('grids');
  const buildings = new TableBuilder('buildings');
  const gridOfBuilding: number[] = [];
  areas.add({ code: '990105001000', name: '街道', level: 'street', parent: NONE, boundary: [] });
  for (let n = 0; n < columns * rows; n++) {
    const [west, south] = [WEST + (n % columns) * SIDE, SOUTH + Math.floor(n / columns) * SIDE];
    const code = `990105001${String(n + 1).padStart(3, '0')}`;
    const boundary = [{ role: 0 as const, coords: square(west, south, SIDE) }];
    const area = areas.add({ code, name: `第${n + 1}社区`, level: 'community', parent: 0, boundary });
    for (const half of [1, 2])
      grids.add({ code: `${code}00${half}`, name: `${n + 1}-${half}`, kind: 'general', area, outline: [] });
    const gap = SIDE / houses;
    for (let house = 0; house < houses * houses; house++) {
      const [column, row] = [house % houses, Math.floor(house / houses)];
      const [x, y] = [west + (column + 0.5) * gap, south + (row + 0.5) * gap];
      const footprint = square(Math.round(x - HOUSE / 2), Math.round(y - HOUSE / 2), HOUSE);
      buildings.add({
        ...{ id: `${n}-${house}`, name: `${house}`, area, floors: 3, lng: Math.round(x), lat: Math.round(y) },
        footprint: [{ role: 0 as const, coords: footprint }],
      });
      gridOfBuilding.push(2 * n + (column < houses / 2 ? 0 : 1));
    }
  }
  const bundle: CommunityBundle = {
    name: { zh: '多社区', en: 'Many' },
    source: { kind: 'import', files: [] },
    asOfDay: 20_454,
    bounds: [120.6, 31.3, 120.7, 31.4],
    tables: { areas: areas.finish(), grids: grids.finish(), buildings: buildings.finish() },
    plan: { id: 'plan-0', gridOfBuilding: Uint16Array.from(gridOfBuilding) },
  };
  return openCommunity(bundle, { today: bundle.asOfDay });
}
