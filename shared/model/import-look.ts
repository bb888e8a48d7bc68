/**
 * The first look at a file that came to the import desk: per layer its columns, what it most likely is, and in which system its
 * coordinates are. Owns the look at a sample; a person may change every guess before anything is read for good.
 */

import { FormatError } from '../formats/format-error.ts';
import type { OpenedSource } from '../formats/open-file.ts';
import type { LayerInfo } from '../formats/opened-file.ts';
import type { SourceFile } from '../formats/source-file.ts';
import type { SourceRecord } from '../formats/source-record.ts';
import { type Crs, WGS84 } from '../geo/crs.ts';
import { type Box, guessCrs } from '../geo/crs-guess.ts';
import { resolveCrs } from '../geo/crs-resolve.ts';
import { recogniseExchange } from './exchange-recognise.ts';
import { type CodeTables, joinedBy, joinedChoices } from './import-joined.ts';
import { ColumnSurvey, guessChoices, guessRole } from './import-mapping.ts';
import { rawPlaces } from './import-place.ts';
import {
  AS_GUESSED,
  type FileInspection,
  type LayerLook,
  type LayerPlan,
  type ReadingChoice,
} from './import-plan.ts';

/** Records of a first look. */
const LOOK = 2000;
/** Places that are kept to be laid over the map. */
const PLACES = 500;

/** What is known of the community before a file is looked at. */
export interface LookContext {
  /** Where it is, degrees. */
  near?: Box;
  /** Its grids and areas by code. */
  codes?: CodeTables;
}

/**
 * Looks at the start of every layer of an opened file. Layers without a record are left out;
 * throws FormatError 'no-records' when none is left.
 */
export async function inspectImportFile(
  file: Pick<SourceFile, 'name' | 'size'>,
  key: string,
  source: OpenedSource,
  context: LookContext = {},
): Promise<FileInspection> {
  const layers: LayerLook[] = [];
  const several = source.layers.length > 1;
  for (const info of source.layers) {
    const look = await lookAt(source, info, several ? `${file.name} ${info.name}` : file.name, context);
    if (look) layers.push(look);
  }
  if (layers.length === 0) throw new FormatError('no-records');
  return {
    key,
    name: file.name,
    bytes: file.size,
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    problems: source.problems,
    sheets: source.sheets,
    layers,
  };
}

/** null: the layer holds nothing. */
async function lookAt(
  source: OpenedSource,
  info: LayerInfo,
  title: string,
  { near, codes }: LookContext,
): Promise<LayerLook | null> {
  const survey = new ColumnSurvey({ values: true });
  const looked: SourceRecord[] = [];
  let unread = 0;
  for await (const batch of source.read(info.name)) {
    for (const record of batch.records.slice(0, LOOK - looked.length)) {
      survey.add(record);
      looked.push(record);
    }
    unread += batch.unread.length;
    if (looked.length >= LOOK) break;
  }
  if (looked.length === 0 && unread === 0) return null;
  const columns = survey.found();
  const bare = Object.keys(survey.geometry).every((type) => type === '');
  const known = recogniseExchange(source.layers.length > 1 ? info.name : title, columns);
  if (known === 'about') return null;
  const guessed = known?.role ?? guessRole(title, columns, survey.geometry);
  // People, homes and things name their grid as well: only a table that is nothing else speaks of the grid itself.
  const joined = codes && bare && !known && guessed === 'places' ? joinedBy(looked, columns, codes) : null;
  const role = joined?.to ?? guessed;
  const choices = joined ? joinedChoices(joined, columns) : (known?.choices ?? guessChoices(role, columns));
  const places = rawPlaces(looked, role, choices, PLACES);
  return {
    layer: info.name,
    columns,
    geometry: survey.geometry,
    features: info.features,
    looked: looked.length,
    role,
    choices,
    ...coordinatesOf(info, places, near),
    remembered: null,
    joined,
    places,
  };
}

type Coordinates = Pick<LayerLook, 'swapped' | 'crsHow' | 'crs' | 'factor' | 'offers' | 'notes'>;

function coordinatesOf(info: LayerInfo, points: Float64Array, near: Box | undefined): Coordinates {
  const nothing: Coordinates = {
    swapped: false,
    crsHow: 'declared',
    crs: null,
    factor: 1,
    offers: [],
    notes: [],
  };
  if (points.length === 0) return nothing;
  const declared = info.crs ? resolveCrs(info.crs) : null;
  const { candidates, notes, mustChoose } = guessCrs(near ? { points, near } : { points });
  // Numbers of another place than the community's are still somebody's: offered, and never taken unasked.
  const elsewhere = near && mustChoose ? guessCrs({ points }).candidates : [];
  const known = new Set(candidates.map(({ crs, swapped: turned }) => `${crs.id} ${turned}`));
  const others = elsewhere.filter(({ crs, swapped: turned }) => !known.has(`${crs.id} ${turned}`));
  const offers = [...candidates, ...others].map(({ crs, confidence, reasons, swapped, factor }) => ({
    crs,
    confidence,
    reasons,
    swapped: swapped ?? false,
    factor: factor ?? 1,
  }));
  if (declared) return { ...nothing, crs: declared, offers, notes };
  const degrees = inDegrees(points);
  const best = offers.at(0);
  if (degrees)
    return { ...nothing, crsHow: 'guessed', crs: WGS84, swapped: looksSwapped(points), offers, notes };
  if (mustChoose || !best) return { ...nothing, crsHow: 'unknown', offers, notes };
  return {
    ...nothing,
    crsHow: 'guessed',
    crs: best.crs,
    swapped: best.swapped,
    factor: best.factor,
    offers,
    notes,
  };
}

/** Half of the places or more can be degrees. */
export function inDegrees(points: Float64Array): boolean {
  let inside = 0;
  for (let at = 0; at + 1 < points.length; at += 2)
    if (Math.abs(points[at]) <= 180 && Math.abs(points[at + 1]) <= 180) inside++;
  return inside >= points.length / 4;
}

/** China with its seas, degrees: a place that lies here only with its axes exchanged was written the other way. */
function inChina(lng: number, lat: number): boolean {
  return lng >= 73 && lng <= 136 && lat >= 3 && lat <= 54;
}

/** Most places are impossible as they stand, or in China only the other way round. */
export function looksSwapped(points: Float64Array): boolean {
  let swapped = 0;
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at], points[at + 1]];
    const impossible = Math.abs(y) > 90 && Math.abs(x) <= 90;
    if (impossible || (!inChina(x, y) && inChina(y, x))) swapped++;
  }
  return swapped >= points.length * 0.4;
}

/** The plans of a file's layers as guessed. `reading`: what a person chose before the file was looked at. */
export function plansOf(inspection: FileInspection, reading: ReadingChoice = AS_GUESSED): LayerPlan[] {
  const { key, name, bytes, format, layers } = inspection;
  return layers.map(({ layer, role, choices, swapped, crs, crsHow, factor }) => ({
    key,
    layer,
    name: layers.length > 1 ? `${name} · ${layer}` : name,
    // What a layer weighs in the file is not known: progress counts them alike.
    bytes: bytes / layers.length,
    format,
    reading,
    role,
    choices,
    swap: swapped,
    crs,
    crsHow,
    factor,
  }));
}

/** The system that is needed to read a layer is known. */
export function knowsPlace(plan: Pick<LayerPlan, 'crs' | 'crsHow'>): boolean {
  return plan.crs !== null || plan.crsHow !== 'unknown';
}

/** What a person chose as the system of a layer. */
export function withCrs(
  plan: LayerPlan,
  crs: Crs,
  options: { swapped?: boolean; factor?: number } = {},
): LayerPlan {
  return { ...plan, crs, crsHow: 'chosen', swap: options.swapped ?? plan.swap, factor: options.factor ?? 1 };
}
