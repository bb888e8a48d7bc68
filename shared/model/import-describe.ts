/**
 * What a whole file holds, without importing it: layers, fields, bounds, problems by code. Owns the description that
 * the command line prints.
 */
import type { OpenedSource } from '../formats/open-file.ts';
import type { LayerInfo } from '../formats/opened-file.ts';
import type { FormatId } from '../formats/sniff.ts';
import type { SourceRecord } from '../formats/source-record.ts';
import { type Crs, WGS84 } from '../geo/crs.ts';
import { resolveCrs } from '../geo/crs-resolve.ts';
import { inDegrees } from './import-look.ts';
import { ColumnSurvey, guessChoices } from './import-mapping.ts';
import { cellsOf, NO_CELLS, type PlaceCells, placeReader, rawPlace, rawPlaces } from './import-place.ts';

export interface DescribedLayer {
  name: string;
  /** The one type of all features, 'Mixed', or 'None' for a table without places. */
  geometry: string;
  /** Type -> how many. */
  geometries: Record<string, number>;
  features: number;
  fields: { name: string; type: string }[];
  /** Minimum x, minimum y, maximum x, maximum y in the layer's own coordinates. */
  bounds: [number, number, number, number] | null;
  crs: string | null;
}

export interface FileDescription {
  format: string;
  encoding: string | null;
  /** Id of the system of the first layer with places ('EPSG:4526'); null: none, or not known. */
  crs: string | null;
  layers: DescribedLayer[];
  problems: { code: string; message: string; count: number }[];
}

/** Reads the file to its end. Throws FormatError when it cannot be read at all. */
export async function describeFile(source: OpenedSource): Promise<FileDescription> {
  const problems = new Problems();
  for (const { code, message, count } of source.problems) problems.add(code, message, count);
  const layers: DescribedLayer[] = [];
  for (const info of source.layers) layers.push(await describeLayer(source, info, problems));
  const placed = layers.find(({ bounds }) => bounds !== null);
  return {
    format: source.format,
    encoding: source.encoding?.encoding ?? null,
    crs: placed?.crs ?? null,
    layers,
    problems: problems.list(),
  };
}

class Problems {
  private readonly known = new Map<string, { code: string; message: string; count: number }>();

  add(code: string, message: string, count = 1): void {
    const found = this.known.get(code);
    if (found) found.count += count;
    else this.known.set(code, { code, message, count });
  }

  has(code: string): boolean {
    return this.known.has(code);
  }

  list() {
    return [...this.known.values()];
  }
}

/** Places looked at to guess a system that is not declared. */
const LOOK = 2000;

async function describeLayer(
  source: OpenedSource,
  info: LayerInfo,
  problems: Problems,
): Promise<DescribedLayer> {
  const survey = new ColumnSurvey();
  let first: SourceRecord[] | null = [];
  let reading: LayerReading | null = null;
  const settle = (looked: SourceRecord[]): LayerReading => {
    first = null;
    return new LayerReading(source, info, looked, survey, problems);
  };
  for await (const batch of source.read(info.name)) {
    for (const { reason, line } of batch.unread) problems.add(reason, `first at ${line}`);
    for (const record of batch.records) {
      survey.add(record);
      if (reading) reading.take(record);
      else first?.push(record);
    }
    if (first && first.length >= LOOK) reading = settle(first);
  }
  reading ??= settle(first ?? []);
  const { geometries, box, crs } = reading;
  const types = Object.keys(geometries);
  return {
    name: info.name,
    geometry: types.length === 0 ? 'None' : types.length === 1 ? types[0] : 'Mixed',
    geometries,
    features: survey.records,
    fields: info.fields.length > 0 ? info.fields : survey.found().map(({ name, type }) => ({ name, type })),
    bounds: box[0] === Infinity ? null : [box[0], box[1], box[2], box[3]],
    crs,
  };
}

/** Checks the places of a layer in the system it is in, and gathers what they are. Begins with the records that told the system. */
class LayerReading {
  readonly geometries: Record<string, number> = {};
  /** Of the good places, in the layer's own numbers. */
  readonly box = [Infinity, Infinity, -Infinity, -Infinity];
  readonly crs: string | null;
  private readonly cells: (record: SourceRecord) => PlaceCells;
  private readonly read: ReturnType<typeof placeReader> | null;
  private readonly placed: boolean;
  private readonly problems: Problems;

  constructor(
    source: OpenedSource,
    info: LayerInfo,
    looked: readonly SourceRecord[],
    survey: ColumnSurvey,
    problems: Problems,
  ) {
    this.problems = problems;
    const choices = guessChoices('places', survey.found());
    this.cells = cellsOf('places', choices);
    const points = rawPlaces(looked, 'places', choices, LOOK);
    this.placed = points.length > 0;
    const crs = this.placed ? crsOf(source, info, points, problems) : null;
    this.crs = crs?.id ?? null;
    // Without a system only the reader of the format can judge a shape.
    this.read = crs ? placeReader({ swap: false, crs, factor: 1 }) : null;
    for (const record of looked) this.take(record);
  }

  take(record: SourceRecord): void {
    const raw = rawPlace(record.geometry, this.cells(record));
    if (!raw) {
      if (this.placed) this.problems.add('no-geometry', `first at ${record.line}`);
      return;
    }
    this.geometries[raw.type] = (this.geometries[raw.type] ?? 0) + 1;
    const checked = this.read?.(raw, NO_CELLS);
    if (checked && !checked.ok) this.problems.add(checked.reason, `first at ${record.line}`);
    else stretch(this.box, raw.coordinates, 0);
  }
}

/** Formats that have a place for the system: one that leaves it empty is not guessed. */
const DECLARING: ReadonlySet<string> = new Set<FormatId>([
  'shapefile',
  'shapefile-zip',
  'geopackage',
  'flatgeobuf',
  'cityjson',
]);

/** The layer's system, null when it is not known: then the problem `crs-missing` or `crs-unknown` says so. */
function crsOf(source: OpenedSource, info: LayerInfo, points: Float64Array, problems: Problems): Crs | null {
  const { crs, problem } = seenCrs(source.format, info, points);
  if (problem && (problem.code === 'crs-unknown' || !problems.has(problem.code)))
    problems.add(problem.code, problem.message);
  return crs;
}

/**
 * The system a layer is in as far as its file tells: what it declares, else degrees where the format has no place to say so.
 * `points`: some of its places, x, y, x, y, … in the file's own numbers.
 */
export function seenCrs(
  format: FormatId,
  info: Pick<LayerInfo, 'crs'>,
  points: Float64Array,
): { crs: Crs | null; problem: { code: string; message: string } | null } {
  if (info.crs) {
    const declared = resolveCrs(info.crs);
    if (declared) return { crs: declared, problem: null };
    const message = info.crs.kind === 'epsg' ? `EPSG:${info.crs.code}` : info.crs.text.slice(0, 200);
    return { crs: null, problem: { code: 'crs-unknown', message } };
  }
  const degrees = inDegrees(points);
  // RFC 7946: GeoJSON is WGS84 unless it says otherwise.
  if (format.startsWith('geojson') && degrees) return { crs: WGS84, problem: null };
  if (!DECLARING.has(format) && degrees) {
    const message = `${WGS84.id} by the range of the coordinates`;
    return { crs: WGS84, problem: { code: 'crs-guessed', message } };
  }
  return { crs: null, problem: { code: 'crs-missing', message: 'the coordinate system is not stated' } };
}

function stretch(box: number[], coordinates: unknown, depth: number): void {
  if (!Array.isArray(coordinates) || depth > 6) return;
  const [x, y]: unknown[] = coordinates;
  if (typeof x !== 'number') {
    for (const part of coordinates) stretch(box, part, depth + 1);
  } else if (typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y)) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
}
