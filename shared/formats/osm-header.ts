/**
 * The header block of an OSM PBF file: what a reader must understand, and the bounds if stated. Owns the list of
 * features that are understood.
 */
import { PbfReader } from 'pbf';
import { FormatError } from './format-error.ts';

const UNDERSTOOD: ReadonlySet<string> = new Set(['OsmSchema-V0.6', 'DenseNodes']);

export interface OsmHeader {
  /** Degrees; null: not stated. */
  bounds: [number, number, number, number] | null;
}

/** Throws `unsupported-version` with the name of a required feature that is not understood. */
export function readOsmHeader(bytes: Uint8Array): OsmHeader {
  const pbf = new PbfReader(bytes);
  const header: OsmHeader = { bounds: null };
  for (let field = pbf.nextField(); field; field = pbf.nextField()) {
    if (field === 1) header.bounds = readBounds(new PbfReader(pbf.readBytes()));
    else if (field === 4) {
      const version = pbf.readString().slice(0, 60);
      if (!UNDERSTOOD.has(version))
        throw new FormatError('unsupported-version', {}, { format: 'OSM PBF', version });
    }
  }
  return header;
}

/** Nanodegrees: left, right, top, bottom. */
function readBounds(pbf: PbfReader): OsmHeader['bounds'] {
  const sides = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  for (let field = pbf.nextField(); field; field = pbf.nextField()) {
    if (field <= 4) sides[field - 1] = pbf.readSVarint() / 1e9;
  }
  const [left, right, top, bottom] = sides;
  const whole = left >= -180 && right <= 180 && bottom >= -90 && top <= 90 && left <= right && bottom <= top;
  return whole ? [left, bottom, right, top] : null;
}
