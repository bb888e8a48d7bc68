/**
 * `linli sample --community y|zjl|gusu|cun [--seed N] --out DIR`: writes a sample community as files, one per table: CSV for records,
 * GeoJSON where there are shapes, and community.json. Links are written as the id or code of the other record.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { numberAt, tagsAt, textAt, wordAt } from '../../shared/columns/cell.ts';
import { DEGREE, type GeometryColumn, type Table } from '../../shared/columns/column.ts';
import { ringsAt } from '../../shared/columns/ring.ts';
import { type Cell, writeCsv } from '../../shared/formats/csv-writer.ts';
import {
  type ExportFeature,
  type ExportGeometry,
  writeGeojson,
} from '../../shared/formats/geojson-writer.ts';
import { type CommunityBundle, NO_GRID, type SampleId } from '../../shared/model/bundle.ts';
import { type ColumnSpec, TABLES, type TableName } from '../../shared/model/tables.ts';
import { generateSample } from '../../shared/sample/sample.ts';

const SAMPLES: readonly SampleId[] = ['y', 'zjl', 'gusu', 'cun'];
const USAGE = 'linli sample --community y|zjl|gusu|cun [--seed N] --out DIR';

interface Wish {
  community: SampleId;
  seed: number;
  out: string;
}

/** Writes the files, prints {community, seed, out, files} as JSON and returns 0; a wrong call prints {error} and gives 2. */
export async function runSample(argv: string[]): Promise<number> {
  const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  const wish = readWish(argv);
  if (!wish) {
    print({ error: { code: 'usage', message: USAGE } });
    return 2;
  }
  try {
    print({ ...wish, files: await writeSample(wish) });
    return 0;
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'internal';
    print({ error: { code, message: cause.message } });
    return 2;
  }
}

function readWish(argv: string[]): Wish | undefined {
  try {
    const { values } = parseArgs({
      args: argv,
      options: { community: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } },
    });
    const community = SAMPLES.find((id) => id === values.community);
    const seed = values.seed === undefined ? 1 : Number(values.seed);
    if (!community || !values.out || !Number.isSafeInteger(seed)) return undefined;
    return { community, seed, out: values.out };
  } catch {
    // parseArgs throws for options it does not know.
    return undefined;
  }
}

async function writeSample(wish: Wish): Promise<string[]> {
  const bundle = generateSample(wish.community, wish.seed);
  await mkdir(wish.out, { recursive: true });
  const files: string[] = [];
  for (const table of Object.values(bundle.tables)) {
    const shaped = geometryOf(table).length > 0;
    const file = `${table.name}.${shaped ? 'geojson' : 'csv'}`;
    await writeChunks(
      join(wish.out, file),
      shaped ? writeGeojson(features(bundle, table)) : csv(bundle, table),
    );
    files.push(file);
  }
  const { name, source, asOfDay, bounds, plan } = bundle;
  const gridOfBuilding = Array.from(plan.gridOfBuilding, (grid) => (grid === NO_GRID ? null : grid));
  const about = { name, source, asOfDay, bounds, plan: { id: plan.id, gridOfBuilding } };
  await writeFile(join(wish.out, 'community.json'), `${JSON.stringify(about, null, 1)}\n`);
  return [...files, 'community.json'];
}

async function writeChunks(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const stream = createWriteStream(path);
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

function geometryOf(table: Table): GeometryColumn[] {
  return Object.values(table.columns).filter((column) => column.kind === 'geometry');
}

function* csv(bundle: CommunityBundle, table: Table): Generator<Uint8Array> {
  const names = Object.keys(table.columns);
  const rows = function* (): Generator<Cell[]> {
    for (let row = 0; row < table.rows; row++) yield names.map((name) => cell(bundle, table, name, row));
  };
  yield* writeCsv(names, rows());
}

function* features(bundle: CommunityBundle, table: Table): Generator<ExportFeature> {
  const names = Object.keys(table.columns).filter((name) => table.columns[name].kind !== 'geometry');
  const shapes = geometryOf(table);
  for (let row = 0; row < table.rows; row++) {
    const properties: Record<string, Cell> = {};
    for (const name of names) properties[name] = cell(bundle, table, name, row);
    const shape = shapes.find((column) => column.rowRings[row + 1] > column.rowRings[row]);
    yield { geometry: shape ? geometry(shape, row) : null, properties };
  }
}

function geometry(column: GeometryColumn, row: number): ExportGeometry {
  const rings = ringsAt(column, row).map(({ coords, role }) => {
    const points: number[][] = [];
    for (let i = 0; i < coords.length; i += 2) points.push([coords[i] / DEGREE, coords[i + 1] / DEGREE]);
    if (column.shape === 'polygon') points.push(points[0]);
    return { points, role };
  });
  if (column.shape === 'line') {
    return { type: 'MultiLineString', coordinates: rings.map((ring) => ring.points) };
  }
  const polygons: number[][][][] = [];
  for (const { points, role } of rings) {
    if (role === 0) polygons.push([points]);
    else polygons[polygons.length - 1].push(points);
  }
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

function cell(bundle: CommunityBundle, table: Table, name: string, row: number): Cell {
  const column = table.columns[name];
  const spec: ColumnSpec | undefined = TABLES[table.name as TableName]?.columns[name];
  switch (column.kind) {
    case 'text':
    case 'packed':
      return textAt(column, row);
    case 'dict':
      return wordAt(column, row);
    case 'tags':
      return tagsAt(column, row, table.rows).join(' ');
    case 'geometry':
      return null;
    case 'number': {
      const value = numberAt(column, row);
      if (value === null) return null;
      if (spec?.kind === 'number') {
        if (spec.link) return idOf(bundle, spec.link, value);
        if (spec.role === 'date') return new Date(value * 86_400_000).toISOString().slice(0, 10);
        if (spec.role === 'time') return new Date(value * 1000).toISOString();
      }
      if (name === 'lng' || name === 'lat') return value / DEGREE;
      return column.type === 'f32' ? Math.round(value * 100) / 100 : value;
    }
  }
}

/** The other record's id or code; of tables without either (entrances) the row number. */
function idOf(bundle: CommunityBundle, link: TableName, row: number): Cell {
  const other = bundle.tables[link];
  const column = other?.columns['id'] ?? other?.columns['code'];
  return column?.kind === 'text' ? textAt(column, row) : row;
}
