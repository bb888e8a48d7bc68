/** linli convert: every pair of formats, systems named and never guessed, nothing shifted twice, nothing left behind on refusal. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../../../electron/cli.ts';
import { diskFile } from '../../../../electron/services/disk-file.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import type { SourceRecord } from '../../../../shared/formats/source-record.ts';
import { loadWasm } from '../../shared/model/exchange-support.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-convert-'));
  writeFileSync(at('in.geojson'), JSON.stringify(collection()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RING = [
  [116.45, 39.9],
  [116.4505, 39.9],
  [116.4505, 39.9004],
  [116.45, 39.9004],
  [116.45, 39.9],
];

function collection(crs?: string) {
  return {
    type: 'FeatureCollection',
    ...(crs ? { crs: { type: 'name', properties: { name: crs } } } : {}),
    features: [
      {
        type: 'Feature',
        properties: { id: 'B1', name: '一号楼', floors: 6 },
        geometry: { type: 'Polygon', coordinates: [RING] },
      },
      { type: 'Feature', properties: { id: 'B2', name: '二号楼', floors: 11 }, geometry: null },
    ],
  };
}

async function run(...args: string[]): Promise<{ code: number; out: Record<string, unknown>; note: string }> {
  let text = '';
  let note = '';
  const code = await runCli(['convert', ...args], {
    out: (part) => {
      text += part;
    },
    note: (part) => {
      note += part;
    },
  });
  return { code, out: text.startsWith('{') ? JSON.parse(text) : { text }, note };
}

async function records(name: string): Promise<{ crs: unknown; rows: SourceRecord[] }> {
  const source = await openFile(await diskFile(at(name)), {}, loadWasm);
  const [layer] = source.layers;
  const rows: SourceRecord[] = [];
  for await (const batch of source.read(layer.name)) rows.push(...batch.records);
  source.close();
  return { crs: layer.crs, rows };
}

/** x and y of the first corner, whatever the nesting. */
function corner(record: SourceRecord): number[] {
  let value = record.geometry?.coordinates;
  while (Array.isArray(value) && Array.isArray(value[0])) value = value[0];
  return (value as number[]).slice(0, 2);
}

describe('formats', () => {
  it.each(['out.gpkg', 'out.zip', 'out.geojson', 'out.csv', 'out.xlsx'])(
    '%s holds what was there',
    async (name) => {
      expect(await run(at('in.geojson'), at(name), '--from', 'EPSG:4326')).toMatchObject({
        code: 0,
        out: { from: 'EPSG:4326', to: 'EPSG:4326', layers: [{ rows: 2, unread: 0, unplaced: 0 }] },
      });
      const { rows } = await records(name);
      expect(rows.map(({ fields }) => [fields['id'], fields['name'], Number(fields['floors'])])).toEqual([
        ['B1', '一号楼', 6],
        ['B2', '二号楼', 11],
      ]);
    },
  );

  it('goes through a projected system and comes back to the same place', async () => {
    expect(await run(at('in.geojson'), at('gk.gpkg'), '--to', 'EPSG:4548')).toMatchObject({ code: 0 });
    const there = await records('gk.gpkg');
    expect(there.crs).toMatchObject({ kind: 'epsg', code: 4548 });
    expect(corner(there.rows[0])[1]).toBeGreaterThan(4_000_000);
    expect(await run(at('gk.gpkg'), at('back.geojson'))).toMatchObject({
      code: 0,
      out: { from: 'EPSG:4548' },
    });
    const [x, y] = corner((await records('back.geojson')).rows[0]);
    const [lng, lat] = [Math.min(...RING.map((p) => p[0])), Math.min(...RING.map((p) => p[1]))];
    expect(Math.abs(x - lng)).toBeLessThan(0.00051);
    expect(Math.abs(y - lat)).toBeLessThan(0.00041);
    const xs = RING.map(([px]) => Math.abs(px - x));
    expect(Math.min(...xs)).toBeLessThan(1e-9);
  });
});

describe('systems', () => {
  it('takes a shifted system back once, and does not shift what is told to stay', async () => {
    writeFileSync(at('gcj.csv'), 'id,wkt\nA,POINT (116.4562 39.9014)\n');
    await run(at('in.geojson'), at('gcj.geojson'), '--to', 'GCJ02');
    const shifted = corner((await records('gcj.geojson')).rows[0]);
    expect(Math.hypot(shifted[0] - 116.45, shifted[1] - 39.9)).toBeGreaterThan(0.001);
    expect(
      await run(at('gcj.geojson'), at('kept.geojson'), '--from', 'GCJ02', '--to', 'GCJ02'),
    ).toMatchObject({ code: 0 });
    expect(corner((await records('kept.geojson')).rows[0])).toEqual(shifted);
    expect(await run(at('gcj.geojson'), at('plain.geojson'), '--from', 'GCJ02')).toMatchObject({ code: 0 });
    const plain = corner((await records('plain.geojson')).rows[0]);
    expect(Math.hypot(plain[0] - 116.45, plain[1] - 39.9)).toBeLessThan(1e-6);
  });

  it('refuses a file that says another system than the person', async () => {
    await run(at('in.geojson'), at('gk.gpkg'), '--to', 'EPSG:4548');
    expect(await run(at('gk.gpkg'), at('no.gpkg'), '--from', 'EPSG:4527')).toMatchObject({
      code: 2,
      out: { error: { code: 'crs-mixed' } },
    });
    expect(existsSync(at('no.gpkg'))).toBe(false);
  });

  it('asks for a system where the file has none', async () => {
    await run(at('in.geojson'), at('bare.zip'), '--to', 'EPSG:4548');
    const { unzipSync, zipSync } = await import('fflate');
    const parts = unzipSync(new Uint8Array(readFileSync(at('bare.zip'))));
    const without = Object.fromEntries(Object.entries(parts).filter(([name]) => !name.endsWith('.prj')));
    writeFileSync(at('bare.zip'), zipSync(without));
    expect(await run(at('bare.zip'), at('no.geojson'))).toMatchObject({
      code: 2,
      out: { error: { code: 'crs-unknown' } },
    });
    expect(await run(at('bare.zip'), at('yes.geojson'), '--from', 'EPSG:4548')).toMatchObject({ code: 0 });
  });

  it('refuses metres in GeoJSON and leaves nothing half written', async () => {
    expect(await run(at('in.geojson'), at('metres.geojson'), '--to', 'EPSG:4548')).toMatchObject({
      code: 2,
      out: { error: { code: 'crs-unknown' } },
    });
    expect(readdirSync(folder).filter((name) => name.includes('metres') || name.endsWith('.part'))).toEqual(
      [],
    );
  });
});

describe('wrong use', () => {
  it.each([
    [[]],
    [['only-one']],
    [['a.geojson', 'b.dwg']],
    [['a.geojson', 'b.gpkg', '--to', 'nowhere']],
    [['a.geojson', 'b.gpkg', '--sideways']],
  ])('%j ends with 2 and a word why', async (args) => {
    const { code, note } = await run(...args);
    expect(code).toBe(2);
    expect(note).toContain('linli convert');
  });

  it('names a file that is not there', async () => {
    expect(await run(at('nothing.gpkg'), at('x.gpkg'))).toMatchObject({
      code: 2,
      out: { error: { code: 'not-found' } },
    });
  });

  it('has help', async () => {
    expect((await run('--help')).out['text']).toContain('--from CRS');
  });
});
