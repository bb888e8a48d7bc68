/**
 * A random community of any size for tests of queries: ordered by place, with gaps of every kind (no home, no
 * entrance, no point, words not known). The same seed gives the same community. Coordinates fall on a coarse
 * lattice so that points meet edges and vertices often.
 */
import { NONE } from '../../../../shared/columns/column.ts';
import { TableBuilder } from '../../../../shared/columns/table-builder.ts';
import { type CommunityBundle, NO_GRID } from '../../../../shared/model/bundle.ts';
import { HOME_TAGS, RESIDENT_TAGS, WORDS } from '../../../../shared/model/words.ts';
import { type Community, openCommunity } from '../../../../shared/query/community.ts';

export const TODAY = 20_454; // 2026-01-01
/** Lattice step of places: 0.001 degrees. */
const STEP = 10_000;
export const ORIGIN: [number, number] = [120.6, 31.3];
export const SIDE = 12;

export interface TinySize {
  buildings: number;
  /** Most homes a building, residents a home. */
  homes: number;
  residents: number;
  loose: number;
  grids: number;
}
export const TINY: TinySize = { buildings: 14, homes: 4, residents: 4, loose: 8, grids: 4 };

export function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Draw = ReturnType<typeof drawer>;

function drawer(seed: number) {
  const random = mulberry(seed);
  const below = (n: number) => Math.floor(random() * n);
  return {
    below,
    chance: (p: number) => random() < p,
    of: <T>(list: readonly T[]): T => list[below(list.length)],
    /** A word of the vocabulary, now and then ''. */
    word: (list: readonly string[]) => (random() < 0.1 ? '' : list[below(list.length)]),
    point: (): { lng: number; lat: number } => ({
      lng: Math.round(ORIGIN[0] * 1e7) + below(SIDE) * STEP,
      lat: Math.round(ORIGIN[1] * 1e7) + below(SIDE) * STEP,
    }),
    tags: (list: readonly string[]) => list.filter(() => random() < 0.12),
  };
}

const SURNAMES = ['王', '李', '张', '曾', '单', '欧阳'];
const GIVEN = ['秀英', '伟', '芳', '娜', '建国', '小明', '丽'];

export function tinyCommunity(seed: number, size: TinySize = TINY): Community {
  return openCommunity(tinyBundle(seed, size), { today: TODAY });
}

export function tinyBundle(seed: number, size: TinySize = TINY): CommunityBundle {
  const draw = drawer(seed);
  const tables: CommunityBundle['tables'] = {};
  fillAreas(tables, draw, size);
  const homes = fillBuildings(tables, draw, size);
  const residents = fillResidents(tables, draw, size, homes);
  fillThings(tables, draw, size, homes, residents);
  const gridOfBuilding = Uint16Array.from({ length: size.buildings }, () =>
    draw.chance(0.1) ? NO_GRID : draw.below(size.grids),
  );
  return {
    name: { zh: '小样', en: 'Tiny' },
    source: { kind: 'import', files: [] },
    asOfDay: TODAY,
    bounds: [120.6, 31.3, 120.62, 31.32],
    tables,
    plan: { id: 'plan-0', gridOfBuilding },
  };
}

function fillAreas(tables: CommunityBundle['tables'], draw: Draw, size: TinySize): void {
  const areas = new TableBuilder('areas');
  areas.add({ code: '320508', name: '测试区', level: 'district', parent: NONE, boundary: [] });
  areas.add({ code: '320508001', name: '甲街道', level: 'street', parent: 0, boundary: [] });
  areas.add({ code: '320508001001', name: '甲社区', level: 'community', parent: 1, boundary: [] });
  areas.add({ code: '320508001002', name: '乙社区', level: 'community', parent: 1, boundary: [] });
  tables.areas = areas.finish();
  const grids = new TableBuilder('grids');
  for (let i = 0; i < size.grids; i++)
    grids.add({
      code: `WG${String(i).padStart(3, '0')}`,
      name: `第${i + 1}网格`,
      kind: draw.of(['general', 'exclusive']),
      area: 2 + (i % 2),
      startDay: 19_000 + i,
      outline: [],
    });
  tables.grids = grids.finish();
  const compounds = new TableBuilder('compounds');
  for (let i = 0; i < 3; i++)
    compounds.add({
      id: `C${i}`,
      name: `${'甲乙丙'[i]}小区`,
      builtYear: 1980 + i * 10,
      area: 2,
      boundary: [],
    });
  tables.compounds = compounds.finish();
}

function fillBuildings(tables: CommunityBundle['tables'], draw: Draw, size: TinySize): number {
  const buildings = new TableBuilder('buildings');
  const entrances = new TableBuilder('entrances');
  const homes = new TableBuilder('homes');
  for (let b = 0; b < size.buildings; b++) {
    const { lng, lat } = draw.point();
    const placed = draw.chance(0.93);
    const floors = 1 + draw.below(18);
    buildings.add({
      id: `B${b}`,
      name: `${b + 1}幢`,
      address: `人民路${b + 1}号`,
      compound: draw.chance(0.8) ? draw.below(3) : NONE,
      area: 2 + (b % 2),
      use: draw.word(WORDS.buildingUse),
      builtYear: draw.chance(0.1) ? 0 : 1950 + draw.below(70),
      floors,
      height: floors * 2.9,
      base: 0,
      ...(placed ? { lng, lat } : {}),
      footprint: placed
        ? [
            {
              role: 0 as const,
              coords: [
                lng - 1500,
                lat - 1000,
                lng + 1500,
                lat - 1000,
                lng + 1500,
                lat + 1000,
                lng - 1500,
                lat + 1000,
              ],
            },
          ]
        : [],
    });
    const doors = draw.below(3);
    const first = entrances.rows;
    for (let e = 0; e < doors; e++) {
      const point = draw.point();
      entrances.add({ building: b, label: `${e + 1}单元`, ...(draw.chance(0.9) ? point : {}) });
    }
    for (let e = 0; e < Math.max(1, doors); e++)
      for (let h = draw.below(size.homes + 1); h > 0; h--)
        homes.add({
          id: `H${homes.rows}`,
          building: b,
          entrance: doors > 0 ? first + e : NONE,
          floor: 1 + draw.below(floors),
          door: `${h}01`,
          area: draw.chance(0.1) ? 0 : 30 + draw.below(120) + 0.5,
          tenure: draw.word(WORDS.tenure),
          owner: draw.of(SURNAMES) + draw.of(GIVEN),
          tags: draw.tags(HOME_TAGS),
        });
  }
  homes.add({ id: 'H-none', building: NONE, entrance: NONE, floor: 1, door: '1', area: 50, tenure: 'owner' });
  tables.buildings = buildings.finish();
  tables.entrances = entrances.finish();
  tables.homes = homes.finish();
  return homes.rows;
}

function fillResidents(tables: CommunityBundle['tables'], draw: Draw, size: TinySize, homes: number): number {
  const residents = new TableBuilder('residents');
  const contacts = new TableBuilder('contacts');
  let household = 0;
  const add = (home: number) => {
    if (draw.chance(0.6)) household++;
    const row = residents.add({
      id: `R${residents.rows}`,
      home,
      household: draw.chance(0.05) ? NONE : household,
      sex: draw.word(WORDS.sex),
      birthYear: draw.chance(0.05) ? 0 : 1920 + draw.below(106),
      birthMonth: draw.below(13),
      kind: draw.word(WORDS.residentKind),
      registration: draw.word(WORDS.registration),
      presence: draw.chance(0.2) ? 'away' : draw.word(WORDS.presence),
      relation: draw.word(WORDS.relation),
      marital: draw.word(WORDS.marital),
      education: draw.word(WORDS.education),
      employment: draw.word(WORDS.employment),
      assistance: draw.word(WORDS.assistance),
      disability: draw.word(WORDS.disability),
      mobility: draw.word(WORDS.mobility),
      tags: draw.tags(RESIDENT_TAGS),
      ...(home === NONE ? (draw.chance(0.8) ? draw.point() : {}) : draw.chance(0.2) ? draw.point() : {}),
      name: draw.of(SURNAMES) + draw.of(GIVEN),
      phone: `138${String(draw.below(1e8)).padStart(8, '0')}`,
      idNumber: `320508${String(draw.below(1e9)).padStart(12, '0')}`,
    });
    if (draw.chance(0.2))
      contacts.add({ resident: row, order: 1, relation: 'child', consent: 'yes', name: '甲', phone: '1' });
  };
  for (let home = 0; home < homes; home++) {
    household++;
    for (let n = draw.below(size.residents + 1); n > 0; n--) add(home);
  }
  for (let n = 0; n < size.loose; n++) add(NONE);
  tables.residents = residents.finish();
  tables.contacts = contacts.finish();
  return residents.rows;
}

function fillThings(
  tables: CommunityBundle['tables'],
  draw: Draw,
  size: TinySize,
  homes: number,
  residents: number,
): void {
  const vehicles = new TableBuilder('vehicles');
  for (let home = 0; home < homes; home++)
    if (draw.chance(0.3))
      vehicles.add({
        id: `V${vehicles.rows}`,
        kind: draw.word(WORDS.vehicleKind),
        home,
        resident: draw.chance(0.5) ? draw.below(residents) : NONE,
        ...(draw.chance(0.5) ? draw.point() : {}),
        plate: `苏E${String(draw.below(1e5)).padStart(5, '0')}`,
      });
  const devices = new TableBuilder('devices');
  for (let i = 0; i < size.buildings * 2; i++)
    devices.add({
      id: `D${String(i).padStart(4, '0')}`,
      kind: draw.word(WORDS.deviceKind),
      building: draw.chance(0.6) ? draw.below(size.buildings) : NONE,
      home: draw.chance(0.5) ? draw.below(homes) : NONE,
      resident: draw.chance(0.2) ? draw.below(residents) : NONE,
      floor: 1 + draw.below(5),
      ...(draw.chance(0.8) ? draw.point() : {}),
      health: draw.word(WORDS.health),
      lastValue: i,
    });
  const cameras = new TableBuilder('cameras');
  const facilities = new TableBuilder('facilities');
  const workers = new TableBuilder('workers');
  for (let i = 0; i < size.buildings; i++) {
    cameras.add({
      id: `K${i}`,
      kind: draw.word(WORDS.cameraKind),
      building: NONE,
      ...draw.point(),
      health: 'ok',
    });
    facilities.add({ id: `F${i}`, name: `便民点${i}`, kind: draw.word(WORDS.facilityKind), ...draw.point() });
    workers.add({
      id: `W${i}`,
      name: `网格员${i}`,
      role: 'gridWorker',
      grid: i % size.grids,
      ...draw.point(),
    });
  }
  tables.vehicles = vehicles.finish();
  tables.devices = devices.finish();
  tables.cameras = cameras.finish();
  tables.facilities = facilities.finish();
  tables.workers = workers.finish();
}
