/**
 * Every reader against files with bytes changed at random (seeded): records, unread records or a FormatError, never
 * another error, never an endless loop.
 */
import { expect, test } from 'vitest';
import { checkGeometry } from '../../../../shared/model/import-geometry.ts';
import { readAll } from './reading.ts';

const RUNS = process.env['LINLI_LONG'] ? 10_000 : 200;

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

const feature = (i: number) =>
  `{"type":"Feature","id":"b${i}","geometry":{"type":"Polygon","coordinates":[[[121.1,31.${i}],[121.2,31.${i}],[121.2,31.9],[121.1,31.${i}]]]},"properties":{"名称":"${i}号楼","levels":${i}}}`;
const features = Array.from({ length: 12 }, (_, i) => feature(i + 1));
const SEEDS: [string, string][] = [
  ['a.geojson', `{"type":"FeatureCollection","name":"x","features":[\n${features.join(',\n')}\n]}`],
  ['b.json', `[${features.join(',')}]`],
  ['c.ndjson', features.join('\n')],
  [
    'd.json',
    `[${Array.from({ length: 20 }, (_, i) => `{"lng":121.${i},"lat":31.2,"name":"甲${i}"}`).join(',\n')}]`,
  ],
  [
    'e.csv',
    `编号,姓名,"地址"\n${Array.from({ length: 20 }, (_, i) => `${i},"王,${i}","和平路\n${i}号"`).join('\r\n')}`,
  ],
  ['f.tsv', `id\tlng\tlat\n${Array.from({ length: 20 }, (_, i) => `${i}\t121.${i}\t31.${i}`).join('\n')}`],
];
/** Bytes that hurt most, beside any. */
const HURTFUL = [...'{}[]",:\\\n\r\t0-eN\u0000'].map((char) => char.charCodeAt(0));

test.each(SEEDS)('%s', async (name, text) => {
  const next = random(name.charCodeAt(0));
  for (let run = 0; run < RUNS; run++) {
    let bytes = new TextEncoder().encode(text);
    const changes = 1 + Math.floor(next() * 6);
    for (let i = 0; i < changes; i++) {
      const at = Math.floor(next() * bytes.length);
      const kind = next();
      if (kind < 0.5)
        bytes[at] = next() < 0.6 ? HURTFUL[Math.floor(next() * HURTFUL.length)] : Math.floor(next() * 256);
      else if (kind < 0.7) bytes = bytes.slice(0, at);
      else
        bytes = new Uint8Array([...bytes.subarray(0, at), ...bytes.subarray(at + Math.floor(next() * 20))]);
      if (bytes.length === 0) break;
    }
    const { records, unread, error } = await readAll(name, bytes, 1 + Math.floor(next() * 300));
    expect(records.length + unread.length + (error ? 1 : 0)).toBeGreaterThanOrEqual(0);
    for (const { geometry } of records) checkGeometry(geometry, false);
    for (const { line, column } of unread) expect(line >= 1 && column >= 1).toBe(true);
  }
});
