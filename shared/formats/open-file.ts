/**
 * Opens any file that can be imported: tells its format by its bytes and hands it to the opener of that format. Owns the choice only;
 * what is not read is refused by name in sniff.ts.
 */
import { openCityJson } from './cityjson-reader.ts';
import { openDbf } from './dbf-reader.ts';
import { openFlatgeobuf } from './flatgeobuf-reader.ts';
import { FormatError } from './format-error.ts';
import { geoPackageOpener } from './geopackage-reader.ts';
import { openKml } from './kml-reader.ts';
import { openArchive } from './open-archive.ts';
import { openText } from './open-text.ts';
import type { OpenedFile } from './opened-file.ts';
import { openOsmPbf } from './osm-pbf-reader.ts';
import { openShapefile } from './shapefile-reader.ts';
import { openSheets, type SheetOptions, type SheetPreview } from './sheet-opener.ts';
import { type FormatId, sniffFile, type TextFormat } from './sniff.ts';
import type { SourceFile } from './source-file.ts';
import type { LoadWasm } from './sqlite.ts';

export interface OpenedSource extends OpenedFile {
  format: FormatId;
  /** Of spreadsheets: which rows were taken for the header. */
  sheets: SheetPreview[];
  /** Of CSV and TSV: what separates the cells. */
  delimiter: string | null;
}

/** `loadWasm` is asked only for SQLite containers. Throws FormatError. */
export async function openFile(
  file: SourceFile,
  options: SheetOptions,
  loadWasm: LoadWasm,
): Promise<OpenedSource> {
  const sniffed = await sniffFile(file, options);
  if (sniffed.kind === 'text') {
    const { format, dialect } = sniffed;
    return { ...openText(file, sniffed), format, sheets: [], delimiter: dialect?.delimiter ?? null };
  }
  const { format } = sniffed;
  const opened = await openBinary(format, file, options, loadWasm);
  return { ...opened, format, sheets: 'previews' in opened ? opened.previews : [], delimiter: null };
}

type Binary = Exclude<FormatId, TextFormat>;

function openBinary(
  format: Binary,
  file: SourceFile,
  options: SheetOptions,
  loadWasm: LoadWasm,
): Promise<OpenedFile | (OpenedFile & { previews: SheetPreview[] })> {
  switch (format) {
    case 'xlsx':
    case 'xls':
      return openSheets(file, options);
    case 'shapefile':
    case 'shapefile-zip':
      return openShapefile(file, options);
    case 'dbf':
      return openDbf(file, options);
    case 'geopackage':
      return geoPackageOpener(loadWasm)(file, options);
    case 'flatgeobuf':
      return openFlatgeobuf(file);
    case 'kml':
    case 'kmz':
      return openKml(file);
    case 'cityjson':
      return openCityJson(file, options);
    case 'osm-pbf':
      return openOsmPbf(file, options);
    case 'archive':
      return openArchive(file, (entry) => openEntry(entry, options, loadWasm));
  }
}

/** A file of an archive. Throws `unsafe-archive` where it is an archive of files itself. */
async function openEntry(file: SourceFile, options: SheetOptions, loadWasm: LoadWasm): Promise<OpenedSource> {
  const sniffed = await sniffFile(file, options);
  const packed = sniffed.kind === 'binary' && ['archive', 'shapefile-zip', 'kmz'].includes(sniffed.format);
  if (packed) throw new FormatError('unsafe-archive', { place: 'nested' }, { what: 'nested' });
  return openFile(file, options, loadWasm);
}
