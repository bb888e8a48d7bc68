/**
 * OSM PBF: layers and fields from tags, multipolygons assembled, broken shapes left out one by one, hostile files
 * refused. The fixtures are written by osm-writing.ts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOsmPbf } from '../../../../shared/formats/osm-pbf-reader.ts';
import { damagedCopy, openAll, refusal, seeded } from './opening.ts';
import { frame, joined, type OsmContent, type WrittenNode, writeOsm } from './osm-writing.ts';

const RUNS = process.env['LINLI_LONG'] ? 5000 : 300;

/** A grid of nodes: id 100 * row + column + 1, a thousandth of a degree apart. */
const NODES: WrittenNode[] = Array.from({ length: 100 }, (_, at) => {
  const row = Math.floor(at / 10);
  const column = at % 10;
  return { id: 100 * row + column + 1, lng: 121 + column / 1000, lat: 31 + row / 1000 };
});
const at = (row: number, column: number) => 100 * row + column + 1;
const square = (row: number, column: number, size = 1) => [
  at(row, column),
  at(row, column + size),
  at(row + size, column + size),
  at(row + size, column),
  at(row, column),
];
const TOWN: OsmContent = {
  nodes: [
    ...NODES,
    { id: 5001, lng: 121.0005, lat: 31.0005, tags: { amenity: 'clinic', name: '社区卫生站' } },
    { id: 5002, lng: 121.0015, lat: 31.0015, tags: { barrier: 'lift_gate' } },
    { id: 5003, lng: 121.0025, lat: 31.0025, tags: { note: 'nothing' } },
  ],
  ways: [
    {
      id: 1,
      refs: square(0, 0),
      tags: {
        building: 'apartments',
        'building:levels': '6',
        height: '18.5 m',
        min_height: '1',
        start_date: '1986-05',
        name: '3号楼',
        'addr:street': '和平路',
      },
    },
    { id: 2, refs: square(2, 0), tags: { building: 'yes', 'building:levels': 'about six', __proto__x: 'y' } },
    { id: 3, refs: [at(4, 0), at(4, 1), at(5, 1)], tags: { building: 'yes' } },
    { id: 4, refs: [at(0, 0), at(0, 1), at(0, 2)], tags: { highway: 'primary', width: '12', lanes: '2' } },
    { id: 5, refs: [at(1, 0), at(1, 1)], tags: { highway: 'footway' } },
    { id: 6, refs: square(3, 3), tags: { natural: 'water' } },
    { id: 7, refs: square(5, 5), tags: { leisure: 'park' } },
    { id: 8, refs: [at(7, 0), at(7, 5)], tags: { barrier: 'wall' } },
    { id: 9, refs: square(7, 7), tags: { landuse: 'residential' } },
    { id: 10, refs: [at(0, 0), 77_777, at(0, 5), at(0, 6)], tags: { waterway: 'canal' } },
  ],
};

describe('layers of a file', () => {
  test.each([
    ['dense nodes', {}],
    ['plain nodes', { dense: false }],
    ['blocks of three', { block: 3 }],
    ['raw blobs', { compression: 'raw' as const }],
  ])('%s', async (_, writing) => {
    const { file, layers } = await openAll(openOsmPbf, writeOsm(TOWN, writing));
    expect(file.layers.map(({ name, geometry, features }) => [name, geometry, features])).toEqual([
      ['buildings', 'polygon', 3],
      ['roads', 'line', 2],
      ['water', 'mixed', 2],
      ['green', 'polygon', 1],
      ['land', 'polygon', 1],
      ['barriers', 'mixed', 2],
      ['pois', 'point', 1],
    ]);
    expect(file.layers.every(({ crs }) => crs?.kind === 'epsg' && crs.code === 4326)).toBe(true);
    expect(file.layers[0].bounds).toEqual([121, 31, 121.001, 31.003]);
    expect(file.problems).toEqual([{ code: 'unread-records', message: expect.any(String), count: 1 }]);
    const buildings = layers.get('buildings')!;
    expect(buildings.records.map(({ id, line }) => [id, line])).toEqual([
      ['way/1', 1],
      ['way/2', 2],
    ]);
    expect(buildings.records[0].fields).toMatchObject({
      building: 'apartments',
      floors: 6,
      height: 18.5,
      base: 1,
      builtYear: 1986,
      name: '3号楼',
      'addr:street': '和平路',
    });
    expect(buildings.records[1].fields).toMatchObject({ 'building:levels': 'about six' });
    expect(buildings.records[0].geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [121, 31],
          [121.001, 31],
          [121.001, 31.001],
          [121, 31.001],
          [121, 31],
        ],
      ],
    });
    expect(buildings.unread).toMatchObject([{ reason: 'broken-geometry', params: { id: 'way/3' } }]);
    const kinds = (name: string) => layers.get(name)!.records.map(({ fields }) => fields['kind']);
    expect(kinds('roads')).toEqual(['mainRoad', 'path']);
    expect(layers.get('roads')!.records[0].fields).toMatchObject({ width: 12, lanes: 2 });
    expect(kinds('barriers')).toEqual(['gate', 'wall']);
    expect(kinds('pois')).toEqual(['clinic']);
  });

  test('a line goes on where nodes of the file lie', async () => {
    const { layers } = await openAll(openOsmPbf, writeOsm(TOWN));
    const canal = layers.get('water')!.records.find(({ id }) => id === 'way/10');
    expect(canal?.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [121.005, 31],
        [121.006, 31],
      ],
    });
  });

  test('other granularity, big and negative ids', async () => {
    const nodes = NODES.map((node) => ({ ...node, id: node.id + 2 ** 45 }));
    const refs = square(0, 0).map((id) => id + 2 ** 45);
    const bytes = writeOsm(
      { nodes, ways: [{ id: -5, refs, tags: { building: 'yes' } }] },
      { granularity: 1000 },
    );
    const { layers } = await openAll(openOsmPbf, bytes);
    expect(layers.get('buildings')!.records[0]).toMatchObject({ id: 'way/-5' });
    expect(layers.get('buildings')!.info.bounds).toEqual([121, 31, 121.001, 31.001]);
  });

  test('feet are metres, odd years stay text', async () => {
    const tags = { building: 'yes', height: `40'6"`, start_date: '~1850' };
    const { layers } = await openAll(
      openOsmPbf,
      writeOsm({ nodes: NODES, ways: [{ id: 1, refs: square(0, 0), tags }] }),
    );
    expect(layers.get('buildings')!.records[0].fields).toMatchObject({ height: 12.34, start_date: '~1850' });
  });
});

describe('multipolygons', () => {
  const member = (id: number, role: string) => ({ kind: 'way' as const, id, role });
  const lake = (members: ReturnType<typeof member>[], ways: OsmContent['ways']): OsmContent => ({
    nodes: NODES,
    ways,
    relations: [{ id: 9, members, tags: { type: 'multipolygon', natural: 'water' } }],
  });
  /** The outer ring in three pieces, the middle one backwards. */
  const PIECES = [
    { id: 1, refs: [at(0, 0), at(0, 8)] },
    { id: 2, refs: [at(8, 0), at(8, 8), at(0, 8)] },
    { id: 3, refs: [at(8, 0), at(0, 0)] },
  ];

  test('split and reversed ways become a ring, holes go into it', async () => {
    const ways = [...PIECES, { id: 4, refs: square(2, 2) }, { id: 5, refs: square(5, 5) }];
    const content = lake(
      [1, 2, 3].map((id) => member(id, 'outer')).concat([member(4, 'inner'), member(5, 'inner')]),
      ways,
    );
    const { layers } = await openAll(openOsmPbf, writeOsm(content, { block: 2 }));
    const [record] = layers.get('water')!.records;
    expect(record).toMatchObject({ id: 'relation/9', geometry: { type: 'Polygon' } });
    expect((record.geometry!.coordinates as unknown[]).length).toBe(3);
  });

  test('roles are not needed: a ring inside is a hole, one inside that an island', async () => {
    const ways = [
      { id: 1, refs: square(0, 0, 9) },
      { id: 2, refs: square(1, 1, 6) },
      { id: 3, refs: square(3, 3, 1) },
    ];
    const { layers } = await openAll(
      openOsmPbf,
      writeOsm(
        lake(
          [3, 1, 2].map((id) => member(id, '')),
          ways,
        ),
      ),
    );
    const { geometry } = layers.get('water')!.records[0];
    expect(geometry!.type).toBe('MultiPolygon');
    expect((geometry!.coordinates as unknown[][]).map((polygon) => polygon.length)).toEqual([2, 1]);
  });

  test.each([
    ['open', lake([member(1, 'outer'), member(2, 'outer')], PIECES)],
    ['missing way', lake([member(1, 'outer'), member(2, 'outer'), member(33, 'outer')], PIECES)],
    ['no members', lake([], [])],
  ])('%s: unread with its id, others go on', async (_, content) => {
    const pond = { id: 20, refs: square(1, 1), tags: { natural: 'water' } };
    const { layers } = await openAll(openOsmPbf, writeOsm({ ...content, ways: [...content.ways!, pond] }));
    const water = layers.get('water')!;
    expect(water.records.map(({ id }) => id)).toEqual(['way/20']);
    expect(water.unread).toMatchObject([{ reason: 'broken-geometry', params: { id: 'relation/9' } }]);
  });

  test('an outer way with the tags of its relation is not a second building', async () => {
    const tags = { building: 'yes' };
    const content: OsmContent = {
      nodes: NODES,
      ways: [
        { id: 1, refs: square(0, 0, 5), tags },
        { id: 2, refs: square(1, 1) },
      ],
      relations: [
        { id: 3, members: [member(1, 'outer'), member(2, 'inner')], tags: { ...tags, type: 'multipolygon' } },
      ],
    };
    const { layers } = await openAll(openOsmPbf, writeOsm(content));
    expect(layers.get('buildings')!.records.map(({ id }) => id)).toEqual(['relation/3']);
  });

  test('corners outside of the extract: kept with their number if an area is left', async () => {
    const refs = [at(0, 0), at(0, 4), 9999, at(4, 4), at(4, 0), at(0, 0)];
    const gone = [at(0, 0), 9998, 9999, at(0, 0)];
    const ways = [refs, gone].map((list, index) => ({
      id: index + 1,
      refs: list,
      tags: { building: 'yes' },
    }));
    const { file, layers } = await openAll(openOsmPbf, writeOsm({ nodes: NODES, ways }));
    expect(layers.get('buildings')!.records).toMatchObject([{ id: 'way/1', fields: { missingNodes: 1 } }]);
    expect(layers.get('buildings')!.unread).toMatchObject([{ params: { id: 'way/2' } }]);
    expect(file.problems.map(({ code, count }) => [code, count])).toEqual([
      ['unread-records', 1],
      ['cut-shapes', 1],
    ]);
  });
});

describe('hostile files', () => {
  const good = writeOsm(TOWN, { block: 20 });
  const headed = (...parts: Uint8Array[]) => joined([writeOsm({ nodes: [] }), ...parts]);
  const sized = (length: number) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, length);
    return bytes;
  };
  test.each([
    ['nothing', new Uint8Array(0), 'empty-file'],
    ['only a header', writeOsm({ nodes: [] }), 'no-records'],
    ['nothing of use', writeOsm({ nodes: NODES }), 'no-records'],
    ['another file', new TextEncoder().encode('{"type":"FeatureCollection","features":[]}'), 'damaged'],
    ['data before the header', frame('OSMData', new Uint8Array(0)), 'damaged'],
    ['a header of 4 GB', headed(sized(0xffffffff)), 'damaged'],
    ['a header beyond the end', headed(sized(60_000)), 'truncated'],
    ['lzma', writeOsm(TOWN, { compression: 'lzma' }), 'unsupported-version'],
    ['zstd', writeOsm(TOWN, { compression: 'zstd' }), 'unsupported-version'],
    ['history', writeOsm(TOWN, { required: ['HistoricalInformation'] }), 'unsupported-version'],
    ['a raw size of 3 GB', headed(frame('OSMData', new Uint8Array(9), { rawSize: 3e9 })), 'too-large'],
    [
      'more bytes than declared',
      headed(frame('OSMData', new Uint8Array(30_000_000), { rawSize: 100 })),
      'damaged',
    ],
    ['fewer bytes than declared', headed(frame('OSMData', new Uint8Array(9), { rawSize: 100 })), 'damaged'],
    ['a block of noise', headed(frame('OSMData', new Uint8Array(999).fill(0xff))), 'damaged'],
    [
      'a length beyond the block',
      headed(frame('OSMData', new Uint8Array([0x12, 0xff, 0xff, 0x7f]))),
      'damaged',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await refusal(openOsmPbf, bytes)).toBe(code);
  });

  test('cut anywhere', async () => {
    const whole = new Set([good.length]);
    for (let length = 1; length < good.length; length += 7) {
      const code = await refusal(openOsmPbf, good.slice(0, length));
      // A cut between two blobs leaves a shorter whole file.
      if (code === null || code === 'no-records') whole.add(length);
      else expect(['truncated', 'damaged']).toContain(code);
    }
    expect(whole.size).toBeLessThan(12);
  });

  test('tags called __proto__ stay tags', async () => {
    const tags = Object.fromEntries([
      ['building', 'yes'],
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    const { layers } = await openAll(
      openOsmPbf,
      writeOsm({ nodes: NODES, ways: [{ id: 1, refs: square(0, 0), tags }] }),
    );
    const { fields } = layers.get('buildings')!.records[0];
    expect(Object.keys(fields).sort()).toEqual(['__proto__', 'building', 'constructor']);
    expect(Object.getPrototypeOf({})).not.toBe('x');
  });

  test('random damage, raw blobs so that it reaches the blocks', async () => {
    const next = seeded(7);
    for (const bytes of [writeOsm(TOWN, { compression: 'raw', block: 20 }), good]) {
      for (let run = 0; run < RUNS / 2; run++) {
        const code = await refusal(openOsmPbf, damagedCopy(bytes, next, [0, 0x7f, 0x80, 0xff, 1, 2]));
        expect(code).not.toBe('not-json');
      }
    }
  });
});

const real = join(process.env['LINLI_REALDATA'] ?? '', 'osm/pyrosm_test.osm.pbf');

describe.skipIf(!existsSync(real))('a file of other people (LINLI_REALDATA)', () => {
  test('2,219 buildings; those cut at the edge do not stop the rest', async () => {
    const { file, layers } = await openAll(openOsmPbf, readFileSync(real));
    const { info, records, unread } = layers.get('buildings')!;
    expect([info.features, records.length, unread.length]).toEqual([2219, 2193, 26]);
    expect(file.layers.map(({ name }) => name)).toContain('roads');
    expect(unread.every(({ reason }) => reason === 'broken-geometry')).toBe(true);
  });
});
