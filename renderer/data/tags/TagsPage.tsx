/** Labels: how many carry each, by which rule, and what can be done with them. Owns the arrangement. */
import { Button, Spinner } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { useScope } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { useHandWork } from '../../app/hand-work.ts';
import { useSession } from '../../app/session.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import type { TagListing } from '../../worker/quality-api.ts';
import { ErrorNote } from '../ErrorNote.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { useTags } from './store.ts';
import { TagCard } from './TagCard.tsx';
import '../quality/quality.css';
import './tags.css';

export function TagsPage() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const revision = useSession((session) => session.revision);
  const { tags, front, draft, error, load, begin } = useTags();
  const mayEdit = useScope('record.edit') === 'all';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that records or rules changed.
  useEffect(() => {
    void load(engine);
  }, [engine, revision, load]);
  const chosen = tags?.find(({ id }) => id === front);
  return (
    <div className="tags">
      <div className="tags-columns">
        <section className="data-section" aria-labelledby="tags-all">
          <div className="tags-head">
            <h2 id="tags-all">{formatMessage({ id: 'tags.all' })}</h2>
            <div className="tags-new">
              <Button
                icon="plus"
                disabled={!mayEdit}
                text={formatMessage({ id: 'tags.new' })}
                onClick={() => begin('rule')}
              />
              <Button
                icon="tag"
                disabled={!mayEdit}
                text={formatMessage({ id: 'tags.newByHand' })}
                onClick={() => begin('manual')}
              />
            </div>
          </div>
          {tags ? <TagTable tags={tags} /> : !error && <EmptyState icon={<Spinner size={24} />} />}
        </section>
        <div>
          {error && <ErrorNote error={error} />}
          <LastChange />
          {draft ? <RuleEditor draft={draft} /> : chosen && <TagCard tag={chosen} mayEdit={mayEdit} />}
          {!draft && !chosen && (
            <EmptyState
              icon="tag"
              title={formatMessage({ id: 'tags.choose' })}
              description={formatMessage({ id: 'tags.chooseNote' })}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** What was given or taken off last, with the way back. */
function LastChange() {
  const { formatMessage, messages } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const last = useHandWork((work) => work.last);
  const undo = useTags((tags) => tags.undo);
  if (!last) return null;
  const name = `tag.${last.tag}` in messages ? formatMessage({ id: `tag.${last.tag}` }) : last.tag;
  return (
    <p className="tags-last" role="status">
      {formatMessage({ id: last.on ? 'tags.given' : 'tags.taken' }, { name, count: count(last.ids.length) })}
      <Button
        size="small"
        icon="undo"
        text={formatMessage({ id: 'tags.undo' })}
        onClick={() => void undo(engine)}
      />
    </p>
  );
}

function TagTable({ tags }: { tags: TagListing[] }) {
  const { formatMessage, messages } = useIntl();
  const count = useCount();
  const { front, choose } = useTags();
  return (
    <table className="quality-table">
      <thead>
        <tr>
          <th scope="col">{formatMessage({ id: 'tags.name' })}</th>
          <th scope="col">{formatMessage({ id: 'tags.subject' })}</th>
          <th scope="col">{formatMessage({ id: 'tags.kind' })}</th>
          <th scope="col" className="data-number">
            {formatMessage({ id: 'quality.count' })}
          </th>
        </tr>
      </thead>
      <tbody>
        {tags.map((tag) => (
          <tr key={`${tag.subject} ${tag.id}`} data-tag={tag.id} aria-selected={front === tag.id}>
            <th scope="row">
              <button
                type="button"
                className="quality-name"
                aria-pressed={front === tag.id}
                onClick={() => choose(front === tag.id ? null : tag.id)}
              >
                <i className="tags-dot" style={{ background: `var(--${tag.colour})` }} />
                {`tag.${tag.id}` in messages ? formatMessage({ id: `tag.${tag.id}` }) : tag.id}
              </button>
            </th>
            <td>{formatMessage({ id: `table.${tag.subject}` })}</td>
            <td>{formatMessage({ id: `tags.kind.${tag.kind}` })}</td>
            <td className="data-number">{count(tag.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
