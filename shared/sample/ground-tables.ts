/**
 * Writes the tables of places from a draft: areas, grids, compounds, base map, buildings, entrances, homes. Neighbouring outlines
 * share their vertices to the last unit because they are made of the same nodes.
 */
import { textAt } from '../columns/cell.ts';
import { NONE, type Table } from '../columns/column.ts';
import { HOME_TAGS } from '../model/words.ts';
import {
  createTextWriter,
  dictColumn,
  geometryColumn,
  numbers,
  tableOf,
  tagsColumn,
  textColumn,
  wordColumn,
  wordsColumn,
} from './column-writers.ts';
import type { Draft, GroundDraft } from './draft.ts';
import { type Entrances, type Homes, OWNER, PUBLIC, RENTED } from './homes.ts';
import { givenName, phoneNumber, surname } from './identity.ts';
import type { People } from './people.ts';
import type { Projection, Ring } from './plane.ts';
import type { Random } from './random.ts';

export const STOREY = 2.9;
const link = (table: number): number => (table < 0 ? NONE : table);
/** The day the grids came into force: 2024-01-01. */
const GRIDS_SINCE = 19_723;

export function areasTable(draft: Draft, projection: Projection): Table {
  const { areas, network } = draft;
  return tableOf('areas', areas.length, {
    code: textColumn(areas.length, (r) => areas[r].code),
    name: textColumn(areas.length, (r) => areas[r].name),
    level: wordsColumn('areaLevel', areas.length, (r) => areas[r].level),
    parent: numbers('u32', areas.length, (r) => link(areas[r].parent), NONE),
    boundary: geometryColumn('polygon', areas.length, projection, (r) => [
      { ring: network.ring(areas[r].outline), role: 0 },
    ]),
  });
}

export function gridsTable(draft: Draft, projection: Projection): Table {
  const { grids, areas, network } = draft;
  const order = new Map<number, number>();
  const codes = grids.map((grid) => {
    const next = (order.get(grid.area) ?? 0) + 1;
    order.set(grid.area, next);
    return areas[grid.area].code + String(next).padStart(3, '0');
  });
  return tableOf('grids', grids.length, {
    code: textColumn(grids.length, (r) => codes[r]),
    name: textColumn(grids.length, (r) => grids[r].name),
    kind: wordsColumn('gridKind', grids.length, (r) => grids[r].kind),
    area: numbers('u32', grids.length, (r) => grids[r].area, NONE),
    startDay: numbers('u16', grids.length, () => GRIDS_SINCE, 0),
    // Workers are written later and name their grid; who heads it follows from them (civic-tables.ts).
    head: numbers('u32', grids.length, () => NONE, NONE),
    police: numbers('u32', grids.length, () => NONE, NONE),
    endDay: numbers('u16', grids.length, () => 0, 0),
    status: wordsColumn('gridStatus', grids.length, () => 'active'),
    outline: geometryColumn('polygon', grids.length, projection, (r) => [
      { ring: network.ring(grids[r].outline), role: 0 },
    ]),
  });
}

export function compoundsTable(draft: Draft, projection: Projection): Table {
  const { compounds } = draft;
  const n = compounds.length;
  return tableOf('compounds', n, {
    id: textColumn(n, (r) => `C${String(r + 1).padStart(4, '0')}`),
    name: textColumn(n, (r) => compounds[r].name),
    company: dictColumn(n, (r) => compounds[r].company),
    builtYear: numbers('u16', n, (r) => compounds[r].builtYear, 0),
    area: numbers('u32', n, (r) => link(compounds[r].area), NONE),
    boundary: geometryColumn('polygon', n, projection, (r) => [{ ring: compounds[r].ring, role: 0 }]),
  });
}

/** The ground of the draft and the ways of its net; water ways become polygons. */
export function basemapTable(draft: Draft, projection: Projection): Table {
  const rows: GroundDraft[] = [];
  for (const ground of draft.ground) if (ground.rings) rows.push(ground);
  for (const way of draft.network.ways) {
    if (way.kind === 'edge') continue;
    const line = draft.network.ring(draft.network.expand(way.chain));
    if (way.kind === 'moat' || way.kind === 'canal') {
      rows.unshift({ kind: 'water', name: way.name, width: 0, rings: [widened(line, way.width / 2)] });
    } else rows.push({ kind: way.kind, name: way.name, width: way.width, line });
  }
  for (const ground of draft.ground) if (ground.line) rows.push(ground);
  const n = rows.length;
  return tableOf('basemap', n, {
    kind: wordsColumn('basemapKind', n, (r) => rows[r].kind),
    name: textColumn(n, (r) => rows[r].name),
    width: numbers('f32', n, (r) => rows[r].width, 0),
    lines: geometryColumn('line', n, projection, (r) => {
      const { line } = rows[r];
      return line ? [{ ring: line, role: 0 }] : [];
    }),
    polygons: geometryColumn('polygon', n, projection, (r) =>
      (rows[r].rings ?? []).map((ring) => ({ ring, role: 0 as const })),
    ),
  });
}

/** A line made as wide as twice `half`; for gentle bends. A closed line (first point = last) is joined smoothly. */
function widened(line: Ring, half: number): Ring {
  const left: Ring = [];
  const right: Ring = [];
  const n = line.length / 2;
  for (let i = 0; i < n; i++) {
    const a = Math.max(0, i - 1);
    const b = Math.min(n - 1, i + 1);
    const dx = line[2 * b] - line[2 * a];
    const dy = line[2 * b + 1] - line[2 * a + 1];
    const size = Math.sqrt(dx * dx + dy * dy) || 1;
    const nx = (-dy / size) * half;
    const ny = (dx / size) * half;
    left.push(line[2 * i] + nx, line[2 * i + 1] + ny);
    right.unshift(line[2 * i] - nx, line[2 * i + 1] - ny);
  }
  return [...left, ...right];
}

/** `forgotten[row]` 1: the register does not know the floors; the height is known all the same. */
export function buildingsTable(
  draft: Draft,
  projection: Projection,
  point: Float64Array,
  forgotten: Uint8Array,
): Table {
  const { buildings } = draft;
  const n = buildings.length;
  return tableOf('buildings', n, {
    id: textColumn(n, (r) => `B${String(r + 1).padStart(5, '0')}`),
    name: textColumn(n, (r) => buildings[r].name),
    address: textColumn(n, (r) => buildings[r].address),
    compound: numbers('u32', n, (r) => link(buildings[r].compound), NONE),
    area: numbers('u32', n, (r) => link(buildings[r].area), NONE),
    use: wordsColumn('buildingUse', n, (r) => buildings[r].use),
    builtYear: numbers('u16', n, (r) => buildings[r].builtYear, 0),
    floors: numbers('u8', n, (r) => (forgotten[r] === 1 ? 0 : buildings[r].floors), 0),
    floorsBelow: numbers('u8', n, (r) => buildings[r].floorsBelow),
    height: numbers('f32', n, (r) => heightOf(buildings[r].form, buildings[r].use, buildings[r].floors)),
    base: numbers('f32', n, () => 0),
    lng: numbers('i32', n, (r) => projection.lng(point[2 * r]), -0x80000000),
    lat: numbers('i32', n, (r) => projection.lat(point[2 * r + 1]), -0x80000000),
    footprint: geometryColumn('polygon', n, projection, (r) => {
      const { ring, hole } = buildings[r];
      return hole
        ? [
            { ring, role: 0 },
            { ring: hole, role: 1 },
          ]
        : [{ ring, role: 0 }];
    }),
  });
}

/** Metres: storeys and a roof; shops and offices stand higher per floor, halls higher still. */
function heightOf(form: string, use: string, floors: number): number {
  const storey = use === 'industrial' ? 5.5 : form === 'block' ? 3.8 : STOREY;
  const roof = form === 'court' ? 1.6 : form === 'house' ? 1.8 : 0.9;
  return Math.round((Math.max(1, floors) * storey + roof) * 10) / 10;
}

export function entrancesTable(entrances: Entrances, projection: Projection): Table {
  const n = entrances.building.length;
  return tableOf('entrances', n, {
    building: numbers('u32', n, (r) => entrances.building[r], NONE),
    label: dictColumn(n, (r) => entrances.label[r]),
    lng: numbers('i32', n, (r) => projection.lng(entrances.x[r]), -0x80000000),
    lat: numbers('i32', n, (r) => projection.lat(entrances.y[r]), -0x80000000),
  });
}

/** What is known of the people in homes: the register and where each person stands in it. */
interface Register {
  people: People;
  table: Table;
  rowOf: Uint32Array;
  /** 1: the register knows the person's home. */
  linked: Uint8Array;
}

/** Homes with their owners: the head where the home is the owner's, somebody else where it is let. */
export function homesTable(homes: Homes, register: Register, random: Random): Table {
  const { people, table, rowOf, linked } = register;
  const n = homes.count;
  const owner = createTextWriter(n);
  const phone = createTextWriter(n);
  const ownerResident = new Uint32Array(n).fill(NONE);
  const head = new Int32Array(n).fill(-1);
  for (let household = 0; household + 1 < people.firstOfHousehold.length; household++) {
    const first = people.firstOfHousehold[household];
    head[people.home[first]] = first;
  }
  const said = (column: string, row: number): string => {
    const values = table.columns[column];
    return values?.kind === 'text' ? textAt(values, row) : '';
  };
  for (let home = 0; home < n; home++) {
    const tenure = homes.tenure[home];
    if (tenure === PUBLIC) {
      owner.add('直管公房');
      phone.add('');
      continue;
    }
    const person = head[home];
    if (tenure === OWNER && person >= 0 && linked[person] === 1) {
      ownerResident[home] = rowOf[person];
      owner.add(said('name', rowOf[person]));
      phone.add(said('phone', rowOf[person]));
      continue;
    }
    const seed = tenure === OWNER && person >= 0 ? people.surname[person] : random.int(0, 255);
    owner.add(surname(seed) + givenName(random.int(1, 2), random));
    phone.add(tenure === RENTED || random.chance(0.7) ? phoneNumber(500_000_000 + home) : '');
  }
  const id = textColumn(n, (r) => `H${String(r + 1).padStart(6, '0')}`);
  const numeric = {
    building: { kind: 'number', type: 'u32', values: homes.building, missing: NONE },
    entrance: { kind: 'number', type: 'u32', values: homes.entrance, missing: NONE },
    floor: { kind: 'number', type: 'i16', values: homes.floor, missing: -32768 },
    area: { kind: 'number', type: 'f32', values: homes.area, missing: 0 },
  } as const;
  return tableOf('homes', n, {
    id,
    ...numeric,
    door: dictColumn(n, (r) => (homes.room[r] === 0 ? '' : `${homes.room[r]}`)),
    tenure: wordColumn('tenure', homes.tenure),
    owner: owner.finish(),
    ownerPhone: phone.finish(),
    ownerResident: { kind: 'number', type: 'u32', values: ownerResident, missing: NONE },
    tags: tagsColumn(homes.tags, HOME_TAGS),
  });
}
