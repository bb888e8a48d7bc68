/**
 * Opens a ZIP archive of several data files as one file with their layers: an export of ours, or a folder somebody packed. Owns the
 * choice of the files in it; each is opened by its own reader. Archives within are refused, but for workbooks, which are archives
 * themselves: they are unpacked into memory, within bounds.
 */
import { groupFiles } from './companions.ts';
import { FormatError } from './format-error.ts';
import type { FileProblem, LayerInfo, OpenedFile } from './opened-file.ts';
import { memoryFile, type SourceFile } from './source-file.ts';
import { openZip } from './zip-reader.ts';

/** Names of files that may hold data. */
export const DATA_FILE =
  /\.(?:csv|tsv|tab|txt|geojson|json|ndjson|geojsonl|geojsons|jsonl|xlsx|xlsm|xls|et|gpkg|fgb|kml|shp|dbf|pbf)$/i;
/** What systems and people leave in archives beside the data. */
const BESIDE = /(?:^|\/)(?:__MACOSX\/|\.)|(?:^|\/)(?:readme|license|licence)[^/]*$|\.linli\.json$/i;
const WORKBOOK = /\.(?:xlsx|xlsm|et)$/i;
/** Bytes of a workbook that is unpacked into memory. */
const WORKBOOK_LIMIT = 64 * 1024 * 1024;
/** Files of one archive: more is no set of layers. */
const FILES = 200;

/** The entries that hold data: at least one, or the archive is something else. */
export function isDataEntry(name: string): boolean {
  return DATA_FILE.test(name) && !BESIDE.test(name);
}

/** Opens a file of the archive; it must refuse archives of its own. */
export type OpenEntry = (file: SourceFile) => Promise<OpenedFile>;

interface Inner {
  file: OpenedFile;
  layer: string;
  info: LayerInfo;
}

/**
 * Every data file's layers, named by file (and by layer where a file has several). A file that cannot be read is a problem and leaves
 * the others; throws the first one's FormatError when none can be, `unsafe-archive` and the other errors of openZip.
 */
export async function openArchive(file: SourceFile, open: OpenEntry): Promise<OpenedFile> {
  const entries = (await openZip(file)).filter(({ name }) => isDataEntry(name) || isPart(name));
  const groups = groupFiles(entries).filter(({ main }) => isDataEntry(main.name));
  if (groups.length > FILES)
    throw new FormatError('unsafe-archive', { place: 'entries' }, { what: 'entries' });
  const opened: OpenedFile[] = [];
  const layers = new Map<string, Inner>();
  const problems: FileProblem[] = [];
  let failure: FormatError | null = null;
  for (const { main, companions } of groups) {
    try {
      const entry = await readable(main);
      // The entry itself where it can be: it is known to come from an archive.
      const inner = await open(companions.length > 0 ? { ...entry, companions } : entry);
      opened.push(inner);
      addLayers(main.name, inner, layers);
      problems.push(...inner.problems);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      failure ??= error;
      problems.push({ code: 'entry-unread', message: `${main.name}: ${error.code}`, count: 1 });
    }
  }
  if (layers.size === 0) throw failure ?? new FormatError('no-records');
  return {
    layers: [...layers.values()].map(({ info }) => info),
    problems: summed(problems),
    encoding: opened.find(({ encoding }) => encoding !== null && encoding.sample !== '')?.encoding ?? null,
    read(name, options) {
      const inner = layers.get(name);
      if (!inner) throw new FormatError('missing-part', {}, { name });
      return inner.file.read(inner.layer, options);
    },
    close: () => {
      for (const each of opened) each.close();
    },
  };
}

/** Belongs to a data file without holding data by itself. */
function isPart(name: string): boolean {
  return /\.(?:shx|prj|cpg|linli\.json)$/i.test(name);
}

/** The entry, or a workbook's bytes. */
async function readable(entry: SourceFile): Promise<SourceFile> {
  if (!WORKBOOK.test(entry.name)) return entry;
  if (entry.size > WORKBOOK_LIMIT) throw new FormatError('too-large', {}, { what: entry.name.slice(0, 80) });
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  for await (const chunk of entry.open()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return memoryFile(entry.name, bytes);
}

function addLayers(path: string, file: OpenedFile, layers: Map<string, Inner>): void {
  const base = path.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');
  for (const info of file.layers) {
    const own = file.layers.length > 1 ? `${base} ${info.name}` : base;
    let name = own;
    for (let count = 2; layers.has(name); count++) name = `${own}_${count}`;
    layers.set(name, { file, layer: info.name, info: { ...info, name } });
  }
}

/** One problem a code; the first message says where. */
function summed(problems: readonly FileProblem[]): FileProblem[] {
  const byCode = new Map<string, FileProblem>();
  for (const problem of problems) {
    const known = byCode.get(problem.code);
    if (known) known.count += problem.count;
    else byCode.set(problem.code, { ...problem });
  }
  return [...byCode.values()];
}
