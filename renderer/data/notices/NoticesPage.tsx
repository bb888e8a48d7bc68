/** Notice lists: those that were made, what for and by whom, how far their delivery is; a draft when another page asked for one. */
import { Spinner } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { deliveryCounts, type Notice } from '../../../shared/work/notice.ts';
import { useCount } from '../../app/count.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useSession } from '../../app/session.ts';
import { useWorkWish } from '../../app/work-wish.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { ErrorNote } from '../ErrorNote.tsx';
import { NoticeCard } from './NoticeCard.tsx';
import { NoticeForm } from './NoticeForm.tsx';
import { useNotices } from './store.ts';
import '../quality/quality.css';
import '../tags/tags.css';
import './work.css';

export function NoticesPage() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const revision = useSession((session) => session.revision);
  const { notices, front, error, load } = useNotices();
  const draft = useWorkWish((wishes) => wishes.notice);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that another community may be open.
  useEffect(() => {
    void load(engine);
  }, [engine, revision, load]);
  const chosen = notices?.find(({ id }) => id === front);
  return (
    <div className="tags">
      <div className="tags-columns">
        <section className="data-section" aria-labelledby="notices-all">
          <div className="tags-head">
            <h2 id="notices-all">{formatMessage({ id: 'notices.all' })}</h2>
          </div>
          {notices ? (
            <NoticeTable notices={notices} />
          ) : (
            !error && <EmptyState icon={<Spinner size={24} />} />
          )}
        </section>
        <div>
          {error && <ErrorNote error={error} />}
          {draft && <NoticeForm key={JSON.stringify(draft.source)} draft={draft} />}
          {!draft && chosen && <NoticeCard key={chosen.id} notice={chosen} />}
          {!draft && !chosen && notices && notices.length > 0 && (
            <EmptyState icon="send-message" title={formatMessage({ id: 'notices.choose' })} />
          )}
        </div>
      </div>
    </div>
  );
}

function NoticeTable({ notices }: { notices: Notice[] }) {
  const { formatMessage, formatDate } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { front, choose } = useNotices();
  if (notices.length === 0)
    return (
      <EmptyState
        icon="send-message"
        title={formatMessage({ id: 'notices.none' })}
        description={formatMessage({ id: 'notices.none.how' })}
      />
    );
  return (
    <div className="data-scroll work-list">
      <table className="quality-table">
        <thead>
          <tr>
            {(['at', 'title', 'purpose'] as const).map((column) => (
              <th key={column} scope="col">
                {formatMessage({ id: `notices.${column}` })}
              </th>
            ))}
            {(['count', 'delivered', 'failed', 'pending'] as const).map((column) => (
              <th key={column} scope="col" className="data-number">
                {formatMessage({ id: `notices.${column}` })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => {
            const counts = deliveryCounts(notice);
            return (
              <tr key={notice.id} data-notice={notice.id} aria-selected={front === notice.id}>
                <td>{formatDate(notice.at, { dateStyle: 'short', timeStyle: 'short' })}</td>
                <th scope="row">
                  <button
                    type="button"
                    className="quality-name"
                    aria-pressed={front === notice.id}
                    onClick={() => void choose(engine, front === notice.id ? null : notice.id)}
                  >
                    {notice.title}
                  </button>
                </th>
                <td>{formatMessage({ id: `access.purpose.${notice.purpose}` })}</td>
                <td className="data-number">{count(notice.count)}</td>
                {(['delivered', 'failed', 'pending'] as const).map((state) => (
                  <td key={state} className="data-number">
                    {count(counts[state])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
