/** MBTiles read as a basemap: rows counted from the south, vector tiles unpacked, then wrong and hostile ones. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { mbtilesOpener } from '../../../../shared/formats/mbtiles-reader.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { changed, database, geoPackage, loadWasm, random } from './sqlite-support.ts';

const SCHEMA = `CREATE TABLE metadata (name TEXT, value TEXT);
  CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);`;
/** As many writers do it: equal pictures stand once. */
const SHARED = `CREATE TABLE metadata (name TEXT, value TEXT);
  CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id TEXT);
  CREATE TABLE images (tile_id TEXT, tile_data BLOB);
  CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING (tile_id);`;

const text = (value: string) => new TextEncoder().encode(value);
const gz = (value: string) => new Uint8Array(gzipSync(text(value)));
const open = (bytes: Uint8Array) => mbtilesOpener(loadWasm)(memoryFile('a.mbtiles', bytes));

const METADATA = [
  ['name', '街道'],
  ['format', 'pbf'],
  ['bounds', '120.1,30.2,120.3,30.4'],
  ['attribution', '<i>&copy; 测绘</i>'],
  ['json', '{"vector_layers":[{"id":"building"}]}'],
];

const vectors = () =>
  database(SCHEMA, [
    ['INSERT INTO metadata VALUES (?, ?)', METADATA],
    [
      'INSERT INTO tiles VALUES (?, ?, ?, ?)',
      [
        [1, 0, 1, gz('north-west')],
        [1, 0, 0, text('south-west')],
        [3, 7, 0, gz('corner')],
      ],
    ],
  ]);

describe('read', () => {
  test('metadata and tiles', async () => {
    const archive = await open(await vectors());
    expect(archive.info).toEqual({
      name: '街道',
      attribution: '© 测绘',
      format: 'pbf',
      minZoom: 1,
      maxZoom: 3,
      bounds: [120.1, 30.2, 120.3, 30.4],
      vectorLayers: ['building'],
    });
    const tile = async (z: number, x: number, y: number) => {
      const bytes = await archive.tile(z, x, y);
      return bytes && new TextDecoder().decode(bytes);
    };
    expect(await tile(1, 0, 0)).toBe('north-west');
    expect(await tile(1, 0, 1)).toBe('south-west');
    expect(await tile(3, 7, 7)).toBe('corner');
    for (const [z, x, y] of [
      [3, 7, 0],
      [0, 0, 0],
      [1, 2, 0],
      [-1, 0, 0],
      [99, 0, 0],
    ])
      expect(await tile(z, x, y)).toBeNull();
    archive.close();
    archive.close();
    await expect(archive.tile(1, 0, 0)).rejects.toMatchObject({ code: 'damaged' });
  });

  test('tiles as a view; the kind by the first tile; zooms as declared', async () => {
    const bytes = await database(SHARED, [
      [
        'INSERT INTO metadata VALUES (?, ?)',
        [
          ['minzoom', '0'],
          ['maxzoom', '4'],
          ['bounds', 'x'],
          ['json', '{'],
        ],
      ],
      ['INSERT INTO images VALUES (?, ?)', [['a', new Uint8Array([0x89, 0x50, 1])]]],
      [
        'INSERT INTO map VALUES (?, ?, ?, ?)',
        [
          [0, 0, 0, 'a'],
          [1, 1, 1, 'a'],
        ],
      ],
    ]);
    const archive = await open(bytes);
    expect(archive.info).toMatchObject({
      format: 'png',
      minZoom: 0,
      maxZoom: 4,
      bounds: null,
      vectorLayers: [],
    });
    expect(await archive.tile(1, 1, 0)).toEqual(new Uint8Array([0x89, 0x50, 1]));
    archive.close();
  });
});

describe('refused', () => {
  test('other files', async () => {
    const package_ = await geoPackage([]);
    await expect(open(package_)).rejects.toMatchObject({
      code: 'unsupported',
      params: { format: 'GeoPackage' },
    });
    await expect(open(text('no database'))).rejects.toMatchObject({ code: 'not-recognised' });
    await expect(open(new Uint8Array())).rejects.toMatchObject({ code: 'empty-file' });
    await expect(open(await database(SCHEMA))).rejects.toMatchObject({ code: 'no-records' });
    const grid = await database(
      `${SCHEMA} INSERT INTO metadata VALUES ('format', 'terrain'); INSERT INTO tiles VALUES (0, 0, 0, x'00')`,
    );
    await expect(open(grid)).rejects.toMatchObject({ code: 'unsupported' });
    const columns = await database('CREATE TABLE tiles (x); CREATE TABLE metadata (name, value)');
    await expect(open(columns)).rejects.toMatchObject({ code: 'damaged' });
    const endless = await database(`CREATE TABLE metadata (name, value);
      CREATE VIEW tiles AS WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x)
        SELECT i AS zoom_level, i AS tile_column, i AS tile_row, x'00' AS tile_data FROM x`);
    await expect(open(endless)).rejects.toMatchObject({ code: 'too-large' });
  });

  test('a tile that swells', async () => {
    const bytes = await database(`${SCHEMA} INSERT INTO metadata VALUES ('format', 'pbf')`, [
      [
        'INSERT INTO tiles VALUES (?, ?, ?, ?)',
        [[0, 0, 0, new Uint8Array(gzipSync(new Uint8Array(40_000_000)))]],
      ],
    ]);
    const archive = await open(bytes);
    await expect(archive.tile(0, 0, 0)).rejects.toMatchObject({ code: 'too-large' });
    archive.close();
  });

  test('bytes changed at random: tiles, nothing, or a FormatError', { timeout: 900_000 }, async () => {
    const next = random(33);
    const whole = await vectors();
    for (let run = 0; run < (process.env['LINLI_LONG'] ? 4000 : 200); run++) {
      try {
        const archive = await open(changed(whole, next, 100));
        try {
          for (const [z, x, y] of [
            [1, 0, 0],
            [1, 0, 1],
            [3, 7, 7],
          ])
            await archive.tile(z, x, y);
        } finally {
          archive.close();
        }
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }
  });
});
