/**
 * Opens a text file (GeoJSON, records as JSON, their line forms, CSV and TSV) as one layer of records. Owns the choice of the
 * reader; these formats are read as a stream, so that nothing is counted before it is read.
 */
import { detectDialect } from './csv-dialect.ts';
import { readCsv } from './csv-reader.ts';
import type { Encoding } from './encoding.ts';
import { readJson } from './json-reader.ts';
import { readNdjson } from './ndjson-reader.ts';
import type { LayerInfo, OpenedFile } from './opened-file.ts';
import type { Sniffed } from './sniff.ts';
import type { SourceFile } from './source-file.ts';
import type { ReadBatch } from './source-record.ts';

/** The one layer of a text file, as it was sniffed. Errors as of the readers. */
export function openText(file: SourceFile, sniffed: Sniffed): OpenedFile {
  const { encoding, sample } = sniffed;
  const wanted = encoding.ascii ? 'auto' : encoding.encoding;
  const layer: LayerInfo = {
    name: file.name.replace(/\.[^.]+$/, ''),
    geometry: 'mixed',
    features: null,
    fields: [],
    bounds: null,
    crs: sniffed.crs,
  };
  return {
    layers: [layer],
    problems: [],
    encoding: { encoding: encoding.encoding, confidence: encoding.confidence, sample },
    read: (_layer, options) => readText(file, sniffed, wanted, options?.blocks ?? false),
    close: () => {},
  };
}

function readText(
  file: SourceFile,
  { format, dialect, crs }: Sniffed,
  encoding: Encoding | 'auto',
  blocks: boolean,
): AsyncGenerator<ReadBatch> {
  switch (format) {
    case 'geojson':
    case 'json-records':
      return readJson(file, { encoding, anyCrs: crs !== null });
    case 'geojson-lines':
    case 'json-lines':
      return readNdjson(file, { encoding });
    case 'csv':
    case 'tsv':
      return readCsv(file, { ...(dialect ?? detectDialect('')), encoding, blocks });
  }
}
