/** linli sample: every format writes files that say themselves what they are; a wrong call is told so. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runSample } from '../../../../electron/cli/sample.ts';
import { diskFile } from '../../../../electron/services/disk-file.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { loadWasm } from '../../shared/model/exchange-support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-sample-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; out: Record<string, unknown> }> {
  let text = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    const code = await runSample(args);
    return { code, out: JSON.parse(text) };
  } finally {
    spy.mockRestore();
  }
}

it.each(['gpkg', 'xlsx', 'shp'])('writes one file of all tables as %s', async (format) => {
  const out = join(folder, format);
  const { code, out: told } = await run('--community', 'cun', '--out', out, '--format', format);
  expect([code, told['community'], told['seed'], told['format']]).toEqual([0, 'cun', 1, format]);
  const [name] = told['files'] as string[];
  const source = await openFile(await diskFile(join(out, name)), {}, loadWasm);
  const names = source.layers.map((layer) => layer.name.replace(/_(?:line|polygon|point)$/, ''));
  for (const table of ['areas', 'grids', 'buildings', 'entrances', 'homes', 'residents', 'devices'])
    expect(names).toContain(table);
  source.close();
});

it.each(['geojson', 'csv'])('writes one file per table as %s', async (format) => {
  const out = join(folder, format);
  const { code } = await run('--community', 'cun', '--out', out, '--format', format);
  expect(code).toBe(0);
  const files = readdirSync(out);
  expect(files).toContain('homes.csv');
  expect(files).toContain(format === 'csv' ? 'buildings.csv' : 'buildings.geojson');
  const about = JSON.parse(readFileSync(join(out, 'community.json'), 'utf8'));
  expect(about).toMatchObject({ source: { kind: 'sample', sample: 'cun', seed: 1 } });
});

it('writes the same bytes each time', async () => {
  const bytes = [];
  for (const name of ['a', 'b']) {
    await run('--community', 'cun', '--out', join(folder, name), '--format', 'gpkg');
    bytes.push(readFileSync(join(folder, name, 'cun.gpkg')));
  }
  expect(bytes[0].equals(bytes[1])).toBe(true);
});

it.each([
  [['--community', 'nowhere', '--out', 'x']],
  [['--community', 'y']],
  [['--community', 'y', '--out', 'x', '--format', 'dwg']],
  [['--community', 'y', '--out', 'x', '--loud']],
])('%j is a wrong call', async (args) => {
  expect(await run(...args)).toMatchObject({ code: 2, out: { error: { code: 'usage' } } });
});
