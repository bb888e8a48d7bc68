import { describe, expect, test } from 'vitest';
import { type Crs, CrsError, GCJ02, WGS84 } from '../../../../shared/geo/crs.ts';
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import { transformer } from '../../../../shared/geo/crs-transform.ts';
import {
  commonCrs,
  convertedTag,
  exportTransform,
  keptTag,
  storedCrs,
  tagFromJson,
} from '../../../../shared/geo/datum-tag.ts';

const zone = crsOfCode(4528)!;
function convert(from: Crs, to: Crs, x: number, y: number): [number, number] {
  const out: [number, number] = [0, 0];
  transformer(from, to)(x, y, out, 0);
  return out;
}
const code = (run: () => unknown) => {
  try {
    run();
    return '';
  } catch (error) {
    return error instanceof CrsError ? error.code : 'other';
  }
};

describe('export', () => {
  test('what came from GCJ-02 and was converted goes out as WGS84, unshifted', () => {
    const [lng, lat] = convert(GCJ02, WGS84, 121.531541859215, 31.17530398364597);
    const out = [0, 0];
    expect(exportTransform(convertedTag('declared', GCJ02), WGS84)(lng, lat, out, 0)).toBe(true);
    expect(out).toEqual([lng, lat]);
    expect(Math.abs(lng - 121.5272106)).toBeLessThan(1e-9);
  });

  test('asked for in GCJ-02 it is shifted once, to where it came from', () => {
    const [lng, lat] = convert(GCJ02, WGS84, 121.5, 31.2);
    const out = [0, 0];
    exportTransform(convertedTag('chosen', GCJ02), GCJ02)(lng, lat, out, 0);
    expect(out[0]).toBeCloseTo(121.5, 9);
    expect(out[1]).toBeCloseTo(31.2, 9);
  });

  test('a kept layer goes out as it is and as nothing else', () => {
    const tag = keptTag('chosen', GCJ02);
    const out = [0, 0];
    exportTransform(tag, GCJ02)(121.5, 31.2, out, 0);
    expect(out).toEqual([121.5, 31.2]);
    expect(code(() => exportTransform(tag, WGS84))).toBe('crs-kept');
    expect(code(() => exportTransform(tag, zone))).toBe('crs-kept');
  });

  test('an unknown system is not exported, and not converted', () => {
    const tag = keptTag('unknown', null);
    expect(tag).toEqual({ how: 'unknown', crs: null, state: 'kept' });
    expect(storedCrs(tag)).toBeNull();
    expect(code(() => exportTransform(tag, WGS84))).toBe('crs-unknown');
    expect(code(() => convertedTag('unknown', null))).toBe('crs-unknown');
    expect(code(() => convertedTag('guessed', null))).toBe('crs-unknown');
    expect(keptTag('unknown', WGS84).crs).toBeNull();
  });
});

test('layers stand together only in one system', () => {
  const converted = [convertedTag('declared', zone), convertedTag('guessed', GCJ02)];
  expect(commonCrs(converted)).toBe(WGS84);
  expect(commonCrs([])).toBe(WGS84);
  expect(commonCrs([keptTag('chosen', GCJ02), keptTag('declared', GCJ02)])).toBe(GCJ02);
  expect(code(() => commonCrs([...converted, keptTag('chosen', GCJ02)]))).toBe('crs-mixed');
  expect(code(() => commonCrs([keptTag('unknown', null), ...converted]))).toBe('crs-unknown');
});

test('the tag goes to JSON and back; what is none gives null', () => {
  const height = crsOfCode(7415)!;
  for (const tag of [
    convertedTag('guessed', zone),
    keptTag('chosen', GCJ02),
    keptTag('unknown', null),
    convertedTag('declared', height),
  ]) {
    expect(tagFromJson(JSON.parse(JSON.stringify(tag)))).toEqual(tag);
  }
  const good = { how: 'declared', crs: WGS84, state: 'kept' };
  for (const bad of [
    null,
    1,
    {},
    { ...good, how: 'x' },
    { ...good, state: 'x' },
    { ...good, crs: null },
    { ...good, how: 'unknown' },
    { how: 'unknown', crs: null, state: 'converted' },
  ]) {
    expect(tagFromJson(bad)).toBeNull();
  }
});
