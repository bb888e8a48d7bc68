/**
 * import.csv: residents of twenty columns read, checked, linked to the homes that are there, sealed, stored as a generation and indexed,
 * against PapaParse reading the same File in the same worker. import.geojson: building polygons through the same way up to the bundle, against
 * JSON.parse of the same text.
 */
import Papa from 'papaparse';
import { aesGcmCipher } from '../../../renderer/store/chunk-cipher.ts';
import { closeDatabases, openDatabases } from '../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../renderer/store/generation.ts';
import { Opened } from '../../../renderer/worker/engine-state.ts';
import { sourceFile } from '../../../renderer/worker/source-file.ts';
import { textAt } from '../../../shared/columns/cell.ts';
import { ChunkKeys } from '../../../shared/columns/chunk-keys.ts';
import { NONE, type NumberColumn, type Table, type TextColumn } from '../../../shared/columns/column.ts';
import { packBundle } from '../../../shared/columns/pack-bundle.ts';
import { TableBuilder } from '../../../shared/columns/table-builder.ts';
import { type Cell, writeCsv } from '../../../shared/formats/csv-writer.ts';
import { openFile } from '../../../shared/formats/open-file.ts';
import type { CommunityBundle } from '../../../shared/model/bundle.ts';
import { inspectImportFile, plansOf } from '../../../shared/model/import-look.ts';
import type { ImportPlan } from '../../../shared/model/import-plan.ts';
import { type OpenLayerFile, runImport } from '../../../shared/model/import-run.ts';
import type { ColumnClass } from '../../../shared/model/tables.ts';
import { cellOf } from '../../../shared/query/table-page.ts';
import { atMost, type BenchResult } from '../result.ts';

/** Column of the file -> column of the table; birth and home are put together. */
const COLUMNS: readonly [string, string][] = [
  ['人员编号', 'id'],
  ['姓名', 'name'],
  ['性别', 'sex'],
  ['身份证号', 'idNumber'],
  ['出生日期', 'birth'],
  ['手机号', 'phone'],
  ['房屋编号', 'home'],
  ['户编号', 'household'],
  ['人口类型', 'kind'],
  ['户籍', 'registration'],
  ['在住', 'presence'],
  ['与户主关系', 'relation'],
  ['婚姻状况', 'marital'],
  ['文化程度', 'education'],
  ['就业状况', 'employment'],
  ['救助类型', 'assistance'],
  ['残疾类型', 'disability'],
  ['行动能力', 'mobility'],
  ['健康状况', 'health'],
  ['居住地址', 'rawAddress'],
];

function* residentRows({ tables }: CommunityBundle): Generator<Cell[]> {
  const residents = tables.residents as Table;
  const homes = tables.homes as Table;
  const homeOf = (residents.columns['home'] as NumberColumn).values;
  const [year, month, day] = ['birthYear', 'birthMonth', 'birthDay'].map(
    (name) => (residents.columns[name] as NumberColumn).values,
  );
  for (let row = 0; row < residents.rows; row++) {
    yield COLUMNS.map(([, name]) => {
      if (name === 'birth') return year[row] ? `${year[row]}-${month[row]}-${day[row] || 1}` : '';
      if (name === 'home')
        return homeOf[row] === NONE ? '' : textAt(homes.columns['id'] as TextColumn, homeOf[row]);
      const cell = cellOf(residents.columns[name], row, residents.rows);
      return cell === NONE ? '' : (cell as Cell);
    });
  }
}

async function bundleOf(file: File, current: CommunityBundle | null): Promise<CommunityBundle> {
  const source = await openFile(sourceFile(file), {}, () => Promise.reject(new Error('no database')));
  const inspection = await inspectImportFile(file, 'f', source);
  const plan: ImportPlan = {
    layers: plansOf(inspection),
    mode: current ? 'merge' : 'replace',
    name: { zh: '导入', en: 'Import' },
    asOfDay: 20_000,
  };
  const open: OpenLayerFile = async () => source;
  const steps = runImport(plan, open, current, new AbortController().signal);
  for (let step = await steps.next(); ; step = await steps.next()) if (step.done) return step.value.bundle;
}

function papa(file: File): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    Papa.parse<string[]>(file, {
      chunk: ({ data }) => {
        rows += data.length;
      },
      complete: () => resolve(rows),
      error: reject,
    });
  });
}

async function timed<T>(work: () => Promise<T> | T): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

/** Chunk keys as a vault would give them. */
async function newKeys(): Promise<ChunkKeys> {
  const key = async (of: ColumnClass) => {
    const secret = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    return { class: of, active: true, cipher: aesGcmCipher(`bench-${of}`, secret) };
  };
  return new ChunkKeys([await key('core'), await key('pii')]);
}

function residentFile(bundle: CommunityBundle): File {
  const names = COLUMNS.map(([name]) => name);
  return new File([...writeCsv(names, residentRows(bundle))] as BlobPart[], '居民.csv');
}

type Stages = Record<'read' | 'pack' | 'store' | 'index', number>;

/** The whole way of a file of residents into a community without any: read, linked, sealed, stored, indexed. Returns ms. */
async function importResidents(file: File, bundle: CommunityBundle): Promise<Stages> {
  const rows = (bundle.tables.residents as Table).rows;
  const residents = new TableBuilder('residents').finish();
  const empty: CommunityBundle = { ...bundle, tables: { ...bundle.tables, residents } };
  const databases = await openDatabases(`bench-import-${Date.now()}`);
  const keys = await newKeys();
  try {
    const [read, made] = await timed(() => bundleOf(file, empty));
    if (made.tables.residents?.rows !== rows) throw new Error('import.csv: rows are missing');
    const [pack, packed] = await timed(() => packBundle(made));
    const [store] = await timed(() => writeGeneration(databases, 'import', packed, { freeSpace: [], keys }));
    const [index] = await timed(
      () => new Opened({ generation: 'import', manifestHash: '', bytes: 0 }, packed),
    );
    return { read, pack, store, index };
  } finally {
    closeDatabases(databases);
  }
}

export async function importCsv(bundle: CommunityBundle): Promise<BenchResult[]> {
  const file = residentFile(bundle);
  const rows = (bundle.tables.residents as Table).rows;
  const [theirs, read] = await timed(() => papa(file));
  if (read < rows) throw new Error(`import.csv: PapaParse read ${read} of ${rows} rows`);
  const stages = await importResidents(file, bundle);
  const told = Object.entries(stages).map(([stage, ms]) => `${stage} ${(ms / 1000).toFixed(1)} s`);
  const measured = {
    name: 'import.csv',
    value: Object.values(stages).reduce((sum, ms) => sum + ms),
    unit: 'ms',
    reference: `PapaParse, ${rows} rows, ${(file.size / 1_048_576).toFixed(0)} MB (${told.join(', ')})`,
    referenceValue: theirs,
  };
  return [atMost(measured, 4)];
}

/** When the import ran, ms since the epoch, and bytes of its file: whoever watches the process asks. */
export interface ImportSpan {
  from: number;
  to: number;
  bytes: number;
}

/** The import alone, after a full collection. */
export async function importAlone(bundle: CommunityBundle): Promise<ImportSpan> {
  const file = residentFile(bundle);
  const { gc } = globalThis as unknown as { gc?: () => void };
  for (let i = 0; i < 5; i++) {
    gc?.();
    await new Promise((done) => setTimeout(done, 200));
  }
  const from = Date.now();
  await importResidents(file, bundle);
  return { from, to: Date.now(), bytes: file.size };
}

/** A polygon of twelve corners and five properties. */
function buildingText(index: number): string {
  const x = 120 + (index % 1000) / 1000;
  const y = 31 + Math.floor(index / 1000) / 1000;
  const ring = Array.from({ length: 12 }, (_, i) => {
    const turn = (i / 12) * 2 * Math.PI;
    return `[${(x + Math.cos(turn) * 0.0003).toFixed(7)},${(y + Math.sin(turn) * 0.0003).toFixed(7)}]`;
  });
  ring.push(ring[0]);
  return `{"type":"Feature","properties":{"id":"b${index}","name":"${index % 90}号楼","height":${6 + (index % 30)},"floors":${2 + (index % 10)},"building":"yes"},"geometry":{"type":"Polygon","coordinates":[[${ring.join(',')}]]}}`;
}

export async function importGeoJson(smoke: boolean): Promise<BenchResult[]> {
  const size = (smoke ? 5 : 100) * 1_048_576;
  const parts = ['{"type":"FeatureCollection","features":['];
  let length = 0;
  let count = 0;
  for (; length < size; count++) {
    const text = `${count > 0 ? ',' : ''}${buildingText(count)}`;
    length += text.length;
    parts.push(text);
  }
  parts.push(']}');
  const text = parts.join('');
  const file = new File([text], 'buildings.geojson');
  const [theirs] = await timed(() => JSON.parse(text));
  const [ours, bundle] = await timed(() => bundleOf(file, null));
  if (bundle.tables.buildings?.rows !== count) throw new Error('import.geojson: buildings are missing');
  return [
    atMost(
      {
        name: 'import.geojson',
        value: ours,
        unit: 'ms',
        reference: `JSON.parse of the same ${(file.size / 1_048_576).toFixed(0)} MB`,
        referenceValue: theirs,
      },
      3,
    ),
  ];
}
