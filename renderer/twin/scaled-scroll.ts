/**
 * Scrolling over more rows than a browser can lay out. The scroll bar works on a box of at most 8 million px (above
 * about 16 million px at a device pixel ratio of 2 browsers stop); what is shown is worked out from the share scrolled.
 * Owns the arithmetic only, in px and rows.
 */

/** Highest box that every browser lays out exactly at every zoom. */
export const HIGHEST_BOX = 8_000_000;

export interface ScrollFrame {
  rows: number;
  rowHeight: number;
  /** Height of the visible part. */
  view: number;
}

/** Height of the box inside the scroller. */
export function boxHeight({ rows, rowHeight }: ScrollFrame): number {
  return Math.min(rows * rowHeight, HIGHEST_BOX);
}

/** Furthest the rows can be moved, in true px. */
export function furthest({ rows, rowHeight, view }: ScrollFrame): number {
  return Math.max(0, rows * rowHeight - view);
}

/** True px per px of the scroll bar; 1 while everything fits in the box. */
function ratio(frame: ScrollFrame): number {
  const bar = boxHeight(frame) - frame.view;
  return bar > 0 ? furthest(frame) / bar : 1;
}

/** Where the rows stand for a scroll position. */
export function offsetOf(scrollTop: number, frame: ScrollFrame): number {
  return Math.min(furthest(frame), Math.max(0, scrollTop * ratio(frame)));
}

/** The scroll position for where the rows should stand. */
export function scrollTopOf(offset: number, frame: ScrollFrame): number {
  return Math.min(furthest(frame), Math.max(0, offset)) / ratio(frame);
}

/** Rows to draw for an offset: [from, to), with some to spare on both sides. */
export function rowsAt(offset: number, frame: ScrollFrame, spare = 6): { from: number; to: number } {
  const from = Math.max(0, Math.floor(offset / frame.rowHeight) - spare);
  const to = Math.min(frame.rows, Math.ceil((offset + frame.view) / frame.rowHeight) + spare);
  return { from, to: Math.max(from, to) };
}

/** The offset that brings the row wholly into view with the least movement. */
export function reveal(row: number, offset: number, frame: ScrollFrame): number {
  const top = row * frame.rowHeight;
  if (top < offset) return top;
  const bottom = top + frame.rowHeight - frame.view;
  return bottom > offset ? Math.min(furthest(frame), bottom) : offset;
}
