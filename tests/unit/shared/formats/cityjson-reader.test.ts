/**
 * CityJSON: footprints from every kind of model, parts counted with their building, coordinate systems, sequences, and
 * broken objects that do not stop the others. Fixtures are made here.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCityJson } from '../../../../shared/formats/cityjson-reader.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { area, BOX, box, boxFaces, city, type Json, solid } from './cityjson-fixtures.ts';
import { damagedCopy, openAll, refusal, seeded } from './opening.ts';

const RUNS = process.env['LINLI_LONG'] ? 5000 : 300;

const open = async (document: unknown) => openAll(openCityJson, JSON.stringify(document));

describe('footprints', () => {
  const footprint = async (geometry: Json[], vertices: unknown[] = BOX) => {
    const { layers } = await open(city({ b: { type: 'Building', geometry } }, vertices));
    return layers.get('Building')!.records[0];
  };

  test('a solid without semantics: its floor, height and base', async () => {
    const { geometry, fields } = await footprint([solid(0)]);
    expect(geometry).toEqual({
      type: 'Polygon',
      coordinates: [
        expect.arrayContaining([
          [500_000, 3_400_000],
          [500_020, 3_400_010],
        ]),
      ],
    });
    expect(area(geometry!)).toBeCloseTo(200);
    expect(fields).toMatchObject({ height: 6, baseZ: 10, footprint: 'lowest' });
  });

  test('normals that look inwards make no difference', async () => {
    const inward = boxFaces(0).map(([ring]) => [[...ring].reverse()]);
    const { geometry } = await footprint([{ type: 'Solid', lod: '2', boundaries: [inward] }]);
    expect(area(geometry!)).toBeCloseTo(200);
  });

  test('a floor of triangles becomes one ring', async () => {
    const [, roof, ...walls] = boxFaces(0);
    const boundaries = [[[0, 2, 1]], [[0, 3, 2]], roof, ...walls];
    const { geometry } = await footprint([{ type: 'MultiSurface', lod: '2', boundaries }]);
    expect((geometry!.coordinates as number[][][]).map((ring) => ring.length)).toEqual([5]);
  });

  test('GroundSurface wins over everything, in a solid too', async () => {
    const semantics = {
      surfaces: [{ type: 'WallSurface' }, { type: 'GroundSurface' }],
      values: [[null, 1, 0, 0, 0, 0]],
    };
    const lower = { type: 'MultiSurface', lod: '0', boundaries: [[[8, 9, 10, 11]]] };
    const vertices = [...BOX, ...box(90_000, 0, 0, 1000, 1000, 1)];
    const { geometry, fields } = await footprint([lower, { ...solid(0, '2'), semantics }], vertices);
    expect(area(geometry!)).toBeCloseTo(200);
    expect(fields['footprint']).toBe('ground');
  });

  test('LoD 0 before bodies; its z is no height', async () => {
    const flat = { type: 'MultiSurface', lod: '0.2', boundaries: [[[8, 9, 10, 11]]] };
    const vertices = [...BOX, ...box(0, 0, -10_000, 30_000, 10_000, 1)];
    const { geometry, fields } = await footprint([solid(0), flat], vertices);
    expect(area(geometry!)).toBeCloseTo(300);
    expect(fields).toMatchObject({ footprint: 'lod0', height: 6, baseZ: 10 });
    const { fields: bare } = await footprint([flat], vertices);
    expect('height' in bare).toBe(false);
  });

  test('a courtyard stays a hole', async () => {
    const vertices = [...box(0, 0, 0, 30_000, 30_000, 1), ...box(10_000, 10_000, 0, 10_000, 10_000, 1)];
    const ring = [[[0, 1, 9, 8]], [[1, 2, 10, 9]], [[2, 3, 11, 10]], [[3, 0, 8, 11]]];
    const { geometry } = await footprint([{ type: 'MultiSurface', lod: '0', boundaries: ring }], vertices);
    expect((geometry!.coordinates as unknown[]).length).toBe(2);
    expect(area(geometry!)).toBeCloseTo(800);
  });

  test('a long edge cancels against two short ones', async () => {
    const vertices = [
      [0, 0, 0],
      [10, 0, 0],
      [10, 20, 0],
      [0, 20, 0],
      [10, 10, 0],
      [20, 0, 0],
      [20, 10, 0],
      [20, 20, 0],
    ];
    const boundaries = [[[0, 1, 2, 3]], [[1, 5, 6, 4]], [[4, 6, 7, 2]]];
    const { geometry } = await footprint(
      [{ type: 'MultiSurface', lod: '0', boundaries }],
      vertices.map((place) => place.map((value) => value * 1000)),
    );
    expect(geometry!.type).toBe('Polygon');
    expect((geometry!.coordinates as unknown[]).length).toBe(1);
    expect(area(geometry!)).toBeCloseTo(400);
  });

  test('several bodies are several polygons; templates are points', async () => {
    const vertices = [...BOX, ...box(50_000, 0, 0, 1000, 1000, 1000)];
    const two = { type: 'MultiSolid', lod: '1', boundaries: [[boxFaces(0)], [boxFaces(8)]] };
    expect((await footprint([two], vertices)).geometry!.type).toBe('MultiPolygon');
    const instance = { type: 'GeometryInstance', template: 0, boundaries: [2], transformationMatrix: [] };
    const { layers } = await open(
      city({ tree: { type: 'SolitaryVegetationObject', geometry: [instance] } }, BOX),
    );
    expect(layers.get('SolitaryVegetationObject')).toMatchObject({
      info: { geometry: 'point' },
      records: [{ geometry: { type: 'Point', coordinates: [500_020, 3_400_010] } }],
    });
  });
});

describe('objects', () => {
  test('parts are folded into their building; other types are layers', async () => {
    const vertices = [...BOX, ...box(20_000, 0, 0, 5000, 10_000, 30_000)];
    const { file, layers } = await open(
      city(
        {
          b: {
            type: 'Building',
            children: ['p', 'q', 'room'],
            attributes: {
              yearOfConstruction: 1986,
              function: '住宅',
              measuredHeight: 29,
              dorm: true,
              nested: { a: { value: 1 } },
            },
            address: [
              { ThoroughfareName: '和平路', ThoroughfareNumber: '12', location: { type: 'MultiPoint' } },
            ],
          },
          p: {
            type: 'BuildingPart',
            parents: ['b'],
            attributes: { storeysAboveGround: 2 },
            geometry: [solid(0)],
          },
          q: {
            type: 'BuildingPart',
            parents: ['b'],
            attributes: { storeysAboveGround: 10 },
            geometry: [solid(8)],
          },
          room: { type: 'BuildingRoom', parents: ['b'], geometry: [] },
          lone: { type: 'BuildingPart', parents: ['gone'], geometry: [solid(0)] },
          road: {
            type: 'Road',
            geometry: [{ type: 'MultiSurface', lod: '1', boundaries: [[[0, 1, 2, 3]]] }],
          },
          more: { type: '+Antenna', geometry: [] },
        },
        vertices,
      ),
    );
    expect(file.layers.map(({ name, features, geometry }) => [name, features, geometry])).toEqual([
      ['Building', 2, 'polygon'],
      ['BuildingRoom', 1, 'none'],
      ['Road', 1, 'polygon'],
      ['+Antenna', 1, 'none'],
    ]);
    const [record] = layers.get('Building')!.records;
    expect(record.fields).toMatchObject({
      builtYear: 1986,
      floors: 10,
      function: '住宅',
      measuredHeight: 29,
      dorm: true,
      'nested.a.value': 1,
      'address.ThoroughfareName': '和平路',
      height: 30,
      parts: 2,
    });
    expect('address.location' in record.fields).toBe(false);
    expect(area(record.geometry!)).toBeCloseTo(250);
    expect(layers.get('BuildingRoom')!.records[0]).toMatchObject({ geometry: null, fields: { parent: 'b' } });
    expect(file.layers[0].fields).toContainEqual({ name: 'floors', type: 'integer' });
    expect(file.layers[0].bounds).toEqual([500_000, 3_400_000, 500_025, 3_400_010]);
  });

  test('parts that lead in a circle end', async () => {
    const part = (parent: string) => ({ type: 'BuildingPart', parents: [parent], geometry: [solid(0)] });
    const { layers } = await open(city({ a: part('b'), b: part('a'), c: part('c') }, BOX));
    expect(layers.get('Building')!.records.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  test.each<[string, Json]>([
    ['index beyond the vertices', { type: 'Solid', lod: '1', boundaries: [[[[0, 1, 999]]]] }],
    ['negative index', { type: 'MultiSurface', lod: '0', boundaries: [[[0, 1, -2]]] }],
    ['index that is text', { type: 'MultiSurface', lod: '0', boundaries: [[['0', 1, 2]]] }],
    ['a vertex that is no number', { type: 'MultiSurface', lod: '0', boundaries: [[[0, 1, 8]]] }],
    ['a face of two corners', { type: 'MultiSurface', lod: '0', boundaries: [[[0, 1]]] }],
    ['boundaries too shallow', { type: 'Solid', lod: '1', boundaries: [[[0, 1, 2]]] }],
  ])('%s: this object is unread, the other is not', async (_, geometry) => {
    const document = city(
      { bad: { type: 'Building', geometry: [geometry] }, good: { type: 'Building', geometry: [solid(0)] } },
      [...BOX, [0, 'x', 0]],
    );
    const { file, layers } = await open(document);
    expect(layers.get('Building')!.records.map(({ id }) => id)).toEqual(['good']);
    expect(layers.get('Building')!.unread).toMatchObject([
      { reason: 'broken-geometry', params: { id: 'bad' }, line: 1 },
    ]);
    expect(file.layers[0].features).toBe(2);
    expect(file.problems).toMatchObject([{ code: 'unread-records', count: 1 }]);
  });

  test('keys called __proto__ are plain keys', async () => {
    const text = JSON.stringify(city({ b: { type: 'Building', geometry: [solid(0)] } }, BOX))
      .replace('"b":', '"__proto__":')
      .replace('"type":"Building"', '"type":"Building","attributes":{"__proto__":"x","constructor":1}');
    const { layers } = await openAll(openCityJson, text);
    const [{ id, fields }] = layers.get('Building')!.records;
    expect([id, Object.entries(fields).slice(0, 2)]).toEqual([
      '__proto__',
      [
        ['__proto__', 'x'],
        ['constructor', 1],
      ],
    ]);
  });
});

describe('coordinate systems and versions', () => {
  const crsOf = async (metadata: unknown) => {
    const { file } = await open({
      ...city({ b: { type: 'Building', geometry: [solid(0)] } }, BOX),
      metadata,
    });
    return [file.layers[0].crs, file.problems.map(({ code }) => code)];
  };
  test.each([
    ['https://www.opengis.net/def/crs/EPSG/0/7415', 7415],
    ['urn:ogc:def:crs:EPSG::28992', 28_992],
    ['urn:ogc:def:crs:EPSG:9.8.15:4547', 4547],
    ['EPSG:4490', 4490],
    ['urn:ogc:def:crs,crs:EPSG::4547,crs:EPSG::5737', 4547],
    ['http://www.opengis.net/def/crs/OGC/1.3/CRS84', 4326],
  ])('%s', async (referenceSystem, code) => {
    expect(await crsOf({ referenceSystem })).toEqual([{ kind: 'epsg', code }, []]);
  });

  test('none is asked for, an unknown one is named', async () => {
    expect(await crsOf(undefined)).toEqual([null, ['crs-missing']]);
    expect(await crsOf({ referenceSystem: 'local' })).toEqual([{ kind: 'name', text: 'local' }, []]);
  });

  test.each(['1.0', '1.0.3', '1.1', '2.0', '2.0.1'])('version %s without transform', async (version) => {
    const vertices = BOX.map((place) => place.map((value) => value / 1000));
    const document = city({ b: { type: 'Building', geometry: [{ ...solid(0), lod: 1 }] } }, vertices, {
      version,
      transform: undefined,
    });
    const { layers } = await open(document);
    expect(layers.get('Building')!.info.bounds).toEqual([0, 0, 20, 10]);
  });

  test('degrees: walls are told from floors', async () => {
    const vertices = box(121_000_000, 31_000_000, 0, 200, 100, 6000);
    const document = city({ b: { type: 'Building', geometry: [solid(0)] } }, vertices, {
      transform: { scale: [1e-6, 1e-6, 0.001], translate: [0, 0, 0] },
    });
    const { layers } = await open(document);
    expect(layers.get('Building')!.info.bounds).toEqual([121, 31, 121.0002, 31.0001]);
  });
});

describe('sequences', () => {
  const head = JSON.stringify(city({}, []));
  const feature = (id: string, at = 0) =>
    JSON.stringify({
      type: 'CityJSONFeature',
      id,
      CityObjects: { [id]: { type: 'Building', geometry: [solid(at)] } },
      vertices: BOX,
    });

  test('every line has its own vertices, the first line the transform', async () => {
    const { file, layers } = await openAll(openCityJson, [head, feature('a'), feature('b'), ''].join('\n'));
    expect(file.layers).toMatchObject([{ name: 'Building', features: 2, crs: { code: 4547 } }]);
    expect(layers.get('Building')!.info.bounds).toEqual([500_000, 3_400_000, 500_020, 3_400_010]);
  });

  test('broken lines and objects are unread, the rest goes on', async () => {
    const lines = [head, '{"type":"CityJSONFeature",', feature('a'), '7', feature('b', 5), feature('c')];
    const { file, layers } = await openAll(openCityJson, lines.join('\n'));
    const { records, unread } = layers.get('Building')!;
    expect(records.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(unread.map(({ reason }) => reason).sort()).toEqual([
      'broken-geometry',
      'broken-json',
      'not-a-record',
    ]);
    expect(file.problems).toMatchObject([{ count: 3 }]);
  });

  test('one feature by itself', async () => {
    const { file } = await openAll(openCityJson, feature('a'));
    expect(file.layers).toMatchObject([{ features: 1, crs: null }]);
  });
});

describe('hostile files', () => {
  const good = JSON.stringify(
    city({ b: { type: 'Building', attributes: { name: '甲' }, geometry: [solid(0)] } }, BOX),
  );
  test.each([
    ['', 'empty-file'],
    ['  ', 'empty-file'],
    ['[]', 'damaged'],
    ['{"type":"FeatureCollection","features":[]}', 'damaged'],
    ['{"type":"CityJSON","version":"2.0"}', 'damaged'],
    ['{"type":"CityJSON","version":"2.0","CityObjects":{},"vertices":[]}', 'no-records'],
    [good.replace('"2.0"', '"0.9"'), 'unsupported-version'],
    [good.replace('"2.0"', '"3.0"'), 'unsupported-version'],
    [`${good}x`, 'not-json'],
  ])('%s', async (text, code) => {
    expect(await refusal(openCityJson, text)).toBe(code);
  });

  test('longer than any string', async () => {
    const file = { ...memoryFile('a.json', new TextEncoder().encode(good)), size: 2e9 };
    await expect(openCityJson(file, {})).rejects.toMatchObject({ code: 'too-large' });
  });

  test('cut anywhere', async () => {
    for (let length = 1; length < good.length; length += 3)
      expect(['truncated', 'not-json', 'damaged', 'empty-file']).toContain(
        await refusal(openCityJson, good.slice(0, length)),
      );
  });

  test('random damage', async () => {
    const bytes = new TextEncoder().encode(good);
    const next = seeded(11);
    const hurtful = [...'{}[]",:\\\n-0159e'].map((char) => char.charCodeAt(0));
    for (let run = 0; run < RUNS; run++) await refusal(openCityJson, damagedCopy(bytes, next, hurtful));
  });
});

const root = join(process.env['LINLI_REALDATA'] ?? '', 'cityjson');

describe.skipIf(!existsSync(root))('files of other people (LINLI_REALDATA)', () => {
  const real = (name: string) => openAll(openCityJson, readFileSync(join(root, name)), name);

  test('570 objects, every one with its place', async () => {
    const { file, layers } = await real('delft.json');
    expect(file.layers.reduce((sum, { features }) => sum + (features ?? 0), 0)).toBe(570);
    expect(file.layers.every(({ crs }) => crs?.kind === 'epsg' && crs.code === 7415)).toBe(true);
    expect(file.problems).toEqual([]);
    const buildings = layers.get('Building')!.records;
    expect(buildings.length).toBe(160);
    expect(
      buildings.every(({ geometry, fields }) => area(geometry!) > 0 && Number(fields['height']) > 0),
    ).toBe(true);
  });

  test('16 buildings, the coordinate system is asked for', async () => {
    const { file, layers } = await real('rotterdam_subset.json');
    expect(file.problems.map(({ code }) => code)).toEqual(['crs-missing']);
    const { records } = layers.get('Building')!;
    expect(records.length).toBe(16);
    expect(records.every(({ fields }) => fields['footprint'] === 'ground')).toBe(true);
  });
});
