/**
 * Scans under the map: one picture and one raster layer each, above the ground and below walls and buildings. Owns these sources on every
 * living map; which scans there are and how they are fitted is the store's, how they are kept is app/scan-session.ts.
 */
import type { CanvasSource, Map as MapLibreMap } from 'maplibre-gl';
import { createStore } from 'zustand/vanilla';
import type { ScanFit } from '../../shared/geo/scan-fit.ts';
import { scanCorners } from '../../shared/geo/scan-fit.ts';
import type { ScanPlacement } from '../../shared/geo/scan-record.ts';
import { warpPixels, warpPlan } from '../../shared/geo/scan-warp.ts';

export interface Scan {
  id: string;
  placement: ScanPlacement;
  /** Decoded, at most SHOWN_SIDE pixels a side. */
  picture: ImageBitmap;
  /** null: not fitted yet, so not on the map. */
  fit: ScanFit | null;
}

interface ScanState {
  scans: readonly Scan[];
  /** Scans are kept, but not for who is at the desk now. */
  withheld: boolean;
}

export const scanStore = createStore<ScanState>(() => ({ scans: [], withheld: false }));

/** Longest side of a picture as it is drawn: the textures of a software renderer reach 8,192, and memory is by the square. */
export const SHOWN_SIDE = 4096;
/** Longest side of a straightened picture: pixels are worked out one by one, some 70 ms for these. */
const WARPED_SIDE = 1600;
/** Our first line that must stay in sight. */
const ABOVE = 'wall';

interface Shown {
  scan: Scan;
  canvas: HTMLCanvasElement;
}

/** Keeps the scans of the store on a map until it is removed. Call once its style is there. */
export function followScans(map: MapLibreMap): () => void {
  const shown = new Map<string, Shown>();
  const take = (id: string) => {
    map.removeLayer(layerOf(id));
    map.removeSource(layerOf(id));
    shown.delete(id);
  };
  const show = ({ scans }: ScanState) => {
    for (const id of [...shown.keys()]) if (!scans.some((scan) => scan.id === id && scan.fit)) take(id);
    for (const scan of scans) {
      if (!scan.fit) continue;
      const before = shown.get(scan.id);
      if (!before) shown.set(scan.id, { scan, canvas: put(map, scan, scan.fit) });
      else if (before.scan.fit !== scan.fit) {
        // A straightened picture changes its size with every fit: simplest and surest anew.
        if (scan.fit.method === 'projective' || before.scan.fit?.method === 'projective') {
          take(scan.id);
          shown.set(scan.id, { scan, canvas: put(map, scan, scan.fit) });
        } else {
          const source = map.getSource(layerOf(scan.id)) as CanvasSource | undefined;
          source?.setCoordinates(scanCorners(scan.fit, scan.placement));
        }
      }
      dress(map, scan);
      const now = shown.get(scan.id);
      if (now) now.scan = scan;
    }
  };
  show(scanStore.getState());
  return scanStore.subscribe(show);
}

const layerOf = (id: string) => `scan-${id}`;

function put(map: MapLibreMap, scan: Scan, fit: ScanFit): HTMLCanvasElement {
  const { canvas, corners } = fit.method === 'projective' ? straightened(scan, fit) : asItIs(scan, fit);
  const id = layerOf(scan.id);
  map.addSource(id, { type: 'canvas', canvas, coordinates: corners, animate: false });
  const above = map.getLayer(ABOVE) ? ABOVE : undefined;
  map.addLayer({ id, type: 'raster', source: id, paint: { 'raster-fade-duration': 0 } }, above);
  return canvas;
}

function dress(map: MapLibreMap, { id, placement }: Scan): void {
  map.setPaintProperty(layerOf(id), 'raster-opacity', placement.opacity);
  map.setLayoutProperty(layerOf(id), 'visibility', placement.visible ? 'visible' : 'none');
}

type Laid = { canvas: HTMLCanvasElement; corners: ReturnType<typeof scanCorners> };

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return [canvas, context];
}

function asItIs({ picture, placement }: Scan, fit: ScanFit): Laid {
  const [canvas, context] = canvasOf(picture.width, picture.height);
  context.drawImage(picture, 0, 0);
  return { canvas, corners: scanCorners(fit, placement) };
}

function straightened({ picture, placement }: Scan, fit: ScanFit): Laid {
  const scale = Math.min(1, (1.5 * WARPED_SIDE) / Math.max(placement.width, placement.height));
  const size = { width: Math.round(placement.width * scale), height: Math.round(placement.height * scale) };
  const [, source] = canvasOf(size.width, size.height);
  source.drawImage(picture, 0, 0, size.width, size.height);
  const { data } = source.getImageData(0, 0, size.width, size.height);
  const plan = warpPlan(fit, placement, WARPED_SIDE);
  const toSmall = plan.toScan.map((value, i) =>
    i < 6 ? value * (i < 3 ? size.width / placement.width : size.height / placement.height) : value,
  );
  const pixels = warpPixels(data, size, { ...plan, toScan: toSmall as typeof plan.toScan });
  const [canvas, context] = canvasOf(plan.width, plan.height);
  context.putImageData(new ImageData(pixels, plan.width, plan.height), 0, 0);
  return { canvas, corners: plan.corners };
}
