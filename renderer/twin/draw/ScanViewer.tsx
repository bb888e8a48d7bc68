/**
 * The scan itself beside the map while it is fitted: wheel zooms, drag moves, a click sets the place that is to be found on the map. Owns its own
 * view of the picture; points are kept by the panel.
 */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type Scan, scanStore } from '../../map/scan-layer.ts';
import { placeIn } from '../../map/tools/screen.ts';
import { useWording } from '../wording.ts';
import { chosenScan, endFitting, scanFitting } from './scan-fitting.ts';

interface Look {
  /** Screen pixels per pixel of the scan, and where its upper left corner is. */
  scale: number;
  x: number;
  y: number;
}

const SLIP = 4;

export function ScanViewer() {
  const { chosen, open } = useStore(scanFitting);
  const scan = chosenScan(useStore(scanStore).scans, chosen);
  return open && scan ? <Viewer key={scan.id} scan={scan} /> : null;
}

function Viewer({ scan }: { scan: Scan }) {
  const { t } = useWording();
  const { pending } = useStore(scanFitting);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [look, setLook] = useState<Look | null>(null);
  const pressed = useRef<{ x: number; y: number; look: Look } | null>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      element.width = element.clientWidth * devicePixelRatio;
      element.height = element.clientHeight * devicePixelRatio;
      setLook((now) => now && { ...now });
      setLook((now) => now ?? whole(element, scan));
    });
    observer.observe(element);
    // React listens passively: only so can the page be kept from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const at = placeIn(element, event);
      setLook((now) => now && zoomed(now, at, event.deltaY < 0 ? 1.25 : 0.8));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, [scan]);
  useEffect(() => {
    if (canvas.current && look) draw(canvas.current, look, scan, pending);
  }, [look, scan, pending]);

  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0 || !look) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pressed.current = { ...placeIn(event.currentTarget, event), look };
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const from = pressed.current;
    if (!from) return;
    const { x, y } = placeIn(event.currentTarget, event);
    if (Math.hypot(x - from.x, y - from.y) >= SLIP)
      setLook({ ...from.look, x: from.look.x + x - from.x, y: from.look.y + y - from.y });
  };
  const up = (event: PointerEvent<HTMLCanvasElement>) => {
    const from = pressed.current;
    pressed.current = null;
    if (!from || !look) return;
    const { x, y } = placeIn(event.currentTarget, event);
    if (Math.hypot(x - from.x, y - from.y) >= SLIP) return;
    const [px, py] = [(x - look.x) / look.scale, (y - look.y) / look.scale];
    const inside = px >= 0 && py >= 0 && px <= scan.placement.width && py <= scan.placement.height;
    if (inside) scanFitting.setState({ pending: { x: px, y: py } });
  };
  const zoom = (by: number) => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = canvas.current ?? {};
    setLook((now) => now && zoomed(now, { x: width / 2, y: height / 2 }, by));
  };
  return (
    <section className="draw-viewer map-panel" aria-label={t('scan.viewer', { name: scan.placement.name })}>
      <header>
        <b>{t('scan.viewer.title')}</b>
        <span className="twin-hint">{t(pending ? 'scan.viewer.onMap' : 'scan.viewer.onScan')}</span>
        <button type="button" className="twin-icon" aria-label={t('scan.zoomIn')} onClick={() => zoom(1.5)}>
          +
        </button>
        <button
          type="button"
          className="twin-icon"
          aria-label={t('scan.zoomOut')}
          onClick={() => zoom(1 / 1.5)}
        >
          −
        </button>
        <button type="button" className="twin-icon" aria-label={t('scan.done')} onClick={endFitting}>
          ×
        </button>
      </header>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('scan.viewer', { name: scan.placement.name })}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
      />
    </section>
  );
}

/** The whole scan, in the middle. */
function whole(element: HTMLCanvasElement, { placement }: Scan): Look {
  const { clientWidth, clientHeight } = element;
  const scale = Math.min(clientWidth / placement.width, clientHeight / placement.height) * 0.96;
  return {
    scale,
    x: (clientWidth - placement.width * scale) / 2,
    y: (clientHeight - placement.height * scale) / 2,
  };
}

function zoomed(look: Look, { x, y }: { x: number; y: number }, by: number): Look {
  const scale = Math.min(20, Math.max(0.01, look.scale * by));
  const ratio = scale / look.scale;
  return { scale, x: x - (x - look.x) * ratio, y: y - (y - look.y) * ratio };
}

function draw(
  element: HTMLCanvasElement,
  look: Look,
  scan: Scan,
  pending: { x: number; y: number } | null,
): void {
  const context = element.getContext('2d');
  if (!context) return;
  const ratio = devicePixelRatio;
  const style = getComputedStyle(element);
  const accent = style.getPropertyValue('--accent');
  const surface = style.getPropertyValue('--surface');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, element.width, element.height);
  const { width, height, points } = scan.placement;
  context.drawImage(scan.picture, look.x, look.y, width * look.scale, height * look.scale);
  context.font = '600 11px sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const mark = (x: number, y: number, label: string) => {
    const [cx, cy] = [look.x + x * look.scale, look.y + y * look.scale];
    context.beginPath();
    context.arc(cx, cy, 10, 0, 2 * Math.PI);
    context.fillStyle = label === '' ? surface : accent;
    context.globalAlpha = label === '' ? 0.6 : 1;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 2;
    context.strokeStyle = label === '' ? accent : surface;
    context.stroke();
    context.fillStyle = label === '' ? accent : surface;
    context.fillText(label || '+', cx, cy);
  };
  for (const [i, { x, y }] of points.entries()) mark(x, y, String(i + 1));
  if (pending) mark(pending.x, pending.y, '');
}
