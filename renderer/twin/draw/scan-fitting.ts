/**
 * The fitting of one scan under way: which one, the place of the scan that waits for its place on the map. Owns this hand-over between viewer,
 * panel and map; the fit itself is shared/geo/scan-fit.ts.
 */
import { createStore } from 'zustand/vanilla';
import type { ScanPoint } from '../../../shared/geo/scan-fit.ts';
import { drawStore } from '../../map/draw/draw-store.ts';
import { type Scan, scanStore } from '../../map/scan-layer.ts';

interface Fitting {
  /** Id of the scan in hand; null: none. */
  chosen: string | null;
  /** Its control points are being set. */
  open: boolean;
  /** Pixel of the scan that was clicked and has no place on the map yet. */
  pending: { x: number; y: number } | null;
}

export const scanFitting = createStore<Fitting>(() => ({ chosen: null, open: false, pending: null }));

export const chosenScan = (scans: readonly Scan[], chosen: string | null): Scan | null =>
  scans.find(({ id }) => id === chosen) ?? null;

/** From now on a click on the map gives the waiting pixel its place. `onPoints` keeps the points. */
export function beginFitting(id: string, onPoints: (points: ScanPoint[]) => void): void {
  scanFitting.setState({ chosen: id, open: true, pending: null });
  drawStore.setState({
    tool: 'control',
    onControl: ([lng, lat]) => placePending(lng, lat, onPoints),
    refused: null,
  });
  showControls();
}

export function endFitting(): void {
  scanFitting.setState({ open: false, pending: null });
  drawStore.setState({ tool: 'corners', controls: [], onControl: null, refused: null });
}

/** Gives the waiting pixel its place; false: none waits. */
export function placePending(lng: number, lat: number, onPoints: (points: ScanPoint[]) => void): boolean {
  const { chosen, pending } = scanFitting.getState();
  const scan = chosenScan(scanStore.getState().scans, chosen);
  if (!scan) return false;
  if (!pending) {
    drawStore.setState({ refused: 'control.first' });
    return false;
  }
  scanFitting.setState({ pending: null });
  drawStore.setState({ refused: null });
  onPoints([...scan.placement.points, { ...pending, lng, lat }]);
  return true;
}

/** Numbers on the map where the control points are. */
export function showControls(): void {
  const { chosen, open } = scanFitting.getState();
  const scan = chosenScan(scanStore.getState().scans, chosen);
  const points = open && scan ? scan.placement.points : [];
  drawStore.setState({
    controls: points.map(({ lng, lat }, i) => ({ at: [lng, lat] as const, label: String(i + 1) })),
  });
}
