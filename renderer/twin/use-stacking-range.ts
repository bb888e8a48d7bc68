/**
 * Focus and dragged range of the stacking plan, by pointer and by keyboard. Owns two places in the matrix; what a
 * range means (open, select) is told by its callbacks.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Combine } from '../../shared/query/selection.ts';
import type { StackingMatrix } from '../../shared/query/stacking-matrix.ts';
import { type GridPlace, moveInGrid } from './grid-keys.ts';

export interface StackingRange {
  /** The focused cell, and where the range began; the same: one cell. */
  focus: GridPlace;
  anchor: GridPlace;
  holds(row: number, column: number): boolean;
  single: boolean;
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

export interface RangeMeaning {
  open(place: GridPlace): void;
  select(from: GridPlace, to: GridPlace, combine: Combine): void;
}

function placeAt(event: PointerEvent): GridPlace | null {
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-place]');
  if (!cell) return null;
  const [row, column] = cell.dataset.place!.split(',').map(Number);
  return { row, column };
}

const same = (a: GridPlace, b: GridPlace) => a.row === b.row && a.column === b.column;

/** Shift adds, Alt takes away, as everywhere on the map. */
function combineOf(event: { shiftKey: boolean; altKey: boolean }): Combine {
  if (event.altKey) return event.shiftKey ? 'intersect' : 'subtract';
  return event.shiftKey ? 'add' : 'replace';
}

export function useStackingRange(matrix: StackingMatrix, meaning: RangeMeaning): StackingRange {
  const bottom: GridPlace = { row: Math.max(0, matrix.floors.length - 1), column: 0 };
  const [focus, setFocus] = useState(bottom);
  const [anchor, setAnchor] = useState(bottom);
  const dragging = useRef(false);
  const size = { rows: matrix.floors.length, columns: matrix.columns.length, page: 5, top: 0 };
  const act = (event: { shiftKey: boolean; altKey: boolean }, keyboard: boolean) => {
    if (same(focus, anchor)) meaning.open(focus);
    // By keyboard Shift was needed to stretch the range, so it cannot also mean "add".
    else meaning.select(anchor, focus, keyboard ? 'replace' : combineOf(event));
  };
  return {
    focus,
    anchor,
    single: same(focus, anchor),
    holds: (row, column) =>
      (row - focus.row) * (row - anchor.row) <= 0 && (column - focus.column) * (column - anchor.column) <= 0,
    onPointerDown(event) {
      const place = placeAt(event);
      if (!place || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      dragging.current = true;
      setFocus(place);
      setAnchor(place);
    },
    onPointerMove(event) {
      if (!dragging.current) return;
      const place = placeAt(event);
      if (place && !same(place, focus)) setFocus(place);
    },
    onPointerUp(event) {
      if (!dragging.current) return;
      dragging.current = false;
      act(event, false);
    },
    onPointerCancel() {
      dragging.current = false;
    },
    onKeyDown(event) {
      const next = moveInGrid(event.key, event.ctrlKey || event.metaKey, focus, size);
      if (next) {
        setFocus(next);
        if (!event.shiftKey) setAnchor(next);
      } else if (event.key === 'Enter' || event.key === ' ') {
        act(event, true);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
