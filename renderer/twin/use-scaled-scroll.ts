/**
 * Ties a scroll box to the arithmetic of scaled-scroll.ts. Owns the true offset: where the box is compressed, one px of
 * the bar is many px of rows, so wheel steps are taken from the event and not from the bar.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { boxHeight, furthest, offsetOf, reveal, type ScrollFrame, scrollTopOf } from './scaled-scroll.ts';

export interface ScaledScroll {
  offset: number;
  frame: ScrollFrame;
  onScroll(): void;
  /** Moves as little as needed to show the row. */
  show(row: number): void;
  toTop(): void;
}

/** `headHeight`: px of the box covered by a sticky heading. */
export function useScaledScroll(
  box: RefObject<HTMLElement | null>,
  rows: number,
  rowHeight: number,
  headHeight: number,
): ScaledScroll {
  const [view, setView] = useState(0);
  const [offset, setOffset] = useState(0);
  /** Scroll position we set ourselves, which the scroll event must not round back. */
  const set = useRef(0);
  const frame: ScrollFrame = { rows, rowHeight, view };
  const latest = useRef({ frame, offset });
  latest.current = { frame, offset };

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setView(Math.max(0, element.clientHeight - headHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, headHeight]);

  const moveTo = useRef((to: number) => {
    const element = box.current;
    const now = latest.current.frame;
    const next = Math.max(0, Math.min(furthest(now), to));
    if (element) {
      element.scrollTop = scrollTopOf(next, now);
      set.current = element.scrollTop;
    }
    setOffset(next);
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const now = latest.current;
      const compressed = now.frame.rows * now.frame.rowHeight > boxHeight(now.frame);
      if (!compressed || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const step = event.deltaMode === 1 ? now.frame.rowHeight : event.deltaMode === 2 ? now.frame.view : 1;
      moveTo.current(now.offset + event.deltaY * step);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box]);

  const toTop = useCallback(() => moveTo.current(0), []);
  return {
    offset: Math.min(offset, furthest(frame)),
    frame,
    onScroll() {
      const top = box.current?.scrollTop ?? 0;
      if (Math.abs(top - set.current) < 1) return;
      set.current = top;
      setOffset(offsetOf(top, frame));
    },
    show: (row) => moveTo.current(reveal(row, latest.current.offset, latest.current.frame)),
    toTop,
  };
}
