/**
 * memory.resident: bytes of the arrays that the opened residents and their indexes hold, per resident, names included,
 * against the same residents as parsed GeoJSON features with every column (what the page's heap, `performance.memory`
 * of Chromium, grows by after full collections). The arrays are checked against what the page grew by with them.
 */
import { DEGREE, type Table } from '../../../shared/columns/column.ts';
import type { CommunityBundle } from '../../../shared/model/bundle.ts';
import { type Community, openCommunity, placeOf } from '../../../shared/query/community.ts';
import { rowObjects } from '../community.ts';
import { median } from '../measure.ts';
import { atMostShare, type BenchResult } from '../result.ts';

/** Features are linear in their number; more would only take longer to parse. */
const FEATURES = 100_000;
const PIECE = 5_000;
const PARTS = 10;

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

/** GeoJSON text of residents [from, to), every column a property; null: not known. */
function featuresText(community: Community, from: number, to: number): string {
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  const residents = community.tables.residents as Table;
  const unknown = Object.fromEntries(Object.keys(residents.columns).map((name) => [name, null]));
  const objects = rowObjects(residents, rows);
  const features = objects.map((known, i) => {
    const properties = { ...unknown, ...known };
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

/**
 * Bytes per feature: the median growth of ten parts, so that neither what the first part sets up once counts nor a part
 * during which the browser gave back something else.
 */
async function featureBytes({ community }: Holder, count: number): Promise<number> {
  const parsed: unknown[] = [];
  const each = Math.floor(count / PARTS);
  const grown: number[] = [];
  let before = await heapBytes();
  for (let part = 0; community && part < PARTS; part++) {
    for (let from = part * each; from < (part + 1) * each; from += PIECE)
      parsed.push(JSON.parse(featuresText(community, from, Math.min((part + 1) * each, from + PIECE))));
    const held = await heapBytes();
    grown.push((held - before) / each);
    before = held;
  }
  if (parsed.length === 0) throw new Error('memory.resident: no features');
  return median(grown);
}

/** Adds the array buffers that `held` reaches, each once. */
function addBuffers(held: unknown, buffers: Set<ArrayBufferLike>): void {
  if (ArrayBuffer.isView(held)) buffers.add(held.buffer);
  else if (held instanceof Map) for (const value of held.values()) addBuffers(value, buffers);
  else if (held instanceof Object) for (const value of Object.values(held)) addBuffers(value, buffers);
}

const bytesOf = (buffers: Set<ArrayBufferLike>) =>
  Array.from(buffers).reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Bytes of the residents' columns and indexes. Throws when the heap grew by other than all the arrays that are held. */
function residentBytes({ community }: Holder, grown: number): number {
  if (!community) throw new Error('memory.resident: nothing is held');
  const { tables, population, residentStarts, loose } = community;
  const all = new Set<ArrayBufferLike>();
  addBuffers(community, all);
  // At a twentieth of the size the rest of the page weighs too much to compare with.
  const large = bytesOf(all) > 100 * 1024 * 1024;
  if (large && Math.abs(grown - bytesOf(all)) > 0.2 * bytesOf(all))
    throw new Error(`memory.resident: the heap grew by ${grown}, the arrays hold ${bytesOf(all)} bytes`);
  const own = new Set<ArrayBufferLike>();
  addBuffers([tables.residents, population, residentStarts, loose], own);
  return bytesOf(own);
}

/** @param take gives the bundle by copy. */
export async function memoryResident(take: () => Promise<CommunityBundle>): Promise<BenchResult[]> {
  const holder: Holder = { community: null };
  const empty = await heapBytes();
  const rows = await hold(holder, take);
  const value = residentBytes(holder, (await heapBytes()) - empty) / rows;
  const referenceValue = await featureBytes(holder, Math.min(FEATURES, rows));
  const reference = 'parsed GeoJSON features, all columns';
  return [atMostShare({ name: 'memory.resident', value, unit: 'bytes', reference, referenceValue }, 5)];
}
