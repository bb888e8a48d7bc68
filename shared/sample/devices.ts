/**
 * Puts the devices of a sample where they belong: meters and gas sensors in homes, tilt and subsidence on the oldest houses, smoke
 * alarms in shops and corridors, one-key devices with those who live alone. Owns places and states, not the live values.
 */
import { NO_COORDINATE, NONE, type Table } from '../columns/column.ts';
import { type DeviceKind, RESIDENT_TAGS, WORDS } from '../model/words.ts';
import { dictColumn, linkColumns, numbers, tableOf, textColumn, wordColumn } from './column-writers.ts';
import type { SpotDraft } from './draft.ts';
import type { Entrances } from './homes.ts';
import type { Random } from './random.ts';
import type { ResidentWork } from './residents.ts';
import type { Spots } from './spots.ts';

export type DeviceCounts = Record<DeviceKind, number>;

interface DeviceWork {
  work: ResidentWork;
  entrances: Entrances;
  spots: Spots;
  rowOf: Uint32Array;
  counts: DeviceCounts;
  /** Seconds since 1970: the time of the snapshot. */
  now: number;
}

interface DeviceRow {
  kind: DeviceKind;
  building: number;
  home: number;
  resident: number;
  floor: number;
  x: number;
  y: number;
}

const NO_FLOOR = -32768;
export const CALM: Record<DeviceKind, [number, number]> = {
  waterMeter: [0.01, 0.6],
  gasLeak: [0, 2],
  smoke: [0, 0.04],
  tilt: [0, 0.6],
  subsidence: [0, 4],
  oneKey: [0, 0],
  electrical: [12, 120],
  hydrant: [0.18, 0.42],
  manhole: [0, 4],
  waterLevel: [0.1, 0.9],
  ebikeCharging: [18, 45],
  door: [0, 0],
  environment: [42, 62],
};

/** Unit of the value, and where an alert begins below or above: between the calm and the alarm of the simulator. */
const LIMITS: Record<DeviceKind, { unit: string; low?: number; high?: number }> = {
  waterMeter: { unit: 'm³/h', high: 2.5 },
  gasLeak: { unit: '%LEL', high: 10 },
  smoke: { unit: 'dB/m', high: 0.15 },
  tilt: { unit: 'mm/m', high: 3 },
  subsidence: { unit: 'mm', high: 20 },
  oneKey: { unit: '' },
  electrical: { unit: 'mA', high: 300 },
  hydrant: { unit: 'MPa', low: 0.1 },
  manhole: { unit: '°', high: 20 },
  waterLevel: { unit: 'm', high: 1.5 },
  ebikeCharging: { unit: '℃', high: 70 },
  door: { unit: '' },
  environment: { unit: 'dB(A)', high: 75 },
};

export function devicesTable(input: DeviceWork, random: Random): Table {
  const rows: DeviceRow[] = [];
  for (const kind of WORDS.deviceKind) {
    const count = input.counts[kind];
    for (const row of placesFor(kind, count, input, random)) rows.push({ kind, ...row });
  }
  return write(input, rows, random);
}

type Place = Omit<DeviceRow, 'kind'>;

function placesFor(kind: DeviceKind, count: number, input: DeviceWork, random: Random): Place[] {
  const { spots } = input;
  switch (kind) {
    case 'waterMeter':
      return inHomes(input, count, () => true, random);
    case 'gasLeak': {
      const shops = inBuildings(
        input,
        Math.round(count * 0.3),
        (b) => b.use === 'shop' || b.use === 'mixed',
        random,
      );
      return [...shops, ...inHomes(input, count - shops.length, (home) => home % 3 !== 1, random)];
    }
    case 'smoke':
      return inBuildings(input, count, (b) => b.use !== 'industrial', random);
    case 'tilt':
    case 'subsidence':
      return onOldest(input, count, kind === 'tilt' ? 0 : 1);
    case 'oneKey':
      return withPeople(input, count, random);
    case 'electrical':
      return inBuildings(input, count, (b) => b.builtYear < 2000, random);
    case 'door':
      return atEntrances(input, count, random);
    case 'hydrant':
      return atSpots([...spots.gate, ...spots.road, ...spots.lane], count, 3, random);
    case 'manhole':
      return atSpots([...spots.road, ...spots.lane], count, 0, random);
    case 'waterLevel':
      return atSpots([...spots.water, ...spots.water, ...spots.road], count, 0, random);
    case 'ebikeCharging':
      return atSpots([...spots.shed, ...spots.gate, ...spots.lane], count, 2, random);
    case 'environment':
      return atSpots([...spots.park, ...spots.crossing, ...spots.road], count, 2, random);
  }
}

/** `count` of the rows that fit, spread evenly over the town, each at most once while there are enough. */
function spread(total: number, count: number, fits: (row: number) => boolean, random: Random): number[] {
  const pool: number[] = [];
  for (let row = 0; row < total; row++) if (fits(row)) pool.push(row);
  if (pool.length === 0) return [];
  const out: number[] = [];
  const stride = pool.length / count;
  const start = random.unit() * stride;
  for (let i = 0; i < count; i++) out.push(pool[Math.floor(start + i * stride) % pool.length]);
  return out;
}

function inHomes(input: DeviceWork, count: number, fits: (home: number) => boolean, random: Random): Place[] {
  return spread(input.work.homes.count, count, fits, random).map((home) => atHome(input, home, NONE));
}

function atHome(input: DeviceWork, home: number, resident: number): Place {
  const { homes, buildingPoint } = input.work;
  const building = homes.building[home];
  const entrance = homes.entrance[home];
  const px = buildingPoint[2 * building];
  const py = buildingPoint[2 * building + 1];
  // Half way from the entrance towards the middle: inside the right stairwell's part of the house.
  const x = entrance === NONE ? px : (input.entrances.x[entrance] * 3 + px) / 4;
  const y = entrance === NONE ? py : (input.entrances.y[entrance] * 3 + py) / 4;
  return { building, home, resident, floor: homes.floor[home], x, y };
}

type BuildingTest = (building: ResidentWork['draft']['buildings'][number]) => boolean;

function inBuildings(input: DeviceWork, count: number, fits: BuildingTest, random: Random): Place[] {
  const { buildings } = input.work.draft;
  const { buildingPoint } = input.work;
  return spread(buildings.length, count, (row) => fits(buildings[row]), random).map((building) => ({
    building,
    home: NONE,
    resident: NONE,
    floor: random.int(1, Math.max(1, buildings[building].floors)),
    x: buildingPoint[2 * building],
    y: buildingPoint[2 * building + 1],
  }));
}

function onOldest(input: DeviceWork, count: number, skip: number): Place[] {
  const { draft, buildingPoint } = input.work;
  const order = draft.buildings.map((_, row) => row);
  order.sort((a, b) => draft.buildings[a].builtYear - draft.buildings[b].builtYear || a - b);
  const out: Place[] = [];
  for (let i = 0; i < count; i++) {
    const building = order[(2 * i + skip) % order.length];
    const { ring, floors } = draft.buildings[building];
    const x = (ring[0] * 7 + buildingPoint[2 * building]) / 8;
    const y = (ring[1] * 7 + buildingPoint[2 * building + 1]) / 8;
    out.push({ building, home: NONE, resident: NONE, floor: skip === 0 ? Math.max(1, floors) : 1, x, y });
  }
  return out;
}

/** First those of 60 and more who live alone, then disabled people in households of one, then other elders alone with a partner. */
function withPeople(input: DeviceWork, count: number, random: Random): Place[] {
  const { people, facts, faults } = input.work;
  const bit = (tag: (typeof RESIDENT_TAGS)[number]): number => 1 << RESIDENT_TAGS.indexOf(tag);
  const alone: number[] = [];
  const next: number[] = [];
  for (let person = 0; person < people.count; person++) {
    if (faults.linked[person] === 0 || people.presence[person] !== 1) continue;
    const household = people.household[person];
    const size = people.firstOfHousehold[household + 1] - people.firstOfHousehold[household];
    const mask = facts.tags[person];
    if (mask & bit('livingAlone60') || (mask & bit('disabled') && size === 1)) alone.push(person);
    else if (mask & bit('emptyNest') && mask & bit('chronicallyIll')) next.push(person);
  }
  const chosen = spread(alone.length, Math.min(count, alone.length), () => true, random).map((i) => alone[i]);
  for (let i = 0; chosen.length < count && i < next.length; i++) chosen.push(next[i]);
  return chosen.map((person) => atHome(input, people.home[person], input.rowOf[person]));
}

function atEntrances(input: DeviceWork, count: number, random: Random): Place[] {
  const { entrances } = input;
  const living = (row: number): boolean => input.work.draft.buildings[entrances.building[row]].doors > 0;
  return spread(entrances.building.length, count, living, random).map((entrance) => ({
    building: entrances.building[entrance],
    home: NONE,
    resident: NONE,
    floor: 1,
    x: entrances.x[entrance],
    y: entrances.y[entrance],
  }));
}

function atSpots(spots: SpotDraft[], count: number, aside: number, random: Random): Place[] {
  return spread(spots.length, count, () => true, random).map((i) => ({
    building: NONE,
    home: NONE,
    resident: NONE,
    floor: NO_FLOOR,
    x: spots[i].x + random.between(-aside, aside),
    y: spots[i].y + random.between(-aside, aside),
  }));
}

/** ok, weak, silent, fault (places in WORDS.health + 1). */
const SILENT = 3;

function write(input: DeviceWork, rows: DeviceRow[], random: Random): Table {
  const n = rows.length;
  const { truth } = input.work.faults;
  const health = new Uint8Array(n);
  const lastSeen = new Uint32Array(n);
  const lastValue = new Float32Array(n);
  const placed = new Uint8Array(n).fill(1);
  const installed = new Uint16Array(n);
  for (let row = 0; row < n; row++) {
    health[row] = random.weighted([925, 30, 32, 13]) + 1;
    const quiet = health[row] === SILENT;
    if (quiet) truth.deviceSilent++;
    lastSeen[row] = input.now - (quiet ? random.int(26 * 3600, 60 * 86_400) : random.int(3, 840));
    const [low, high] = CALM[rows[row].kind];
    lastValue[row] = Math.round(random.between(low, high) * 100) / 100;
    installed[row] = Math.floor(input.now / 86_400) - random.int(40, 1900);
    if (rows[row].resident === NONE && rows[row].home === NONE && random.chance(0.012)) {
      placed[row] = 0;
      truth.deviceWithoutPlace++;
    }
  }
  const { projection } = input.work;
  return tableOf('devices', n, {
    id: textColumn(n, (r) => `D${String(r + 1).padStart(5, '0')}`),
    kind: wordColumn(
      'deviceKind',
      Uint8Array.from(rows, (row) => WORDS.deviceKind.indexOf(row.kind) + 1),
    ),
    model: dictColumn(n, (r) => `${rows[r].kind.slice(0, 2).toUpperCase()}-${100 + (r % 3) * 20}`),
    building: numbers('u32', n, (r) => (placed[r] ? rows[r].building : NONE), NONE),
    home: numbers('u32', n, (r) => rows[r].home, NONE),
    resident: numbers('u32', n, (r) => rows[r].resident, NONE),
    ...linkColumns(Array.from(rows, ({ building }, r) => (placed[r] ? building : NONE))),
    floor: numbers('i16', n, (r) => (placed[r] ? rows[r].floor : NO_FLOOR), NO_FLOOR),
    lng: numbers('i32', n, (r) => (placed[r] ? projection.lng(rows[r].x) : NO_COORDINATE), NO_COORDINATE),
    lat: numbers('i32', n, (r) => (placed[r] ? projection.lat(rows[r].y) : NO_COORDINATE), NO_COORDINATE),
    installedDay: { kind: 'number', type: 'u16', values: installed, missing: 0 },
    unit: dictColumn(n, (r) => LIMITS[rows[r].kind].unit),
    alarmLow: numbers('f32', n, (r) => LIMITS[rows[r].kind].low ?? Number.NaN),
    alarmHigh: numbers('f32', n, (r) => LIMITS[rows[r].kind].high ?? Number.NaN),
    lastValue: { kind: 'number', type: 'f32', values: lastValue },
    lastSeen: { kind: 'number', type: 'u32', values: lastSeen, missing: 0 },
    health: wordColumn('health', health),
  });
}
