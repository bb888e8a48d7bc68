/** Round trips of a community through files: writes, reads back as the desk would, compares cell by cell up to the order of rows. */
import { readFileSync } from 'node:fs';
import { numberAt, tagsAt, textAt, wordAt } from '../../../../shared/columns/cell.ts';
import type { Table } from '../../../../shared/columns/column.ts';
import { ringsAt } from '../../../../shared/columns/ring.ts';
import { type OpenedSource, openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile, type SourceFile } from '../../../../shared/formats/source-file.ts';
import { type CommunityBundle, NO_GRID } from '../../../../shared/model/bundle.ts';
import { type ExchangeFormat, textEntries, writeExchange } from '../../../../shared/model/exchange-files.ts';
import { exchangeTables } from '../../../../shared/model/exchange-rows.ts';
import { inspectImportFile, plansOf } from '../../../../shared/model/import-look.ts';
import type { LayerPlan } from '../../../../shared/model/import-plan.ts';
import { type ImportResult, runImport } from '../../../../shared/model/import-run.ts';
import { TABLE_NAMES, TABLES, type TableName } from '../../../../shared/model/tables.ts';
import { drain } from './import-support.ts';

export const loadWasm = async () =>
  readFileSync(
    'node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm',
  ) as unknown as Uint8Array<ArrayBuffer>;

export async function joined(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return new Uint8Array(Buffer.concat(parts));
}

/** The community as the files of a format: CSV and GeoJSON as the files of their archive. */
export async function filesOf(
  bundle: CommunityBundle,
  format: ExchangeFormat,
  personal = true,
): Promise<SourceFile[]> {
  const choice = { tables: TABLE_NAMES, personal };
  if (format === 'csv' || format === 'geojson') {
    const files: SourceFile[] = [];
    for (const { name, chunks } of textEntries(exchangeTables(bundle, choice), format))
      files.push(memoryFile(name, await joined(chunks)));
    return files;
  }
  const bytes = await joined(writeExchange(bundle, { ...choice, format, at: 0 }, loadWasm));
  return [memoryFile(format === 'shp' ? 'y.zip' : `y.${format}`, bytes)];
}

/** Everything as guessed, nothing asked. */
export async function importFiles(files: readonly SourceFile[]): Promise<ImportResult> {
  const sources = new Map<string, OpenedSource>();
  const layers: LayerPlan[] = [];
  for (const file of files) {
    const source = await openFile(file, {}, loadWasm);
    sources.set(file.name, source);
    layers.push(...plansOf(await inspectImportFile(file, file.name, source)));
  }
  const plan = {
    layers,
    mode: 'replace' as const,
    name: { zh: '回来', en: 'Back' },
    plainConsent: true,
    asOfDay: 20_000,
  };
  const open = async ({ key }: Pick<LayerPlan, 'key'>) => sources.get(key) as OpenedSource;
  return drain(runImport(plan, open, null, new AbortController().signal));
}

/** How this import found a link: no fact about the community. */
export const MADE_BY_IMPORT = new Set(['linkMethod', 'linkConfidence']);

/** Every row as text, links as what the other record is known by, households by their members: sorted, so that order does not matter. */
export function canonical(bundle: CommunityBundle, name: TableName): string[] {
  const table = bundle.tables[name];
  if (!table) return [];
  const names = Object.keys(TABLES[name].columns).filter((column) => !MADE_BY_IMPORT.has(column));
  const households = name === 'residents' ? householdNames(table) : null;
  const rows = Array.from({ length: table.rows }, (_, row) => {
    const cells = names.map((column) =>
      column === 'household' && households
        ? `household=${households[row]}`
        : `${column}=${cellText(bundle, table, column, row)}`,
    );
    if (name === 'buildings') cells.push(`grid=${gridText(bundle, row)}`);
    return cells.join('|');
  });
  return rows.sort();
}

function gridText({ plan, tables }: CommunityBundle, row: number): string {
  const grid = plan.gridOfBuilding[row];
  const code = tables.grids?.columns['code'];
  return grid === NO_GRID || code?.kind !== 'text' ? '' : textAt(code, grid);
}

function cellText(bundle: CommunityBundle, table: Table, name: string, row: number): string {
  const column = table.columns[name];
  const spec = TABLES[table.name as TableName].columns[name];
  if (!column) return '';
  switch (column.kind) {
    case 'text':
    case 'packed':
      return textAt(column, row);
    case 'dict':
      return wordAt(column, row);
    case 'tags':
      return tagsAt(column, row, table.rows).sort().join(';');
    case 'geometry':
      return JSON.stringify(
        ringsAt(column, row).map(({ coords, role }) => [role, ringText(coords, column.shape)]),
      );
    case 'number': {
      const value = numberAt(column, row);
      if (value === null) return '';
      return spec?.kind === 'number' && spec.link ? recordText(bundle, spec.link, value) : String(value);
    }
  }
}

/** A ring may begin anywhere and run either way; a place named twice in a row is one place. */
function ringText(coords: readonly number[] | Int32Array, shape: string): string {
  const points: string[] = [];
  for (let i = 0; i < coords.length; i += 2) {
    const point = `${coords[i]},${coords[i + 1]}`;
    if (point !== points.at(-1)) points.push(point);
  }
  if (shape === 'line') return points.join(' ');
  const start = points.indexOf([...points].sort()[0]);
  const turned = [...points.slice(start), ...points.slice(0, start)];
  const back = [turned[0], ...turned.slice(1).reverse()];
  return [turned.join(' '), back.join(' ')].sort()[0];
}

function recordText(bundle: CommunityBundle, table: TableName, row: number): string {
  const other = bundle.tables[table];
  if (!other) return '?';
  const known = other.columns['id'] ?? other.columns['code'];
  if (known?.kind === 'text') return textAt(known, row);
  const { building, label } = other.columns;
  if (building?.kind !== 'number' || label?.kind !== 'dict') return '?';
  return `${recordText(bundle, 'buildings', building.values[row])}/${wordAt(label, row)}`;
}

function householdNames(residents: Table): string[] {
  const { household, id } = residents.columns;
  const names = new Map<number, string>();
  if (household?.kind !== 'number' || id?.kind !== 'text') return [];
  for (let row = 0; row < residents.rows; row++) {
    const number = numberAt(household, row);
    if (number === null) continue;
    const known = names.get(number);
    const own = textAt(id, row);
    if (known === undefined || own < known) names.set(number, own);
  }
  return Array.from({ length: residents.rows }, (_, row) => names.get(numberAt(household, row) ?? -1) ?? '');
}
