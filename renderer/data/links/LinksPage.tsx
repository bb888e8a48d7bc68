/**
 * Page "links": how many records are tied to their place, in total and per grid, and the list that would raise it. Owns the arrangement;
 * suggestions come from the worker.
 */
import { Button, HTMLSelect } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import type { LinkReason, LinkTable } from '../../../shared/model/link-work.ts';
import { useCount } from '../../app/count.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useSession } from '../../app/session.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import type { LinkWorkPage } from '../../worker/link-api.ts';
import { ErrorNote } from '../ErrorNote.tsx';
import { Loading } from '../SampleCards.tsx';
import { LinkList } from './LinkList.tsx';
import { useLinks } from './store.ts';
import './links.css';

export function LinksPage() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { page, state, ask } = useLinks();
  const revision = useSession((session) => session.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation or plan is another answer.
  useEffect(() => {
    void ask(engine);
  }, [engine, ask, revision]);
  if (!page)
    return state.name === 'failed' ? (
      <div className="links-page">
        <ErrorNote error={state.error} />
      </div>
    ) : (
      <EmptyState title={formatMessage({ id: 'data.waiting' })} />
    );
  return (
    <div className="links-page data-columns">
      <div className="data-main">
        <section className="data-section" aria-labelledby="links-list">
          <h2 id="links-list">{formatMessage({ id: 'links.list' })}</h2>
          <Question page={page} />
          <AcceptAll />
          {state.name === 'running' && <Loading progress={state.progress} />}
          {state.name === 'failed' && <ErrorNote error={state.error} />}
          {state.name === 'done' && (
            <p role="status" className="data-done links-done">
              {formatMessage({ id: 'links.done' }, { count: state.count })}
            </p>
          )}
          <LinkList page={page} />
        </section>
      </div>
      <div className="data-side">
        <Rates page={page} />
      </div>
    </div>
  );
}

function Question({ page }: { page: LinkWorkPage }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { query, ask } = useLinks();
  return (
    <div className="data-options links-question">
      <HTMLSelect
        aria-label={formatMessage({ id: 'links.what' })}
        value={query.table}
        onChange={(event) =>
          void ask(engine, { table: event.target.value as LinkTable, grid: null, reason: null })
        }
      >
        <option value="residents">{formatMessage({ id: 'links.what.residents' })}</option>
        <option value="devices">{formatMessage({ id: 'links.what.devices' })}</option>
      </HTMLSelect>
      <HTMLSelect
        aria-label={formatMessage({ id: 'links.reason' })}
        value={query.reason ?? ''}
        onChange={(event) => void ask(engine, { reason: (event.target.value || null) as LinkReason | null })}
      >
        <option value="">{formatMessage({ id: 'links.reason.all' })}</option>
        {page.reasons.map(({ reason, count }) => (
          <option key={reason} value={reason}>
            {formatMessage({ id: `links.reason.${reason}` })} {count}
          </option>
        ))}
      </HTMLSelect>
      {query.grid !== null && (
        <Button
          icon="filter-remove"
          variant="minimal"
          text={formatMessage({ id: 'links.grid.all' })}
          onClick={() => void ask(engine, { grid: null })}
        />
      )}
    </div>
  );
}

function AcceptAll() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { percent, linkable, state, ask, acceptAll } = useLinks();
  return (
    <div className="data-decision links-all">
      <span>{formatMessage({ id: 'links.all' })}</span>
      <HTMLSelect
        aria-label={formatMessage({ id: 'links.percent' })}
        value={percent}
        onChange={(event) => void ask(engine, { percent: Number(event.target.value) })}
      >
        {[95, 90, 80, 70, 60, 50, 40].map((each) => (
          <option key={each} value={each}>
            {formatMessage({ id: 'links.atLeast' }, { percent: each })}
          </option>
        ))}
      </HTMLSelect>
      <span className="links-preview">{formatMessage({ id: 'links.preview' }, { count: linkable })}</span>
      <Button
        className="data-primary"
        disabled={linkable === 0 || state.name === 'running'}
        text={formatMessage({ id: 'links.acceptAll' }, { count: linkable })}
        onClick={() => void acceptAll()}
      />
    </div>
  );
}

function Rates({ page }: { page: LinkWorkPage }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { query, ask } = useLinks();
  const share = (linked: number, rows: number) =>
    formatMessage({ id: 'links.share' }, { share: rows === 0 ? 0 : linked / rows });
  return (
    <section className="data-section" aria-labelledby="links-rate">
      <h2 id="links-rate">{formatMessage({ id: 'links.rate' })}</h2>
      <p className="links-total">
        <b>{share(page.total.linked, page.total.rows)}</b>
        <span>
          {formatMessage({ id: 'links.rate.of' }, { linked: page.total.linked, rows: page.total.rows })}
        </span>
      </p>
      <table className="links-grids">
        <thead>
          <tr>
            <th>{formatMessage({ id: 'links.grid' })}</th>
            <th>{formatMessage({ id: 'links.open' })}</th>
            <th>{formatMessage({ id: 'links.rate' })}</th>
          </tr>
        </thead>
        <tbody>
          {page.grids.map(({ grid, name, rows, linked }) => (
            <tr key={grid} aria-selected={query.grid === grid}>
              <th scope="row">
                <button type="button" className="links-grid" onClick={() => void ask(engine, { grid })}>
                  {name || formatMessage({ id: 'links.grid.none' })}
                </button>
              </th>
              <td className="data-number">{count(rows - linked)}</td>
              <td className="data-number">{share(linked, rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
