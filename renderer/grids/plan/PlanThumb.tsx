/** A small picture of the open plan: outlines of its grids, with the cells that would change grid in the accent. Owns its canvas only. */
import { useEffect, useRef } from 'react';
import type { LngLat } from '../../../shared/query/selection.ts';
import { usePlan } from './plan-edit.ts';

const WIDTH = 52;
const HEIGHT = 44;

/** `staged`: the grid that cells would go to. */
export function PlanThumb({ staged }: { staged: ReadonlyMap<number, number> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const cells = usePlan((plan) => plan.cells);
  const grids = usePlan((plan) => plan.grids);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const style = getComputedStyle(canvas.current);
    const outlines = [...grids.values()].flatMap(({ outline }) => outline.map(({ outer }) => pairs(outer)));
    const place = placing(outlines);
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = style.getPropertyValue('--accent');
    trace(
      context,
      [...staged.keys()].flatMap((cell) => cells.get(cell) ?? []),
      place,
    );
    context.fill('evenodd');
    context.strokeStyle = style.getPropertyValue('--muted');
    context.lineWidth = 0.6;
    trace(context, outlines, place);
    context.stroke();
  }, [staged, cells, grids]);
  return (
    <canvas ref={canvas} width={2 * WIDTH} height={2 * HEIGHT} className="plan-thumb" aria-hidden="true" />
  );
}

const pairs = (corners: Float64Array): LngLat[] =>
  Array.from({ length: corners.length / 2 }, (_, i) => [corners[2 * i], corners[2 * i + 1]]);

type Place = (at: readonly [number, number]) => [number, number];

/** North up, nothing cut off. */
function placing(outlines: readonly (readonly LngLat[])[]): Place {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of outlines)
    for (const [lng, lat] of ring) {
      west = Math.min(west, lng);
      east = Math.max(east, lng);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min((WIDTH - 4) / ((east - west) * narrow), (HEIGHT - 4) / (north - south));
  return ([lng, lat]) => [
    WIDTH / 2 + (lng - (west + east) / 2) * narrow * scale,
    HEIGHT / 2 - (lat - (south + north) / 2) * scale,
  ];
}

function trace(
  context: CanvasRenderingContext2D,
  rings: readonly (readonly (readonly [number, number])[])[],
  place: Place,
): void {
  context.beginPath();
  for (const ring of rings) {
    ring.forEach((at, i) => {
      const [x, y] = place(at);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.closePath();
  }
}
