/**
 * What a whole file holds, without importing it: layers, fields, bounds, problems by code. Owns the description that
 * the command line prints.
 */
import { openLayer } from '../formats/open-layer.ts';
import { sniffFile } from '../formats/sniff.ts';
import type { SourceFile } from '../formats/source-file.ts';
import type { SourceRecord } from '../formats/source-record.ts';
import { checkGeometry } from './import-geometry.ts';
import { ColumnSurvey, guessChoices } from './import-mapping.ts';
import { type RowOutcome, rowMapper } from './import-rows.ts';

export interface FileDescription {
  format: string;
  encoding: string;
  crs: string;
  layers: {
    name: string;
    /** The one type of all features, 'Mixed', or 'None' for a table without places. */
    geometry: string;
    /** Type -> how many. */
    geometries: Record<string, number>;
    features: number;
    fields: { name: string; type: string }[];
    /** West, south, east, north in degrees. */
    bounds: [number, number, number, number] | null;
  }[];
  problems: { code: string; message: string; count: number }[];
}

/** Reads the file to its end. Throws FormatError when it cannot be read at all. */
export async function describeFile(file: SourceFile): Promise<FileDescription> {
  const { format, encoding, dialect } = await sniffFile(file);
  const survey = new ColumnSurvey();
  const problems = new Map<string, { code: string; message: string; count: number }>();
  const note = (code: string, message: string) => {
    const known = problems.get(code);
    if (known) known.count++;
    else problems.set(code, { code, message, count: 1 });
  };
  let fromColumns = 0;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  let read: ((record: SourceRecord) => RowOutcome) | null = null;
  for await (const batch of openLayer(file, {
    format,
    encoding: encoding.ascii ? 'auto' : encoding.encoding,
    dialect,
  })) {
    for (const { reason, line } of batch.unread) note(reason, `first at line ${line}`);
    for (const record of batch.records) {
      survey.add(record);
      if (!record.geometry) read ??= placeReader(survey);
      const place = record.geometry ? checkGeometry(record.geometry, false) : placeIn(read?.(record));
      if (!record.geometry && place.ok) fromColumns++;
      if (!place.ok) note(place.reason, `first at line ${record.line}`);
      else if (place.kind === 'point') grow(box, place.lng, place.lat);
      else
        for (const { coords } of place.rings)
          for (let i = 0; i < coords.length; i += 2) grow(box, coords[i], coords[i + 1]);
    }
  }
  const known = { ...survey.geometry };
  delete known[''];
  if (fromColumns > 0) known['Point'] = (known['Point'] ?? 0) + fromColumns;
  const types = Object.keys(known);
  return {
    format,
    encoding: encoding.encoding,
    crs: 'WGS84',
    layers: [
      {
        name: file.name.replace(/\.[^.]+$/, ''),
        geometry: types.length === 0 ? 'None' : types.length === 1 ? types[0] : 'Mixed',
        geometries: known,
        features: survey.records,
        fields: survey.found().map(({ name, type }) => ({ name, type })),
        bounds: box[0] === Infinity ? null : [box[0] / 1e7, box[1] / 1e7, box[2] / 1e7, box[3] / 1e7],
      },
    ],
    problems: [...problems.values()],
  };
}

/** Reads places from columns, as the first record names them. */
function placeReader(survey: ColumnSurvey): (record: SourceRecord) => RowOutcome {
  const choices = guessChoices('places', survey.found());
  return rowMapper({
    key: '',
    name: '',
    bytes: 0,
    format: 'csv',
    encoding: 'auto',
    dialect: null,
    role: 'places',
    choices,
    swap: false,
  });
}

function placeIn(outcome: RowOutcome | undefined) {
  if (!outcome) return { ok: false as const, reason: 'no-geometry' };
  if (!outcome.ok) return { ok: false as const, reason: outcome.reason };
  const { point } = outcome.row;
  return point
    ? { ok: true as const, kind: 'point' as const, ...point }
    : { ok: false as const, reason: 'no-geometry' };
}

function grow(box: number[], x: number, y: number): void {
  box[0] = Math.min(box[0], x);
  box[1] = Math.min(box[1], y);
  box[2] = Math.max(box[2], x);
  box[3] = Math.max(box[3], y);
}
