/**
 * Opens a file with the reader of its format. Owns the choice only.
 */
import { type CsvDialect, detectDialect } from './csv-dialect.ts';
import { readCsv } from './csv-reader.ts';
import type { Encoding } from './encoding.ts';
import { readJson } from './json-reader.ts';
import { readNdjson } from './ndjson-reader.ts';
import type { FormatId } from './sniff.ts';
import type { SourceFile } from './source-file.ts';
import type { ReadBatch } from './source-record.ts';

/** How a file is to be read: as sniffed, or as a person changed it. */
export interface LayerFormat {
  format: FormatId;
  encoding: Encoding | 'auto';
  dialect: CsvDialect | null;
}

/** Batches of records of any format that is read. Errors as of the readers. */
export function openLayer(file: SourceFile, layer: LayerFormat): AsyncGenerator<ReadBatch> {
  switch (layer.format) {
    case 'geojson':
    case 'json-records':
      return readJson(file, { encoding: layer.encoding });
    case 'geojson-lines':
    case 'json-lines':
      return readNdjson(file, { encoding: layer.encoding });
    case 'csv':
    case 'tsv':
      return readCsv(file, { ...(layer.dialect ?? detectDialect('')), encoding: layer.encoding });
  }
}
