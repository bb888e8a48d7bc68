/**
 * How high each device hangs, asked of the worker once per community, so that an alert's pin stands where its device is
 * drawn. Owns the asking only; without an answer pins stand on the ground.
 */
import type { MapEngine } from './map-view.ts';

/** Metres from floor to floor, as marks are placed (shared/query/visible.ts). */
const STOREY = 2.9;
/** Devices asked for at most: a district has some 8,000. */
const MOST = 50_000;

/** Metres above the ground per device id, for devices above it. */
export async function deviceHeights(engine: MapEngine): Promise<Map<string, number>> {
  const page = await engine.page({
    table: 'devices',
    scope: 'all',
    columns: ['id', 'floor'],
    sort: null,
    from: 0,
    to: MOST,
  });
  const heights = new Map<string, number>();
  page.rows.forEach((_, i) => {
    const floor = Number(page.cells['floor']?.[i] ?? 0);
    if (floor > 0) heights.set(String(page.cells['id']?.[i]), (floor - 0.5) * STOREY);
  });
  return heights;
}
