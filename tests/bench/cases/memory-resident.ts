/**
 * memory.resident: bytes that the opened columns hold per resident, names included, with homes, doors and buildings
 * and every index made at opening, against the same residents as parsed GeoJSON features. Both are what the page's
 * heap, array buffers included (`performance.memory` of Chromium), shrinks by when they are let go, after a full
 * collection; the page stands in for the worker, which has no such figure.
 */
import { DEGREE, type Table } from '../../../shared/columns/column.ts';
import type { CommunityBundle } from '../../../shared/model/bundle.ts';
import { type Community, openCommunity, placeOf } from '../../../shared/query/community.ts';
import { rowObjects } from '../community.ts';
import { type BenchResult, faster } from '../result.ts';

/** Features are linear in their number; more would only take longer to parse. */
const FEATURES = 100_000;
const PIECE = 5_000;

function heapBytes(): number {
  const { gc } = globalThis as unknown as { gc?: () => void };
  const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
  if (!gc || !memory) throw new Error('memory.resident: needs --expose-gc and --enable-precise-memory-info');
  gc();
  gc();
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

/** Bytes per feature. */
function featureBytes(community: Community): number {
  const count = Math.min(FEATURES, community.tables.residents?.rows ?? 0);
  const parsed: unknown[] = [];
  for (let from = 0; from < count; from += PIECE)
    parsed.push(JSON.parse(featuresText(community, from, Math.min(count, from + PIECE))));
  const held = heapBytes();
  parsed.length = 0;
  return (held - heapBytes()) / count;
}

/** What is to be measured, in one place that can be emptied. */
interface Holder {
  community: Community | null;
}

function holdCommunity(bundle: CommunityBundle): Holder {
  const { residents, homes, entrances, buildings } = bundle.tables;
  const { gridOfBuilding } = bundle.plan;
  const part = {
    ...bundle,
    tables: { residents, homes, entrances, buildings },
    plan: { ...bundle.plan, gridOfBuilding },
  };
  return { community: openCommunity(part, { today: bundle.asOfDay }) };
}

/** @param take gives the bundle; nobody else may hold it. */
export async function memoryResident(take: () => Promise<CommunityBundle>): Promise<BenchResult[]> {
  const holder = holdCommunity(await take());
  const community = holder.community as Community;
  const rows = community.tables.residents?.rows ?? 0;
  return [resultOf(holder, rows, featureBytes(community))];
}
