/**
 * Writes what serves and watches a town: cameras, facilities, organisations, workers.
 */
import { NONE, type Table } from '../columns/column.ts';
import type { Word } from '../model/words.ts';
import { numbers, tableOf, textColumn, wordsColumn } from './column-writers.ts';
import type { Draft, SpotDraft } from './draft.ts';
import { givenName, phoneNumber, surname } from './identity.ts';
import type { Projection } from './plane.ts';
import type { Random } from './random.ts';
import type { Spots } from './spots.ts';
import type { Employers } from './work-tables.ts';

interface CivicWork {
  draft: Draft;
  projection: Projection;
  spots: Spots;
  buildingPoint: Float64Array;
  gridOfBuilding: Uint16Array;
}

const NOWHERE = -0x80000000;

export function camerasTable(work: CivicWork, count: number, random: Random): Table {
  const { spots } = work;
  const kinds: { kind: Word<'cameraKind'>; from: SpotDraft[]; share: number }[] = [
    { kind: 'gate', from: spots.gate, share: 0.22 },
    { kind: 'crossing', from: spots.crossing, share: 0.3 },
    { kind: 'lane', from: spots.lane, share: 0.28 },
    { kind: 'corner', from: spots.road, share: 0.2 },
  ];
  const rows: { kind: Word<'cameraKind'>; x: number; y: number; bearing: number }[] = [];
  const usable = kinds.filter((k) => k.from.length > 0);
  const sum = usable.reduce((total, k) => total + k.share, 0);
  usable.forEach((k, i) => {
    const own = i === usable.length - 1 ? count - rows.length : Math.round((count * k.share) / sum);
    for (let c = 0; c < own; c++) {
      const spot = k.from[Math.floor((c * k.from.length) / own)];
      const turn =
        k.kind === 'crossing' ? random.int(0, 3) * 90 + 45 : k.kind === 'gate' ? 0 : random.int(0, 1) * 180;
      const aside = own > k.from.length ? 4 : 1;
      rows.push({
        kind: k.kind,
        x: spot.x + random.between(-aside, aside),
        y: spot.y + random.between(-aside, aside),
        bearing: (spot.bearing + turn + random.int(0, 16)) % 360,
      });
    }
  });
  const n = rows.length;
  return tableOf('cameras', n, {
    id: textColumn(n, (r) => `S${String(r + 1).padStart(5, '0')}`),
    kind: wordsColumn('cameraKind', n, (r) => rows[r].kind),
    owner: wordsColumn('cameraOwner', n, (r) =>
      rows[r].kind === 'gate' ? 'property' : random.chance(0.6) ? 'police' : 'urbanManagement',
    ),
    building: numbers('u32', n, () => NONE, NONE),
    lng: numbers('i32', n, (r) => work.projection.lng(rows[r].x), NOWHERE),
    lat: numbers('i32', n, (r) => work.projection.lat(rows[r].y), NOWHERE),
    bearing: numbers('u16', n, (r) => rows[r].bearing),
    view: numbers('u16', n, (r) => (rows[r].kind === 'crossing' ? 90 : rows[r].kind === 'lane' ? 56 : 72)),
    range: numbers('u16', n, (r) => (rows[r].kind === 'crossing' ? 60 : rows[r].kind === 'corner' ? 45 : 28)),
    // Nothing answers at these: the host shows no picture of a sample.
    snapshot: textColumn(n, () => ''),
    stream: textColumn(n, () => ''),
    viewers: wordsColumn('cameraViewers', n, (r) => (rows[r].kind === 'gate' ? 'community' : 'street')),
    health: wordsColumn('health', n, () =>
      random.pick(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'weak', 'silent']),
    ),
  });
}

export function facilitiesTable(work: CivicWork, random: Random): Table {
  const { draft, spots, buildingPoint, projection } = work;
  interface Row {
    kind: Word<'facilityKind'>;
    name: string;
    party: Word<'partyKind'>;
    building: number;
    x: number;
    y: number;
  }
  const rows: Row[] = draft.places.map((place) => ({
    kind: place.kind,
    name: place.name,
    party: place.party,
    building: place.building,
    x: buildingPoint[2 * place.building],
    y: buildingPoint[2 * place.building + 1],
  }));
  draft.buildings.forEach((building, row) => {
    const shop = building.use === 'mixed' || building.use === 'shop';
    if (shop && random.chance(0.55)) {
      const trade = random.pick(['便利店', '小吃店', '五金店', '理发店', '药店', '水果店', '洗衣店', '面馆']);
      const [x, y] = [buildingPoint[2 * row], buildingPoint[2 * row + 1]];
      rows.push({ kind: 'shop', name: `${building.name}${trade}`, party: 'business', building: row, x, y });
    }
  });
  const extra = (
    kind: Row['kind'],
    party: Row['party'],
    from: SpotDraft[],
    step: number,
    name: string,
  ): void => {
    for (let i = 0; i < from.length; i += step) {
      rows.push({
        kind,
        name: `${name}${i / step + 1}`,
        party,
        building: NONE,
        x: from[i].x + 3,
        y: from[i].y - 3,
      });
    }
  };
  extra('hydrant', 'public', spots.road, 9, '消火栓');
  extra('aed', 'public', spots.gate, 5, '自动体外除颤器');
  extra('shelter', 'public', spots.park, 3, '应急避难点');
  extra('parking', 'business', spots.gate, 4, '停车场');
  const n = rows.length;
  return tableOf('facilities', n, {
    id: textColumn(n, (r) => `F${String(r + 1).padStart(5, '0')}`),
    name: textColumn(n, (r) => rows[r].name),
    kind: wordsColumn('facilityKind', n, (r) => rows[r].kind),
    party: wordsColumn('partyKind', n, (r) => rows[r].party),
    building: numbers('u32', n, (r) => rows[r].building, NONE),
    lng: numbers('i32', n, (r) => projection.lng(rows[r].x), NOWHERE),
    lat: numbers('i32', n, (r) => projection.lat(rows[r].y), NOWHERE),
  });
}

export function organisationsTable(work: CivicWork, random: Random): Table {
  const { draft, buildingPoint, projection } = work;
  const rows: { building: number; kind: Word<'organisationKind'>; name: string; headcount: number }[] = [];
  draft.buildings.forEach((building, row) => {
    const { use, floors, name } = building;
    if (use === 'office') {
      const several = Math.min(9, Math.max(1, Math.round(floors / 4)));
      for (let i = 0; i < several; i++) {
        const word = random.pick(['商贸', '科技', '文化', '设计', '咨询', '服务', '置业']);
        const title = `${name.slice(0, 2)}${'甲乙丙丁戊己庚辛壬'[i]}${word}有限公司`;
        rows.push({ building: row, kind: 'company', name: title, headcount: random.int(6, 180) });
      }
    } else if (use === 'shop' || use === 'mixed') {
      rows.push({
        building: row,
        kind: 'shop',
        name: `${name}商铺`,
        headcount: random.int(2, use === 'shop' ? 40 : 6),
      });
    } else if (use === 'school')
      rows.push({ building: row, kind: 'school', name, headcount: random.int(60, 140) });
    else if (use === 'industrial')
      rows.push({ building: row, kind: 'company', name: `${name}有限公司`, headcount: random.int(10, 220) });
    else if (use === 'clinic' || use === 'service')
      rows.push({ building: row, kind: 'agency', name, headcount: random.int(8, 30) });
  });
  const n = rows.length;
  return tableOf('organisations', n, {
    id: textColumn(n, (r) => `O${String(r + 1).padStart(5, '0')}`),
    name: textColumn(n, (r) => rows[r].name),
    kind: wordsColumn('organisationKind', n, (r) => rows[r].kind),
    unifiedCode: textColumn(n, (r) => `Z9990101${String(r + 1).padStart(9, '0')}Z`),
    licence: textColumn(n, (r) => (rows[r].kind === 'shop' ? `XK9990${String(r + 1).padStart(7, '0')}` : '')),
    address: textColumn(n, (r) => draft.buildings[rows[r].building].address),
    building: numbers('u32', n, (r) => rows[r].building, NONE),
    home: numbers('u32', n, () => NONE, NONE),
    headcount: numbers('u16', n, (r) => rows[r].headcount),
    lng: numbers('i32', n, (r) => projection.lng(buildingPoint[2 * rows[r].building]), NOWHERE),
    lat: numbers('i32', n, (r) => projection.lat(buildingPoint[2 * rows[r].building + 1]), NOWHERE),
    contact: textColumn(n, () => surname(random.int(0, 255)) + givenName(random.int(1, 2), random)),
    phone: textColumn(n, (r) => phoneNumber(800_000_000 + r)),
  });
}

export interface WorkerFigures {
  /** Community workers in all; grid workers: one a grid, and these many grids (evenly spread) have two. */
  community: number;
  doubled: number;
  property: number;
  volunteers: number;
  police: number;
}

/** `parties`: who employs whom (work-tables.ts). */
export function workersTable(
  work: CivicWork,
  figures: WorkerFigures,
  parties: Employers,
  random: Random,
): Table {
  const { draft } = work;
  const grids = draft.grids.length;
  const rows: { role: Word<'workerRole'>; grid: number }[] = [];
  const doubled = new Set<number>();
  for (let i = 0; i < figures.doubled; i++) doubled.add(Math.floor(((i + 0.5) * grids) / figures.doubled));
  for (let grid = 0; grid < grids; grid++) {
    for (let i = 0; i < (doubled.has(grid) ? 2 : 1); i++) rows.push({ role: 'gridWorker', grid });
  }
  const others: [Word<'workerRole'>, number][] = [
    ['communityWorker', figures.community],
    ['property', figures.property],
    ['volunteer', figures.volunteers],
    ['police', figures.police],
  ];
  for (const [role, count] of others) {
    for (let i = 0; i < count; i++) {
      rows.push({ role, grid: role === 'police' ? -1 : Math.floor((i * grids) / count) });
    }
  }
  const places = gridPoints(work);
  const n = rows.length;
  const at = (r: number, axis: 0 | 1): number => {
    const grid = Math.max(0, rows[r].grid);
    return places[2 * grid + axis] + ((r * 37 + axis * 19) % 61) - 30;
  };
  return tableOf('workers', n, {
    id: textColumn(n, (r) => `W${String(r + 1).padStart(4, '0')}`),
    name: textColumn(n, () => surname(random.int(0, 255)) + givenName(random.int(1, 2), random)),
    role: wordsColumn('workerRole', n, (r) => rows[r].role),
    grid: numbers('u32', n, (r) => (rows[r].grid < 0 ? NONE : rows[r].grid), NONE),
    party: numbers('u32', n, (r) => parties.of(rows[r].role, Math.max(0, rows[r].grid)), NONE),
    post: wordsColumn('workPost', n, (r) =>
      rows[r].role === 'volunteer' || rows[r].role === 'police' ? '' : r % 2 === 0 ? 'a' : 'b',
    ),
    shift: wordsColumn('workShift', n, (r) =>
      rows[r].role === 'property' || rows[r].role === 'police' ? 'rotating' : 'day',
    ),
    onDuty: wordsColumn('yesNo', n, (r) =>
      rows[r].role === 'gridWorker' || random.chance(0.45) ? 'yes' : 'no',
    ),
    lng: numbers('i32', n, (r) => work.projection.lng(at(r, 0)), NOWHERE),
    lat: numbers('i32', n, (r) => work.projection.lat(at(r, 1)), NOWHERE),
    phone: textColumn(n, (r) => phoneNumber(850_000_000 + r)),
  });
}

/** The grids with who heads them: a community worker of the grid, else its grid worker; the police share the grids evenly. */
export function withHeads(grids: Table, workers: Table): Table {
  const head = new Uint32Array(grids.rows).fill(NONE);
  const police: number[] = [];
  const role = workers.columns['role'];
  const grid = workers.columns['grid'];
  if (role?.kind !== 'dict' || grid?.kind !== 'number') return grids;
  for (const wanted of ['communityWorker', 'gridWorker', 'police'])
    for (let row = 0; row < workers.rows; row++) {
      if (role.words[role.codes[row]] !== wanted) continue;
      if (wanted === 'police') police.push(row);
      else if (grid.values[row] < grids.rows && head[grid.values[row]] === NONE) head[grid.values[row]] = row;
    }
  const shared = (r: number): number => police[Math.floor((r * police.length) / grids.rows)] ?? NONE;
  const columns = {
    ...grids.columns,
    head: { kind: 'number', type: 'u32', values: head, missing: NONE } as const,
    police: numbers('u32', grids.rows, shared, NONE),
  };
  return { ...grids, columns };
}

/** The mean of the buildings of each grid. */
function gridPoints(work: CivicWork): Float64Array {
  const sums = new Float64Array(work.draft.grids.length * 3);
  for (let row = 0; row < work.gridOfBuilding.length; row++) {
    const grid = work.gridOfBuilding[row];
    if (grid === 0xffff) continue;
    sums[3 * grid] += work.buildingPoint[2 * row];
    sums[3 * grid + 1] += work.buildingPoint[2 * row + 1];
    sums[3 * grid + 2]++;
  }
  return Float64Array.from({ length: work.draft.grids.length * 2 }, (_, i) => {
    const grid = i >> 1;
    return sums[3 * grid + (i & 1)] / Math.max(1, sums[3 * grid + 2]);
  });
}
