/**
 * The importers on files that nobody here wrote. The folder is named by LINLI_REALDATA; without it these tests
 * skip, and the run says so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSqliteWasm } from '../../../../electron/cli/sqlite-wasm.ts';
import { diskFile } from '../../../../electron/services/disk-file.ts';
import { textAt } from '../../../../shared/columns/cell.ts';
import type { TextColumn } from '../../../../shared/columns/column.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile, type SourceFile } from '../../../../shared/formats/source-file.ts';
import { describeFile } from '../../../../shared/model/import-describe.ts';
import { previewImport, runImport } from '../../../../shared/model/import-run.ts';
import { desk, drain, lookAt } from './import-support.ts';

const root = process.env['LINLI_REALDATA'] ?? '';

const quiet = new AbortController().signal;
const PLAN = {
  mode: 'replace' as const,
  name: { zh: '试', en: 'Try' },
  asOfDay: 20_000,
};

function nodeFile(...parts: string[]): SourceFile {
  return memoryFile(parts.at(-1)!, readFileSync(join(root, ...parts)));
}

describe.skipIf(!existsSync(root))('files of other people (LINLI_REALDATA)', () => {
  async function importAll(files: SourceFile[]) {
    const map = new Map(files.map((file, index) => [`f${index}`, file]));
    const layers = [];
    for (const [key, file] of map) layers.push(...(await lookAt(file, key)).plans);
    const plan = { layers, ...PLAN };
    const { report: preview } = await drain(previewImport(plan, desk(map), null, quiet));
    const result = await drain(runImport(plan, desk(map), null, quiet));
    return { layers, preview, result };
  }

  test('six files of buildings become one basemap, each id once', async () => {
    const names = readdirSync(join(root, 'buildings')).filter((name) => name.endsWith('.geojson'));
    const { layers, preview, result } = await importAll(names.map((name) => nodeFile('buildings', name)));
    expect(layers.map(({ role }) => role)).toEqual(names.map(() => 'buildings'));
    expect(preview.good + preview.bad).toBe(2859);
    expect(preview.layers.reduce((sum, { reasons }) => sum + (reasons['needs-polygon'] ?? 0), 0)).toBe(1070);
    expect(preview.layers.some(({ reasons }) => (reasons['duplicate-id'] ?? 0) > 0)).toBe(true);
    expect(result.bundle.tables.buildings?.rows).toBe(preview.good);
  });

  test('an array of records with coordinates becomes a layer', async () => {
    const { layers, preview, result } = await importAll([nodeFile('points', 'sf.bike.parking.json')]);
    expect(layers[0].role).toBe('places');
    expect([preview.good, preview.bad]).toEqual([2520, 0]);
    expect(Object.keys(result.bundle.tables.places?.columns ?? {})).toContain('RACKS');
  });

  test('blocks become basemap polygons', async () => {
    const { result } = await importAll([nodeFile('boundaries', 'vancouver-blocks.json')]);
    expect(result.bundle.tables.basemap?.rows).toBe(4627);
  });

  test('a table of counties becomes areas whose codes stay text', async () => {
    const { layers, preview, result } = await importAll([nodeFile('tables', 'cn_areas.csv')]);
    expect(layers[0].role).toBe('areas');
    expect([preview.good, preview.bad]).toEqual([2978, 0]);
    const code = result.bundle.tables.areas?.columns['code'] as TextColumn;
    expect(textAt(code, 0)).toMatch(/^\d{6}$/);
  });

  test.each([
    // Format, layers, records of all layers, system.
    ['cityjson/delft.json', 'cityjson', 570, 'EPSG:28992'],
    ['cityjson/rotterdam_subset.json', 'cityjson', 16, null],
    ['flatgeobuf/topp_states.fgb', 'flatgeobuf', 49, null],
    ['geopackage/planetiler_geopackage.gpkg', 'geopackage', 86, 'EPSG:4326'],
    ['boundaries/ks_ellis_county_block.gpkg', 'geopackage', 4592, 'EPSG:26914'],
    ['boundaries/vancouver-blocks.json', 'geojson', 4627, 'EPSG:4326'],
    ['kml/KML_Samples.kml', 'kml', 20, 'EPSG:4326'],
    ['shapefile/chinese_poly.shp', 'shapefile', 1, 'EPSG:4326'],
    ['shapefile/nyc_taxi_zones/taxi_zones.shp', 'shapefile', 263, 'EPSG:2263'],
    ['points/sf.bike.parking.json', 'json-records', 2520, 'EPSG:4326'],
  ])('%s is what its papers say', async (path, format, records, crs) => {
    const source = await openFile(await diskFile(join(root, path)), {}, loadSqliteWasm);
    const described = await describeFile(source);
    source.close();
    expect(described.format).toBe(format);
    expect(described.layers.reduce((sum, { features }) => sum + features, 0)).toBe(records);
    expect(described.crs).toBe(crs);
    expect(described.problems.some(({ code }) => code === 'crs-missing')).toBe(crs === null);
  });
});
