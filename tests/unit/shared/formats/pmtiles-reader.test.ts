/** PMTiles read as a basemap: tiles by their place, then archives whose header or directories lie. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { openPmtiles } from '../../../../shared/formats/pmtiles-reader.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { directory, type Plan, pmtiles, varint } from './pmtiles-build.ts';
import { changed, random } from './sqlite-support.ts';

const text = (value: string) => new TextEncoder().encode(value);
const gz = (value: string) => new Uint8Array(gzipSync(text(value)));

const PLAN: Plan = {
  tiles: [
    [0, 0, 0, gz('root')],
    [5, 26, 12, gz('north')],
    [5, 26, 13, gz('south')],
    [6, 53, 25, gz('deep')],
  ],
  metadata: {
    name: '底图 <b>A</b>',
    attribution: '<a href="https://x">&copy; 某某</a>',
    vector_layers: [{ id: 'roads' }, { id: 7 }, null, { id: 'water' }],
  },
};

const open = (bytes: Uint8Array) => openPmtiles(memoryFile('a.pmtiles', bytes));
const tileText = async (bytes: Uint8Array, z: number, x: number, y: number) => {
  const tile = await (await open(bytes)).tile(z, x, y);
  return tile && new TextDecoder().decode(tile);
};

describe.each([
  ['root directory', PLAN],
  ['leaf directory', { ...PLAN, leaf: true }],
  ['nothing packed inside', { ...PLAN, internal: 1 }],
])('%s', (_, plan) => {
  test('tiles by their place, unpacked', async () => {
    const bytes = pmtiles(plan);
    expect(await tileText(bytes, 0, 0, 0)).toBe('root');
    expect(await tileText(bytes, 5, 26, 12)).toBe('north');
    expect(await tileText(bytes, 5, 26, 13)).toBe('south');
    expect(await tileText(bytes, 6, 53, 25)).toBe('deep');
    for (const [z, x, y] of [
      [5, 0, 0],
      [7, 0, 0],
      [5, 32, 0],
      [5, -1, 0],
      [5, 1.5, 0],
      [40, 0, 0],
    ])
      expect(await tileText(bytes, z, x, y)).toBeNull();
  });

  test('what it says of itself', async () => {
    const archive = await open(pmtiles(plan));
    expect(archive.info).toEqual({
      name: '底图 A',
      attribution: '© 某某',
      format: 'pbf',
      minZoom: 0,
      maxZoom: 6,
      bounds: [120, 30, 121, 31],
      vectorLayers: ['roads', 'water'],
    });
    archive.close();
    archive.close();
  });
});

test('pictures stay as they are; impossible bounds are none', async () => {
  const bytes = pmtiles({
    tiles: [[0, 0, 0, text('png')]],
    tileType: 2,
    tileCompression: 1,
    bounds: [10, 5, -10, 95],
  });
  expect(await tileText(bytes, 0, 0, 0)).toBe('png');
  expect((await open(bytes)).info).toMatchObject({ format: 'png', bounds: null, name: '' });
});

test('a run of equal tiles', async () => {
  const root = directory([{ id: 1, offset: 0, length: 4, run: 3 }]);
  const bytes = pmtiles({ tiles: [[0, 0, 0, text('same')]], root, tileCompression: 1 });
  for (const [x, y] of [
    [0, 0],
    [0, 1],
    [1, 1],
  ])
    expect(await tileText(bytes, 1, x, y)).toBe('same');
  expect(await tileText(bytes, 1, 1, 0)).toBeNull();
});

describe('refused', () => {
  const patched = (at: number, ...values: number[]) => {
    const bytes = pmtiles(PLAN);
    bytes.set(values, at);
    return bytes;
  };

  test.each([
    ['nothing', new Uint8Array(), 'empty-file'],
    ['another file', text('PNG and so on'), 'not-recognised'],
    ['version 2', text('PM\x02\x00 and so on'), 'unsupported-version'],
    ['version 4', patched(7, 4), 'unsupported-version'],
    ['half a header', pmtiles(PLAN).slice(0, 90), 'truncated'],
    ['half a directory', pmtiles(PLAN).slice(0, 140), 'truncated'],
    ['Brotli inside', patched(97, 3), 'unsupported'],
    ['Zstandard tiles', patched(98, 4), 'unsupported'],
    ['AVIF', patched(99, 5), 'unsupported'],
    ['no kind of tile', patched(99, 0), 'unsupported'],
    ['zooms the wrong way', patched(100, 7, 3), 'damaged'],
    ['a directory of 4 GB', patched(16, 0, 0, 0, 0, 1), 'too-large'],
    ['a directory beyond all numbers', patched(16, 255, 255, 255, 255, 255, 255, 255, 255), 'damaged'],
    ['a directory at the end of the world', patched(8, 0, 0, 0, 0, 0, 1), 'truncated'],
    ['a directory that is no gzip', patched(127, 1, 2, 3), 'damaged'],
    ['a count of nothing', pmtiles({ ...PLAN, root: new Uint8Array([0]) }), 'damaged'],
    ['a count beyond the bytes', pmtiles({ ...PLAN, root: new Uint8Array(varint(2 ** 50)) }), 'damaged'],
    ['a number without end', pmtiles({ ...PLAN, root: new Uint8Array(40).fill(0xff) }), 'damaged'],
    [
      'the same tile twice',
      pmtiles({ ...PLAN, root: new Uint8Array([2, 5, 0, 1, 1, 4, 4, 1, 5]) }),
      'damaged',
    ],
    ['a directory that swells', pmtiles({ ...PLAN, root: new Uint8Array(40_000_000) }), 'too-large'],
  ])('%s', async (_, bytes, code) => {
    await expect(open(bytes)).rejects.toMatchObject({ code });
  });

  test('a tile outside the file, a tile that swells, a directory that leads to itself', async () => {
    const outside = directory([{ id: 0, offset: 5_000, length: 100, run: 1 }]);
    await expect(tileText(pmtiles({ ...PLAN, root: outside }), 0, 0, 0)).rejects.toMatchObject({
      code: 'truncated',
    });
    const large = directory([{ id: 0, offset: 0, length: 2 ** 40, run: 1 }]);
    await expect(tileText(pmtiles({ ...PLAN, root: large }), 0, 0, 0)).rejects.toMatchObject({
      code: 'too-large',
    });
    const swells = new Uint8Array(gzipSync(new Uint8Array(40_000_000)));
    await expect(tileText(pmtiles({ tiles: [[0, 0, 0, swells]] }), 0, 0, 0)).rejects.toMatchObject({
      code: 'too-large',
    });
    const root = directory([{ id: 0, offset: 0, length: 5, run: 0 }]);
    const loop = pmtiles({ tiles: [[0, 0, 0, root]], root, internal: 1 });
    new DataView(loop.buffer).setBigUint64(40, 127n, true);
    await expect(tileText(loop, 0, 0, 0)).rejects.toMatchObject({ code: 'damaged' });
  });

  test('metadata that is no JSON is no reason to refuse', async () => {
    const bytes = pmtiles({ ...PLAN, internal: 1 });
    bytes.set(text('{{{{'), bytes.indexOf(0x7b, 127));
    expect((await open(bytes)).info.name).toBe('');
  });

  test('bytes changed at random: tiles, nothing, or a FormatError', async () => {
    const next = random(21);
    const whole = pmtiles({ ...PLAN, leaf: true });
    for (let run = 0; run < (process.env['LINLI_LONG'] ? 8000 : 400); run++) {
      try {
        const archive = await open(changed(whole, next));
        for (const [z, x, y] of PLAN.tiles) await archive.tile(z, x, y);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }
  });
});
