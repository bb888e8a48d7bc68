/** The bar between map and drawer: drag it, or move it with the arrow keys. Knows only a height. */
import { type PointerEvent, useRef } from 'react';
import { clampDrawer, drawerKey, SMALLEST_DRAWER } from './drawer-size.ts';
import { useWording } from './wording.ts';

export interface SplitterProps {
  height: number;
  onHeight(height: number): void;
}

export function Splitter({ height, onHeight }: SplitterProps) {
  const { t } = useWording();
  const start = useRef<{ y: number; height: number } | null>(null);
  const room = (element: HTMLElement) => element.parentElement?.clientHeight ?? height;
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!start.current) return;
    const moved = (start.current.y - event.clientY) / event.currentTarget.currentCSSZoom;
    onHeight(clampDrawer(start.current.height + moved, room(event.currentTarget)));
  };
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('twin.resizeTable')}
      aria-valuenow={height}
      aria-valuemin={SMALLEST_DRAWER}
      tabIndex={0}
      className="twin-splitter"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { y: event.clientY, height };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        const next = drawerKey(event.key, height, room(event.currentTarget));
        if (next === null) return;
        event.preventDefault();
        onHeight(next);
      }}
    />
  );
}
