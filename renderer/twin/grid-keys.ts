/** Where the focus of a grid goes for a key. Row -1 is the heading row. Owns the arithmetic only. */

export interface GridPlace {
  row: number;
  column: number;
}
export interface GridSize {
  rows: number;
  columns: number;
  /** Rows that fit the view: what PageUp and PageDown move by. */
  page: number;
  /** Topmost row that can be reached: -1 where there is a heading row. */
  top: number;
}

/** The new place, or null when the key moves nothing. */
export function moveInGrid(
  key: string,
  control: boolean,
  { row, column }: GridPlace,
  { rows, columns, page, top }: GridSize,
): GridPlace | null {
  const last = rows - 1;
  const clampRow = (to: number) => Math.max(top, Math.min(last, to));
  switch (key) {
    case 'ArrowDown':
      return { row: control ? last : clampRow(row + 1), column };
    case 'ArrowUp':
      return { row: control ? Math.min(0, last) : clampRow(row - 1), column };
    case 'ArrowRight':
      return { row, column: control ? columns - 1 : Math.min(columns - 1, column + 1) };
    case 'ArrowLeft':
      return { row, column: control ? 0 : Math.max(0, column - 1) };
    case 'PageDown':
      return { row: clampRow(row + page), column };
    case 'PageUp':
      return { row: Math.max(Math.min(0, last), row - page), column };
    case 'Home':
      return { row: control ? clampRow(0) : row, column: 0 };
    case 'End':
      return { row: control ? last : row, column: columns - 1 };
    default:
      return null;
  }
}
