/**
 * memory.resident: bytes that the opened columns hold per resident, names included, with homes, doors and buildings
 * and every index made at opening, against the same residents as parsed GeoJSON features. Both are what the page's
 * heap, array buffers included (`performance.memory` of Chromium), grows by after full collections; the page stands in for the worker, which has no such figure.
 */
import { DEGREE, type Table } from '../../../shared/columns/column.ts';
import type { CommunityBundle } from '../../../shared/model/bundle.ts';
import { type Community, openCommunity, placeOf } from '../../../shared/query/community.ts';
import { rowObjects } from '../community.ts';
import { atMostShare, type BenchResult } from '../result.ts';

/** Features are linear in their number; more would only take longer to parse. */
const FEATURES = 100_000;
const PIECE = 5_000;

async function heapBytes(): Promise<number> {
  const { gc } = globalThis as unknown as { gc?: () => void };
  const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
  if (!gc || !memory) throw new Error('memory.resident: needs --expose-gc and --enable-precise-memory-info');
  // Array buffers are given back by a thread beside: what it frees counts after a moment.
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((done) => setTimeout(done, 200));
  }
  return memory.usedJSHeapSize;
}

/** GeoJSON text of residents [from, to), every known field a property. */
function featuresText(community: Community, from: number, to: number): string {
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  const objects = rowObjects(community.tables.residents as Table, rows);
  const features = objects.map((properties, i) => {
    const place = placeOf(community, 'residents', rows[i]);
    const coordinates = place?.map((value) => value / DEGREE);
    return { type: 'Feature', properties, geometry: coordinates ? { type: 'Point', coordinates } : null };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** What is measured, in the one place that holds it, so that it can be let go. */
interface Holder {
  community: Community | null;
}

async function hold(holder: Holder, take: () => Promise<CommunityBundle>): Promise<number> {
  const bundle = await take();
  holder.community = openCommunity(bundle, { today: bundle.asOfDay });
  const { residents } = bundle.tables;
  const names = residents?.columns['name'];
  if (names?.kind !== 'text' || names.bytes.length === 0) throw new Error('memory.resident: no names');
  return residents?.rows ?? 0;
}

/** Bytes per feature of the first residents. */
async function featureBytes({ community }: Holder, count: number): Promise<number> {
  const parsed: unknown[] = [];
  for (let from = 0; community && from < count; from += PIECE)
    parsed.push(JSON.parse(featuresText(community, from, Math.min(count, from + PIECE))));
  const held = await heapBytes();
  parsed.length = 0;
  return (held - (await heapBytes())) / count;
}

/** @param take gives the bundle by copy. */
export async function memoryResident(take: () => Promise<CommunityBundle>): Promise<BenchResult[]> {
  const holder: Holder = { community: null };
  const empty = await heapBytes();
  const rows = await hold(holder, take);
  const value = ((await heapBytes()) - empty) / rows;
  const referenceValue = await featureBytes(holder, Math.min(FEATURES, rows));
  const reference = 'parsed GeoJSON features, all known fields';
  return [atMostShare({ name: 'memory.resident', value, unit: 'bytes', reference, referenceValue }, 5)];
}
