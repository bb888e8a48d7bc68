/**
 * A small made-up town for the tests of tiles and map: blocks of slab houses between streets, one canal, one park,
 * compounds, grids. Owns no rules of the sample generator; its size is a parameter.
 */
import type { GeometryColumn, Table, TextColumn } from '../../shared/columns/column.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';

const ORIGIN: [number, number] = [120.6, 31.3];
const PER_METRE_LAT = 1 / 111_195;
const PER_METRE_LNG = PER_METRE_LAT / Math.cos((ORIGIN[1] * Math.PI) / 180);

export type Metres = [number, number];
const lng = (x: number) => Math.round((ORIGIN[0] + x * PER_METRE_LNG) * 1e7);
const lat = (y: number) => Math.round((ORIGIN[1] + y * PER_METRE_LAT) * 1e7);

export function textColumn(values: string[]): TextColumn {
  const parts = values.map((value) => new TextEncoder().encode(value));
  const offsets = new Uint32Array(values.length + 1);
  for (let i = 0; i < parts.length; i++) offsets[i + 1] = offsets[i] + parts[i].length;
  const bytes = new Uint8Array(offsets[values.length]);
  for (let i = 0; i < parts.length; i++) bytes.set(parts[i], offsets[i]);
  return { kind: 'text', bytes, offsets };
}

/** rows[r] = list of rings (outer first, later ones are holes) in metres from the origin. */
export function geometryColumn(shape: 'line' | 'polygon', rows: Metres[][][]): GeometryColumn {
  const coords: number[] = [];
  const ringVertices = [0];
  const rowRings = [0];
  const ringRole: number[] = [];
  for (const rings of rows) {
    rings.forEach((ring, i) => {
      for (const [x, y] of ring) coords.push(lng(x), lat(y));
      ringVertices.push(coords.length / 2);
      ringRole.push(shape === 'polygon' && i > 0 ? 1 : 0);
    });
    rowRings.push(ringRole.length);
  }
  return {
    kind: 'geometry',
    shape,
    coords: Int32Array.from(coords),
    ringVertices: Uint32Array.from(ringVertices),
    rowRings: Uint32Array.from(rowRings),
    ringRole: Uint8Array.from(ringRole),
  };
}

const dict = (values: string[]): Table['columns'][string] => {
  const words = ['', ...new Set(values.filter(Boolean))];
  return { kind: 'dict', words, codes: Uint8Array.from(values.map((v) => words.indexOf(v))) };
};
const f32 = (values: number[]) =>
  ({ kind: 'number', type: 'f32', values: Float32Array.from(values) }) as const;
const i32 = (values: number[]) => ({ kind: 'number', type: 'i32', values: Int32Array.from(values) }) as const;
const box = (x: number, y: number, w: number, h: number): Metres[] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
];

function housesOf(blocks: number) {
  const rows: { ring: Metres[]; floors: number; block: number; name: string; year: number; use: string }[] =
    [];
  for (let b = 0; b < blocks * blocks; b++) {
    const x0 = (b % blocks) * 220;
    const y0 = Math.floor(b / blocks) * 200;
    if (b % 7 === 3) continue;
    for (let i = 0; i < 8; i++) {
      const tower = b % 5 === 2;
      rows.push({
        ring: tower
          ? box(x0 + 30 + (i % 4) * 45, y0 + 40 + Math.floor(i / 4) * 70, 24, 24)
          : box(x0 + 25 + (i % 2) * 85, y0 + 20 + Math.floor(i / 2) * 42, 62, 13),
        floors: tower ? 18 + (i % 3) * 5 : 5 + (b % 3),
        block: b,
        name: `${i + 1}幢`,
        year: b % 2 ? 1992 : 2008,
        use: i === 7 && b % 3 === 0 ? 'office' : i === 0 && b % 4 === 1 ? 'shop' : 'residential',
      });
    }
  }
  return rows;
}

function basemapOf(blocks: number): Table {
  const side = blocks * 220;
  const lines: { kind: string; name: string; width: number; line: Metres[] }[] = [];
  for (let i = 0; i <= blocks; i++) {
    const main = i % 3 === 0;
    const kind = main ? 'mainRoad' : 'lane';
    const width = main ? 22 : 8;
    lines.push({
      kind,
      name: main ? `纬${i}路` : '',
      width,
      line: [
        [0, i * 200],
        [side, i * 200],
      ],
    });
    lines.push({
      kind,
      name: main ? `经${i}路` : '',
      width,
      line: [
        [i * 220, 0],
        [i * 220, blocks * 200],
      ],
    });
  }
  for (let b = 0; b < blocks * blocks; b++) {
    const x = (b % blocks) * 220 + 14;
    const y = Math.floor(b / blocks) * 200 + 12;
    if (b % 7 !== 3) lines.push({ kind: 'wall', name: '', width: 0, line: [...box(x, y, 192, 176), [x, y]] });
    lines.push({
      kind: 'path',
      name: '',
      width: 3,
      line: [
        [x + 96, y],
        [x + 96, y + 176],
      ],
    });
  }
  const parks: Metres[][][] = [];
  for (let b = 3; b < blocks * blocks; b += 7)
    parks.push([box((b % blocks) * 220 + 15, Math.floor(b / blocks) * 200 + 12, 190, 176)]);
  const canal: Metres[][] = [box(-40, blocks * 100 - 20, side + 80, 14)];
  const kinds = [...lines.map((l) => l.kind), ...parks.map(() => 'green'), 'water'];
  const none = (n: number) => Array.from({ length: n }, () => [] as Metres[][]);
  return {
    name: 'basemap',
    rows: kinds.length,
    columns: {
      kind: dict(kinds),
      name: textColumn([...lines.map((l) => l.name), ...parks.map(() => '中心公园'), '胥江']),
      width: f32([...lines.map((l) => l.width), ...parks.map(() => 0), 0]),
      lines: geometryColumn('line', [...lines.map((l) => [l.line]), ...none(parks.length + 1)]),
      polygons: geometryColumn('polygon', [...none(lines.length), ...parks, canal]),
    },
  };
}

/** A town of blocks x blocks blocks, eight houses each (one block in seven is a park). */
export function tileTown(blocks = 4): CommunityBundle {
  const houses = housesOf(blocks);
  const all = Array.from({ length: blocks * blocks }, (_, b) => b);
  const at = (b: number): Metres => [(b % blocks) * 220, Math.floor(b / blocks) * 200];
  const side: Metres = [blocks * 220, blocks * 200];
  const centres = houses.map((h) => [(h.ring[0][0] + h.ring[2][0]) / 2, (h.ring[0][1] + h.ring[2][1]) / 2]);
  return {
    name: { zh: '样镇', en: 'Tile town' },
    source: { kind: 'import' },
    asOfDay: 20_000,
    bounds: [lng(0) / 1e7, lat(0) / 1e7, lng(side[0]) / 1e7, lat(side[1]) / 1e7],
    tables: {
      basemap: basemapOf(blocks),
      areas: {
        name: 'areas',
        rows: 1,
        columns: {
          code: textColumn(['320508001001']),
          name: textColumn(['样镇社区']),
          level: dict(['community']),
          boundary: geometryColumn('polygon', [[box(-10, -10, side[0] + 20, side[1] + 20)]]),
        },
      },
      grids: {
        name: 'grids',
        rows: blocks * blocks,
        columns: {
          code: textColumn(all.map((b) => `W${String(b + 1).padStart(3, '0')}`)),
          name: textColumn(all.map((b) => `第${b + 1}网格`)),
          kind: dict(all.map(() => 'general')),
          outline: geometryColumn(
            'polygon',
            all.map((b) => [box(...at(b), 220, 200)]),
          ),
        },
      },
      compounds: {
        name: 'compounds',
        rows: blocks * blocks,
        columns: {
          name: textColumn(all.map((b) => `新村${b + 1}`)),
          boundary: geometryColumn(
            'polygon',
            all.map((b) => (b % 7 === 3 ? [] : [box(at(b)[0] + 14, at(b)[1] + 12, 192, 176)])),
          ),
        },
      },
      buildings: {
        name: 'buildings',
        rows: houses.length,
        columns: {
          name: textColumn(houses.map((h) => h.name)),
          address: textColumn(houses.map((h) => `新村${h.block + 1} ${h.name}`)),
          use: dict(houses.map((h) => h.use)),
          builtYear: {
            kind: 'number',
            type: 'u16',
            values: Uint16Array.from(houses.map((h) => h.year)),
            missing: 0,
          },
          floors: {
            kind: 'number',
            type: 'u8',
            values: Uint8Array.from(houses.map((h) => h.floors)),
            missing: 0,
          },
          height: f32(houses.map((h) => h.floors * 2.9)),
          base: f32(houses.map(() => 0)),
          lng: i32(centres.map(([x]) => lng(x))),
          lat: i32(centres.map(([, y]) => lat(y))),
          footprint: geometryColumn(
            'polygon',
            houses.map((h) => [h.ring]),
          ),
        },
      },
      cameras: {
        name: 'cameras',
        rows: blocks,
        columns: {
          lng: i32(all.slice(0, blocks).map((b) => lng(at(b)[0]))),
          lat: i32(all.slice(0, blocks).map((b) => lat(at(b)[1] + 100))),
          bearing: {
            kind: 'number',
            type: 'u16',
            values: Uint16Array.from(all.slice(0, blocks).map((b) => b * 40)),
          },
          view: { kind: 'number', type: 'u16', values: new Uint16Array(blocks).fill(70) },
          range: { kind: 'number', type: 'u16', values: new Uint16Array(blocks).fill(45) },
        },
      },
    },
    plan: { id: 'plan-0', gridOfBuilding: Uint16Array.from(houses.map((h) => h.block)) },
  };
}
