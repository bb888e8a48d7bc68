/** Grids of other people (LINLI_REALDATA): what is known of them is found, and nothing else. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../../../electron/cli.ts';
import type { GridCheck } from '../../../../shared/partition/grid-check.ts';

const root = process.env['LINLI_REALDATA'] ?? '';

async function check(path: string): Promise<GridCheck & { code: number }> {
  let text = '';
  const code = await runCli(['check-grids', join(root, path)], {
    out: (part) => {
      text += part;
    },
    note: () => {},
  });
  return { ...JSON.parse(text), code };
}

const count = ({ gaps, overlaps, slivers, invalidRings, detachedParts }: GridCheck) =>
  [gaps, overlaps, slivers, invalidRings, detachedParts].map(({ length }) => length);

describe.skipIf(!existsSync(join(root, 'boundaries')))('real boundaries', () => {
  it('2,296 census blocks of a county: clean, and the county has its area', async () => {
    const result = await check('boundaries/ks_ellis_county_block.gpkg');
    expect([result.code, result.grids.length, ...count(result)]).toEqual([0, 2296, 0, 0, 0, 0, 0]);
    const area = result.grids.reduce((sum, grid) => sum + grid.area, 0);
    expect(area / 1e6).toBeCloseTo(2331.96, 1);
  });

  it('4,627 city blocks with lots laid over each other', async () => {
    const result = await check('boundaries/vancouver-blocks.json');
    expect([result.code, result.grids.length, ...count(result)]).toEqual([1, 4627, 5, 24, 27, 0, 0]);
    expect(result.overlaps[0].area / 1e4).toBeCloseTo(6.29, 1);
  });

  it('263 taxi zones in feet: islands are parts, borders are shared', async () => {
    const result = await check('shapefile/nyc_taxi_zones/taxi_zones.shp');
    expect([result.code, result.grids.length, ...count(result)]).toEqual([1, 263, 0, 0, 0, 0, 91]);
  });
});
