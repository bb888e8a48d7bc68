/**
 * Where the coordinates of a source came from and what they are now: the tag stays with the source. Owns the rule that
 * nothing is shifted twice: converted coordinates are WGS84 whatever they came from, kept ones stay what they were and
 * do not mix with others.
 */
import { type Crs, CrsError, WGS84 } from './crs.ts';
import { crsFromJson } from './crs-resolve.ts';
import { type PointTransform, transformer } from './crs-transform.ts';

/** How the system became known: by the file, by a guess, by a person, or not at all. Message `crs.how.<id>`. */
export type DatumSource = 'declared' | 'guessed' | 'chosen' | 'unknown';

export interface DatumTag {
  how: DatumSource;
  /** What the file's coordinates are in; null exactly when `how` is 'unknown'. */
  crs: Crs | null;
  /** 'converted': stored as WGS84. 'kept': stored as the file had them. */
  state: 'converted' | 'kept';
}

/** Tag of coordinates that were converted to WGS84. Throws CrsError `crs-unknown`: without a system nothing can be. */
export function convertedTag(how: Exclude<DatumSource, 'unknown'>, crs: Crs): DatumTag;
export function convertedTag(how: DatumSource, crs: Crs | null): DatumTag;
export function convertedTag(how: DatumSource, crs: Crs | null): DatumTag {
  if (how === 'unknown' || crs === null) {
    throw new CrsError('crs-unknown', 'coordinates in an unknown system cannot be converted');
  }
  return { how, crs, state: 'converted' };
}

/** Tag of coordinates that stay as the file has them. */
export function keptTag(how: DatumSource, crs: Crs | null): DatumTag {
  return how === 'unknown' || crs === null
    ? { how: 'unknown', crs: null, state: 'kept' }
    : { how, crs, state: 'kept' };
}

const SOURCES: readonly unknown[] = ['declared', 'guessed', 'chosen', 'unknown'] satisfies DatumSource[];

/** A tag that was stored as JSON; null when it is not one. */
export function tagFromJson(value: unknown): DatumTag | null {
  if (typeof value !== 'object' || value === null) return null;
  const { how, crs, state } = value as Partial<Record<keyof DatumTag, unknown>>;
  if (!SOURCES.includes(how) || (state !== 'converted' && state !== 'kept')) return null;
  const found = crs === null ? null : crsFromJson(crs);
  if ((found === null) !== (how === 'unknown') || (found === null && state === 'converted')) return null;
  return { how: how as DatumSource, crs: found, state };
}

/** The system the stored coordinates are in now; null when nobody knows. */
export function storedCrs(tag: DatumTag): Crs | null {
  return tag.state === 'converted' ? WGS84 : tag.crs;
}

/**
 * From the stored coordinates to the system of an export. What came from GCJ-02 and was converted is WGS84 and goes
 * out unshifted. Kept coordinates go out only as what they are: `crs-kept` otherwise, `crs-unknown` when not known.
 */
export function exportTransform(tag: DatumTag, target: Crs): PointTransform {
  const stored = storedCrs(tag);
  if (stored === null) throw new CrsError('crs-unknown', 'the layer has no known coordinate system');
  if (tag.state === 'kept' && stored.id !== target.id) {
    throw new CrsError('crs-kept', `the layer was kept in ${stored.id} and is not converted on export`);
  }
  return transformer(stored, target);
}

/** The one system in which layers can stand together. Throws CrsError `crs-unknown` or `crs-mixed`. */
export function commonCrs(tags: readonly DatumTag[]): Crs {
  let common: Crs | null = null;
  for (const tag of tags) {
    const stored = storedCrs(tag);
    if (stored === null) throw new CrsError('crs-unknown', 'a layer has no known coordinate system');
    if (common !== null && common.id !== stored.id) {
      throw new CrsError('crs-mixed', `${common.id} and ${stored.id} do not mix`);
    }
    common = stored;
  }
  return common ?? WGS84;
}
