/**
 * The stacking plan (一户一格): one cell per home, entrance and door across, floors from the top. A click opens the home,
 * a drag selects homes. Draws the matrix of stacking-matrix.ts; asks nothing itself.
 */
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Combine } from '../../shared/query/selection.ts';
import {
  homesBetween,
  STACKING_MEASURES,
  type StackingMatrix,
  type StackingMeasure,
  stackingMatrix,
  stepOf,
  tagsIn,
  UNKNOWN_FLOOR,
} from '../../shared/query/stacking-matrix.ts';
import type { BuildingDossier } from '../worker/engine-api.ts';
import { StackingCellView } from './StackingCellView.tsx';
import { StackingLegend } from './StackingLegend.tsx';
import { type StackingRange, useStackingRange } from './use-stacking-range.ts';
import { useWording, type Wording } from './wording.ts';

export interface StackingPlanProps {
  building: BuildingDossier;
  /** The filter constrains something, so "matching" means something. */
  filtered: boolean;
  onOpenHome(home: number): void;
  onSelectHomes(homes: number[], combine: Combine): void;
  onHoverHome(home: number | null): void;
}

export function StackingPlan({
  building,
  filtered,
  onOpenHome,
  onSelectHomes,
  onHoverHome,
}: StackingPlanProps) {
  const wording = useWording();
  const matrix = useMemo(() => stackingMatrix(building.cells, building.floors), [building]);
  const tags = useMemo(() => tagsIn(building.cells), [building]);
  const [chosen, setMeasure] = useState<StackingMeasure | null>(null);
  const [chosenTag, setTag] = useState('');
  const measure = chosen ?? (filtered ? 'matching' : 'residents');
  const tag = tags.includes(chosenTag) ? chosenTag : (tags[0] ?? '');
  const [said, setSaid] = useState('');
  const range = useStackingRange(matrix, {
    open({ row, column }) {
      const cell = matrix.cells[row]?.[column];
      if (cell) onOpenHome(cell.home);
    },
    select(from, to, combine) {
      const homes = homesBetween(matrix, from, to);
      if (homes.length === 0) return;
      onSelectHomes(homes, combine);
      setSaid(wording.t('twin.stacking.selected', { count: homes.length }));
    },
  });
  return (
    <section className="twin-stacking" aria-label={wording.t('twin.stacking')}>
      <MeasureChoice measure={measure} onMeasure={setMeasure} tags={tags} tag={tag} onTag={setTag} />
      <Matrix
        matrix={matrix}
        measure={measure}
        tag={tag}
        range={range}
        wording={wording}
        onHoverHome={onHoverHome}
      />
      <StackingLegend measure={measure} tag={tag} />
      <p className="twin-hint" role="status">
        {said || wording.t('twin.stacking.hint')}
      </p>
    </section>
  );
}

interface MeasureChoiceProps {
  measure: StackingMeasure;
  onMeasure(measure: StackingMeasure): void;
  tags: string[];
  tag: string;
  onTag(tag: string): void;
}

function MeasureChoice({ measure, onMeasure, tags, tag, onTag }: MeasureChoiceProps) {
  const { t, tag: tagName } = useWording();
  const id = useId();
  return (
    <div className="twin-measure">
      <label htmlFor={`${id}-measure`}>{t('twin.stacking.tint')}</label>
      <select
        id={`${id}-measure`}
        className="twin-select"
        value={measure}
        onChange={(event) => onMeasure(event.target.value as StackingMeasure)}
      >
        {STACKING_MEASURES.filter((each) => each !== 'tag' || tags.length > 0).map((each) => (
          <option key={each} value={each}>
            {t(`twin.stacking.${each}`)}
          </option>
        ))}
      </select>
      {measure === 'tag' && (
        <select
          className="twin-select"
          aria-label={t('twin.tag')}
          value={tag}
          onChange={(event) => onTag(event.target.value)}
        >
          {tags.map((each) => (
            <option key={each} value={each}>
              {tagName(each)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

interface MatrixProps {
  matrix: StackingMatrix;
  measure: StackingMeasure;
  tag: string;
  range: StackingRange;
  wording: Wording;
  onHoverHome(home: number | null): void;
}

function Matrix({ matrix, measure, tag, range, wording, onHoverHome }: MatrixProps) {
  const { t } = wording;
  const box = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    box.current
      ?.querySelector<HTMLElement>(`[data-place="${range.focus.row},${range.focus.column}"]`)
      ?.focus();
  });
  const columns = `32px repeat(${matrix.columns.length}, minmax(26px, 1fr))`;
  return (
    <div
      ref={box}
      className="twin-matrix"
      role="grid"
      aria-label={t('twin.stacking')}
      aria-rowcount={matrix.floors.length + 2}
      aria-colcount={matrix.columns.length + 1}
      aria-multiselectable="true"
      data-tall={matrix.floors.length > 12}
      onKeyDown={(event) => {
        byKey.current = true;
        range.onKeyDown(event);
      }}
      onPointerDown={range.onPointerDown}
      onPointerMove={range.onPointerMove}
      onPointerUp={range.onPointerUp}
      onPointerCancel={range.onPointerCancel}
      onMouseLeave={() => onHoverHome(null)}
    >
      <MatrixHead matrix={matrix} columns={columns} wording={wording} />
      {matrix.floors.map((floor, row) => (
        <div
          key={floor}
          role="row"
          aria-rowindex={row + 3}
          className="twin-matrix-row"
          style={{ gridTemplateColumns: columns }}
        >
          <span role="rowheader" aria-colindex={1} className="twin-matrix-floor">
            {floor === UNKNOWN_FLOOR ? '–' : floor}
          </span>
          {matrix.cells[row].map((cell, column) => (
            <StackingCellView
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a cell is
              key={column}
              cell={cell}
              row={row}
              column={column}
              first={column > 0 && matrix.columns[column].entrance !== matrix.columns[column - 1].entrance}
              step={cell ? stepOf(cell, measure, tag) : 0}
              measure={measure}
              focused={range.focus.row === row && range.focus.column === column}
              held={!range.single && range.holds(row, column)}
              wording={wording}
              onHover={onHoverHome}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function MatrixHead({
  matrix,
  columns,
  wording,
}: {
  matrix: StackingMatrix;
  columns: string;
  wording: Wording;
}) {
  const { t } = wording;
  return (
    <div role="rowgroup" className="twin-matrix-head">
      <div role="row" aria-rowindex={1} className="twin-matrix-row" style={{ gridTemplateColumns: columns }}>
        <span role="columnheader" aria-colindex={1} className="twin-matrix-corner">
          {t('twin.stacking.floor')}
        </span>
        {matrix.entrances.map((entrance, at) => (
          <span
            key={entrance.label}
            role="columnheader"
            aria-colindex={2 + matrix.entrances.slice(0, at).reduce((sum, each) => sum + each.span, 0)}
            aria-colspan={entrance.span}
            className="twin-matrix-entrance"
            style={{ gridColumn: `span ${entrance.span}` }}
          >
            {entrance.label === '' ? '–' : entranceName(wording, entrance.label, entrance.span)}
          </span>
        ))}
      </div>
      <div role="row" aria-rowindex={2} className="twin-matrix-row" style={{ gridTemplateColumns: columns }}>
        <span role="columnheader" aria-colindex={1} className="twin-matrix-corner">
          <span className="visually-hidden">{t('column.homes.door')}</span>
        </span>
        {matrix.columns.map((column, at) => (
          <span
            key={`${column.entrance} ${column.door}`}
            role="columnheader"
            aria-colindex={at + 2}
            className="twin-matrix-door"
            data-first={at > 0 && column.entrance !== matrix.columns[at - 1].entrance}
          >
            {column.door === '' ? '–' : column.door}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The full name where it fits, else the bare number. */
function entranceName({ t }: Wording, label: string, span: number): string {
  return span > 1 && /^\d+$/.test(label) ? t('twin.stacking.entrance', { entrance: label }) : label;
}
