/**
 * The table of records: a role=grid that draws only the rows in view, with one stop in the tab order and arrow keys
 * inside. Rows come in blocks from row-pages.ts; this file knows the keyboard, the headings and the cells.
 */
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import { GridHeading, type Sort } from './GridHeading.tsx';
import { type GridPlace, moveInGrid } from './grid-keys.ts';
import type { PageRow, RowPages } from './row-pages.ts';
import { boxHeight, rowsAt } from './scaled-scroll.ts';
import { useScaledScroll } from './use-scaled-scroll.ts';
import { isNumeric, useWording, type Wording } from './wording.ts';

export const ROW_HEIGHT = 28;
const HEAD_HEIGHT = 32;

export interface RecordGridProps {
  table: TableName;
  columns: string[];
  pages: RowPages;
  sort: Sort | null;
  /** Record row under the pointer on the map. */
  hovered: number | null;
  onSort(column: string): void;
  onStatistics(column: string): void;
  onOpen(record: number): void;
  onHover(record: number | null): void;
}

function widthOf(table: TableName, column: string): number {
  if (column === 'tags') return 200;
  if (/address/i.test(column)) return 240;
  if (/^(idNumber|unifiedCode|lastSeen|raised|acknowledged|dispatched|closed)$/.test(column)) return 168;
  if (/^(floor|door|sex|order|level)$/.test(column)) return 72;
  return isNumeric(table, column) ? 100 : 128;
}

export function RecordGrid(props: RecordGridProps) {
  const { table, columns, pages, sort, hovered, onOpen, onHover } = props;
  const wording = useWording();
  const { t } = wording;
  const box = useRef<HTMLDivElement>(null);
  const rows = pages.total() ?? 0;
  const scroll = useScaledScroll(box, rows, ROW_HEIGHT, HEAD_HEIGHT);
  const { from, to } = rowsAt(scroll.offset, scroll.frame);
  const focus = useGridFocus(box, props, rows, scroll);
  useEffect(() => pages.want(from, Math.max(to, from + 1)), [pages, from, to]);
  // A new request starts at the top.
  useEffect(() => {
    if (pages) scroll.toTop();
  }, [pages, scroll.toTop]);

  const widths = columns.map((column) => widthOf(table, column));
  const width = widths.reduce((sum, each) => sum + each, 0);
  const template = widths.map((each) => `minmax(${each}px, ${each}fr)`).join(' ');
  const drawn = Array.from({ length: to - from }, (_, i) => from + i);
  // The focused row stays in the document, or the focus would be lost when it scrolls away.
  if (focus.place.row >= 0 && focus.place.row < rows && !drawn.includes(focus.place.row))
    drawn.push(focus.place.row);
  return (
    <div
      ref={box}
      className="twin-grid"
      role="grid"
      aria-label={t('twin.grid', { table: wording.table(table) })}
      aria-rowcount={rows + 1}
      aria-colcount={columns.length}
      aria-busy={pages.total() === null}
      onScroll={scroll.onScroll}
      onKeyDown={focus.onKeyDown}
      onMouseLeave={() => onHover(null)}
    >
      <GridHeading
        table={table}
        columns={columns}
        template={template}
        width={width}
        sort={sort}
        active={focus.place.row === -1 ? focus.place.column : -1}
        onSort={props.onSort}
        onStatistics={props.onStatistics}
        onFocus={(column) => focus.set({ row: -1, column })}
      />
      <div
        className="twin-grid-sizer"
        role="presentation"
        style={{ height: boxHeight(scroll.frame), minWidth: width }}
      >
        <div
          className="twin-grid-stage"
          role="presentation"
          style={{ height: scroll.frame.view, top: HEAD_HEIGHT }}
        >
          {drawn.map((index) => (
            <GridRow
              key={index}
              index={index}
              y={index * ROW_HEIGHT - scroll.offset}
              row={pages.row(index)}
              table={table}
              columns={columns}
              template={template}
              wording={wording}
              active={focus.place.row === index ? focus.place.column : -1}
              hovered={hovered !== null && pages.row(index)?.record === hovered}
              onOpen={onOpen}
              onHover={onHover}
              onFocus={focus.set}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function useGridFocus(
  box: React.RefObject<HTMLDivElement | null>,
  { columns, pages, onSort, onStatistics, onOpen }: RecordGridProps,
  rows: number,
  scroll: ReturnType<typeof useScaledScroll>,
) {
  const [place, setPlace] = useState<GridPlace>({ row: -1, column: 0 });
  /** Only a key moves the focus; a click has moved it already. */
  const byKey = useRef(false);
  const at = { row: Math.min(place.row, rows - 1), column: Math.min(place.column, columns.length - 1) };
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    const cell = box.current?.querySelector<HTMLElement>(
      `[data-row="${at.row}"] [data-column="${at.column}"]`,
    );
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const size = {
      rows,
      columns: columns.length,
      page: Math.max(1, Math.floor(scroll.frame.view / ROW_HEIGHT) - 1),
      top: -1,
    };
    const next = moveInGrid(event.key, event.ctrlKey || event.metaKey, at, size);
    if (next) {
      event.preventDefault();
      byKey.current = true;
      if (next.row >= 0) scroll.show(next.row);
      setPlace(next);
      return;
    }
    const column = columns[at.column];
    if (at.row === -1 && event.key.toLowerCase() === 's') onStatistics(column);
    else if (event.key !== 'Enter' && event.key !== ' ') return;
    else if (at.row === -1) onSort(column);
    else {
      const row = pages.row(at.row);
      if (row) onOpen(row.record);
    }
    event.preventDefault();
  };
  return { place: at, set: setPlace, onKeyDown };
}

interface GridRowProps {
  index: number;
  /** px from the top of the stage. */
  y: number;
  row: PageRow | undefined;
  table: TableName;
  columns: string[];
  template: string;
  wording: Wording;
  /** Focused column; -1: none in this row. */
  active: number;
  hovered: boolean;
  onOpen(record: number): void;
  onHover(record: number | null): void;
  onFocus(place: GridPlace): void;
}

const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, y, row, table, columns, template, wording, active, hovered, onOpen, onHover, onFocus } =
    props;
  return (
    <div
      role="row"
      className="twin-grid-row"
      aria-rowindex={index + 2}
      data-row={index}
      data-hovered={hovered}
      data-even={index % 2 === 0}
      style={{ transform: `translateY(${y}px)`, gridTemplateColumns: template }}
      onClick={() => row && onOpen(row.record)}
      onMouseEnter={() => row && onHover(row.record)}
    >
      {columns.map((column, at) => {
        const text = row ? wording.value(table, column, row.cells[at]) : '';
        return (
          <div
            key={column}
            role="gridcell"
            aria-colindex={at + 1}
            data-column={at}
            data-numeric={isNumeric(table, column)}
            tabIndex={active === at ? 0 : -1}
            title={text.length > 14 ? text : undefined}
            onFocus={() => active !== at && onFocus({ row: index, column: at })}
          >
            {row ? text : <span className="twin-grid-wait" />}
          </div>
        );
      })}
    </div>
  );
});
