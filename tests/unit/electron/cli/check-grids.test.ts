/** linli check-grids: every polygon format, systems and axes, exit codes, and what a file cannot say. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../../../electron/cli.ts';
import type { GridCheck } from '../../../../shared/partition/grid-check.ts';

let folder: string;
const at = (name: string) => join(folder, name);

type Ring = [number, number][];
/** Steps of 1e-4 degrees, about 10 m, from a corner in Beijing. */
const ring = (...corners: Ring): Ring =>
  [...corners, corners[0]].map(([x, y]) => [round(116.4 + x * 1e-4), round(39.9 + y * 1e-4)]);
const round = (value: number) => Math.round(value * 1e7) / 1e7;
const box = (west: number, south: number, east: number, north: number) =>
  ring([west, south], [east, south], [east, north], [west, north]);

function collection(shapes: Record<string, Ring[]>, properties: Record<string, unknown> = {}) {
  const features = Object.entries(shapes).map(([code, coordinates]) => ({
    type: 'Feature' as const,
    properties: { code, ...properties },
    geometry: { type: 'Polygon' as const, coordinates },
  }));
  return { type: 'FeatureCollection' as const, features };
}

/** A gap of one step between them, enclosed by a frame; north a T-junction. */
const GAPPED = { A: [box(0, 0, 4, 4)], B: [box(5, 0, 9, 4)], C: [box(0, 4, 9, 8)], D: [box(0, -4, 9, 0)] };
const WHOLE = { ...GAPPED, B: [box(4, 0, 9, 4)] };

async function call(...args: string[]): Promise<{ code: number; text: string; note: string }> {
  let text = '';
  let note = '';
  const code = await runCli(args, {
    out: (part) => {
      text += part;
    },
    note: (part) => {
      note += part;
    },
  });
  return { code, text, note };
}

type Printed = GridCheck & {
  crs: string;
  axesSwapped: boolean;
  format: string;
  error: { code: string; message: string };
};

async function check(...args: string[]): Promise<{ code: number; out: Printed }> {
  const { code, text } = await call('check-grids', ...args);
  return { code, out: JSON.parse(text) };
}

const write = (name: string, value: unknown) =>
  writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-check-'));
  write('whole.geojson', collection(WHOLE));
  write('gapped.geojson', collection(GAPPED));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('exit codes', () => {
  it('0 for clean grids, with every list there', async () => {
    const { code, out } = await check(at('whole.geojson'));
    expect(code).toBe(0);
    expect(out.grids.map(({ grid }) => grid)).toEqual(['A', 'B', 'C', 'D']);
    for (const list of ['gaps', 'overlaps', 'slivers', 'invalidRings', 'detachedParts'] as const)
      expect(out[list]).toEqual([]);
    expect(out.uncoveredBuildings).toEqual([]);
    expect(out.doublyCoveredBuildings).toEqual([]);
    expect(out.balance.by).toBe('area');
  });

  it('1 for a gap, with its area, place and neighbours', async () => {
    const { code, out } = await check(at('gapped.geojson'));
    expect(code).toBe(1);
    expect(out.gaps).toMatchObject([{ grids: ['A', 'B', 'C', 'D'], sliver: false }]);
    // 1e-4 degrees are 8.55 m east and 11.10 m north there.
    expect(out.gaps[0].area).toBeCloseTo(4 * 8.551 * 11.103, -1);
    const [lng, lat] = out.gaps[0].place!;
    expect([lng, lat]).toEqual([expect.closeTo(116.400_45, 6), expect.closeTo(39.9002, 3)]);
  });

  it('2 for what cannot be read, with the reason and nothing else', async () => {
    write('broken.geojson', '{"type":"FeatureColl');
    write('points.geojson', {
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [116.4, 39.9] } },
      ],
    });
    write(
      'far.geojson',
      collection({
        A: [box(0, 0, 4, 4)],
        B: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      }),
    );
    expect(await check(at('nothing.geojson'))).toMatchObject({
      code: 2,
      out: { error: { code: 'not-found' } },
    });
    expect(await check(at('broken.geojson'))).toMatchObject({ code: 2 });
    expect(await check(at('points.geojson'))).toMatchObject({
      code: 2,
      out: { error: { code: 'no-polygons' } },
    });
    expect(await check(at('far.geojson'))).toMatchObject({
      code: 2,
      out: { error: { code: 'scope-too-large' } },
    });
    expect(await check(at('whole.geojson'), '--boundary', at('points.geojson'))).toMatchObject({ code: 2 });
    expect(await check(at('whole.geojson'), '--layer', 'none')).toMatchObject({ code: 2 });
  });

  it('2 for wrong use, told on stderr', async () => {
    for (const args of [[], ['a', 'b'], ['a', '--sideways'], ['a', '--from', 'nowhere']]) {
      const { code, text, note } = await call('check-grids', ...args);
      expect([code, text]).toEqual([2, '']);
      expect(note).toContain('linli check-grids');
    }
    expect((await call('check-grids', '--help')).text).toContain('--boundary FILE');
  });
});

describe('formats', () => {
  const kml = (shapes: Record<string, Ring[]>) =>
    `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${Object.entries(shapes)
      .map(
        ([name, [outer]]) =>
          `<Placemark><name>${name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>${outer
            .map(([x, y]) => `${x},${y},0`)
            .join(' ')}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`,
      )
      .join('')}</Document></kml>`;
  const cityJson = (shapes: Record<string, Ring[]>) => {
    const vertices = Object.values(shapes).flatMap(([outer]) =>
      outer.slice(0, -1).map(([x, y]) => [Math.round(x * 1e7), Math.round(y * 1e7), 3]),
    );
    let next = 0;
    const objects = Object.entries(shapes).map(([id, [outer]]) => {
      const boundaries = [[outer.slice(0, -1).map(() => next++)]];
      return [id, { type: 'Building', geometry: [{ type: 'MultiSurface', lod: '1', boundaries }] }];
    });
    return {
      type: 'CityJSON',
      version: '2.0',
      transform: { scale: [1e-7, 1e-7, 1], translate: [0, 0, 0] },
      metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/4326' },
      CityObjects: Object.fromEntries(objects),
      vertices,
    };
  };
  const made: Record<string, (name: string, shapes: Record<string, Ring[]>) => void> = {
    'in.geojson': (name, shapes) => write(name, collection(shapes)),
    'in.ndjson': (name, shapes) =>
      write(
        name,
        collection(shapes)
          .features.map((each) => `${JSON.stringify(each)}\n`)
          .join(''),
      ),
    'in.kml': (name, shapes) => write(name, kml(shapes)),
    'in.fgb': (name, shapes) => writeFileSync(at(name), serialize(collection(shapes), 4326)),
    'in.city.json': (name, shapes) => write(name, cityJson(shapes)),
  };

  it.each(Object.keys(made))('%s', async (name) => {
    made[name](name, WHOLE);
    expect(await check(at(name))).toMatchObject({ code: 0, out: { grids: { length: 4 } } });
    made[name](name, GAPPED);
    expect(await check(at(name))).toMatchObject({ code: 1, out: { gaps: { length: 1 }, overlaps: [] } });
  });

  it.each(['out.gpkg', 'out.zip'])('%s, in degrees and in metres', async (name) => {
    for (const crs of ['EPSG:4326', 'EPSG:4548', 'EPSG:4509']) {
      for (const [file, code] of [
        ['whole.geojson', 0],
        ['gapped.geojson', 1],
      ] as const) {
        await call('convert', at(file), at(name), '--to', crs);
        const { code: ended, out } = await check(at(name));
        expect([ended, out.crs, out.gaps.length]).toEqual([code, crs, code]);
        if (code === 1) expect(out.gaps[0].area).toBeCloseTo(4 * 8.551 * 11.103, -1);
      }
    }
  });
});

describe('systems and axes', () => {
  it('swapped degrees are turned round, and it says so', async () => {
    const swapped = Object.fromEntries(
      Object.entries(GAPPED).map(([code, rings]) => [
        code,
        rings.map((each) => each.map(([x, y]): [number, number] => [y, x])),
      ]),
    );
    write('swapped.geojson', collection(swapped));
    const { code, out } = await check(at('swapped.geojson'));
    expect([code, out.axesSwapped]).toEqual([1, true]);
    expect(out.gaps[0].place![0]).toBeCloseTo(116.400_45, 5);
  });

  it('metres that name no system need one, and are checked with it', async () => {
    const metres = (x: number, y: number) => [500_000 + x * 10, 4_420_000 + y * 10] as [number, number];
    const square = (west: number, south: number, east: number, north: number): Ring => [
      metres(west, south),
      metres(east, south),
      metres(east, north),
      metres(west, north),
      metres(west, south),
    ];
    const shapes = { A: [square(0, 0, 4, 4)], B: [square(3, 0, 9, 4)] };
    write('metres.geojson', collection(shapes));
    const refused = await check(at('metres.geojson'));
    expect(refused).toMatchObject({ code: 2, out: { error: { code: 'crs-unknown' } } });
    expect(refused.out.error.message).toContain('--from');
    const { code, out } = await check(at('metres.geojson'), '--from', 'EPSG:4548');
    expect([code, out.crs]).toEqual([1, 'EPSG:4548']);
    expect(out.overlaps[0].area).toBeCloseTo(400, 0);
    const turned = Object.fromEntries(
      Object.entries(shapes).map(([name, rings]) => [
        name,
        rings.map((each) => each.map(([x, y]): [number, number] => [y, x])),
      ]),
    );
    write('turned.geojson', collection(turned));
    const again = await check(at('turned.geojson'), '--from', 'EPSG:4548');
    expect(again.out.axesSwapped).toBe(true);
    expect(again.out.overlaps[0].place).toEqual(out.overlaps[0].place);
  });
});

describe('with buildings and a boundary', () => {
  it('counts households per grid and names buildings in none and in two', async () => {
    const building = (name: string, households: number, polygon: Ring) => ({
      type: 'Feature',
      properties: { name, households },
      geometry: { type: 'Polygon', coordinates: [polygon] },
    });
    write('buildings.geojson', {
      type: 'FeatureCollection',
      features: [
        building('1号楼', 310, box(1, 1, 2, 2)),
        building('2号楼', 20, box(4.2, 1, 4.8, 2)),
        building('3号楼', 90, box(6, 1, 7, 2)),
        building('4号楼', 90, box(60, 1, 70, 2)),
      ],
    });
    const { code, out } = await check(at('gapped.geojson'), '--buildings', at('buildings.geojson'));
    expect(code).toBe(1);
    expect(out.uncoveredBuildings.map(({ building: name }) => name)).toEqual(['2号楼', '4号楼']);
    expect(out.balance).toMatchObject({
      by: 'households',
      target: { min: 300, max: 500 },
      grids: [{ grid: 'A', households: 310, state: 'within' }, { households: 90, off: -210 }, {}, {}],
      unassigned: 110,
    });
  });

  it('what the boundary holds and no grid does is a gap, in whatever system the boundary is', async () => {
    write('boundary.geojson', collection({ Z: [box(0, -4, 9, 9)] }));
    const { out } = await check(at('whole.geojson'), '--boundary', at('boundary.geojson'));
    expect(out.gaps).toMatchObject([{ grids: ['C'] }]);
    expect(out.gaps[0].area).toBeCloseTo(9 * 8.551 * 11.103, -1);
    await call('convert', at('boundary.geojson'), at('boundary.gpkg'), '--to', 'EPSG:4548');
    const metres = await check(at('whole.geojson'), '--boundary', at('boundary.gpkg'));
    expect(metres.out.gaps.map(({ area }) => Math.round(area))).toEqual(
      out.gaps.map(({ area }) => Math.round(area)),
    );
  });
});

it('a record that cannot be read is listed, the others are checked', async () => {
  const lines = collection(WHOLE).features.map((each) => JSON.stringify(each));
  write('torn.ndjson', [...lines.slice(0, 3), lines[3].slice(0, 40), ''].join('\n'));
  const { code, out } = await check(at('torn.ndjson'));
  expect(code).toBe(1);
  expect(out.grids).toHaveLength(3);
  expect(out.invalidRings).toMatchObject([{ fault: 'unreadable' }]);
});
