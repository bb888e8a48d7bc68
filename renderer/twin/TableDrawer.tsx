/**
 * The drawer under the map: the records of the selection (or all) as a table, one tab per kind. Owns sort, columns and
 * which statistics are open; rows, headings and export are their own files. Its height is set by the panels.
 */
import { type KeyboardEvent, useEffect, useMemo, useReducer, useState } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import { useScope, useSeat } from '../app/access/seat.ts';
import { useSession } from '../app/session.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { ColumnCard } from './ColumnCard.tsx';
import { ColumnPopup } from './ColumnPopup.tsx';
import { startColumns, TABLE_TABS } from './column-choice.ts';
import { ExportPopup } from './ExportPopup.tsx';
import type { Sort } from './GridHeading.tsx';
import { KindSymbol } from './KindSymbol.tsx';
import { LabelPopup } from './LabelPopup.tsx';
import { Notice } from './Notice.tsx';
import { RecordGrid } from './RecordGrid.tsx';
import { type RowPages, type RowRequest, rowPages } from './row-pages.ts';
import type { TableScope } from './store.ts';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

/** Ascending, descending, unsorted. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

export function TableDrawer({ onClose }: { onClose(): void }) {
  const { t } = useWording();
  const table = useTwin((state) => state.table);
  return (
    <section className="twin-drawer" aria-label={t('twin.table')}>
      <TableBody key={table} table={table} onClose={onClose} />
    </section>
  );
}

const NO_COLUMNS: readonly string[] = [];

function TableBody({ table, onClose }: { table: TableName; onClose(): void }) {
  const { t } = useWording();
  const store = useTwinStore();
  const scope = useTwin((state) => state.scope);
  const revision = useTwin((state) => state.revision);
  const hover = useTwin((state) => state.hover);
  const extra = useSession((session) => session.community?.extraColumns[table]) ?? NO_COLUMNS;
  const [columns, setColumns] = useState(() => startColumns(table, extra));
  const [sort, setSort] = useState<Sort | null>(null);
  const [statistics, setStatistics] = useState<string | null>(null);
  const request: RowRequest = useMemo(() => ({ table, scope, columns, sort }), [table, scope, columns, sort]);
  const pages = useRowPages(request, revision);
  const total = pages.total();
  const engine = useEngine();
  // Who sees no single persons on the map has no list of them either.
  const refused = useScope('marks.see') === 'none';
  const nobody = useSeat((seat) => seat.person === null);
  const open = (record: number) => {
    store.getState().open({ table, row: record });
    // The place is a courtesy: the dossier itself tells when the record cannot be read.
    engine.dossier(table, record).then(
      ({ point }) => point && store.getState().goTo(point),
      () => undefined,
    );
  };
  return (
    <>
      <div className="twin-drawer-bar">
        <TableTabs table={table} />
        <span className="twin-space" />
        <ScopeSwitch scope={scope} total={total} />
        <ColumnPopup table={table} extra={extra} columns={columns} onColumns={setColumns} />
        {(table === 'residents' || table === 'homes') && (
          <LabelPopup subjects={[table]} source={{ from: scope === 'all' ? 'filter' : 'selection' }} />
        )}
        <ExportPopup request={request} total={total ?? 0} />
        <button type="button" className="twin-icon" aria-label={t('twin.closeTable')} onClick={onClose}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m4 4 8 8m0-8-8 8" />
          </svg>
        </button>
      </div>
      <div
        className="twin-drawer-body"
        id="twin-table-panel"
        role="tabpanel"
        aria-labelledby={`twin-tab-${table}`}
      >
        {total === 0 && <Notice title={t('twin.table.none')} text={t('twin.table.noneHint')} />}
        {total === null && pages.failed() && refused && (
          <Notice title={t(nobody ? 'seat.list.nobody' : 'access.refused.counts')} live />
        )}
        {total === null && pages.failed() && !refused && <Notice title={t('twin.failed')} live />}
        {total !== 0 && (
          <RecordGrid
            table={table}
            columns={columns}
            pages={pages}
            sort={sort}
            hovered={hover?.table === table ? hover.row : null}
            onSort={(column) => setSort(nextSort(sort, column))}
            onStatistics={setStatistics}
            onOpen={open}
            onHover={(row) => store.getState().setHover(row === null ? null : { table, row })}
          />
        )}
        {statistics && (
          <ColumnCard
            table={table}
            column={statistics}
            scope={scope}
            revision={revision}
            onClose={() => setStatistics(null)}
          />
        )}
      </div>
    </>
  );
}

/** New blocks for every new request or changed answer; old ones fall silent. */
function useRowPages(request: RowRequest, revision: number): RowPages {
  const engine = useEngine();
  const [, changed] = useReducer((count: number) => count + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: revision begins anew
  const pages = useMemo(() => rowPages(engine, request, changed), [engine, request, revision]);
  useEffect(() => {
    pages.begin();
    pages.want(0, 1);
    return () => pages.end();
  }, [pages]);
  return pages;
}

function TableTabs({ table }: { table: TableName }) {
  const wording = useWording();
  const { t } = wording;
  const store = useTwinStore();
  const answer = useTwin((state) => state.answer);
  const nothing = useTwin((state) => state.history.present.selection.length === 0);
  const scope = useTwin((state) => state.scope);
  const counts = (nothing || scope === 'all' ? answer?.whole : answer?.selected)?.counts ?? {};
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? TABLE_TABS.length - 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABLE_TABS[(TABLE_TABS.indexOf(table) + step) % TABLE_TABS.length];
    store.getState().showTable(next);
    requestAnimationFrame(() => document.getElementById(`twin-tab-${next}`)?.focus());
  };
  return (
    <div role="tablist" className="twin-tabs" aria-label={t('twin.tables')} onKeyDown={onKeyDown}>
      {TABLE_TABS.map((each) => (
        <button
          key={each}
          id={`twin-tab-${each}`}
          type="button"
          role="tab"
          aria-selected={each === table}
          aria-controls={each === table ? 'twin-table-panel' : undefined}
          tabIndex={each === table ? 0 : -1}
          onClick={() => store.getState().showTable(each)}
        >
          <KindSymbol table={each} />
          {wording.table(each)}
          {counts[each] !== undefined && <small>{wording.people(counts[each])}</small>}
        </button>
      ))}
    </div>
  );
}

function ScopeSwitch({ scope, total }: { scope: TableScope; total: number | null }) {
  const { t, count } = useWording();
  const store = useTwinStore();
  const table = useTwin((state) => state.table);
  const nothing = useTwin((state) => state.history.present.selection.length === 0);
  return (
    <>
      <span className="twin-drawer-total" role="status">
        {total === null ? '' : t('twin.table.rows', { count: count(total) })}
      </span>
      {!nothing && (
        <fieldset className="twin-segments twin-segments-small">
          <legend className="visually-hidden">{t('twin.scope')}</legend>
          {(['selection', 'all'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="twin-scope"
                checked={scope === each}
                onChange={() => store.getState().showTable(table, each)}
              />
              <span>{t(`twin.scope.${each}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
