/** One label: how many and in which grids, where they are, who they are, and on to a notice list or a round of them. */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { BUILT_IN_TAGS } from '../../../shared/query/tag-rules.ts';
import { useScope } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { useDeskActions } from '../../app/desk-actions.ts';
import { useSession } from '../../app/session.ts';
import { wish } from '../../app/work-wish.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import type { TagListing } from '../../worker/quality-api.ts';
import { ByHand } from './ByHand.tsx';
import { useTags } from './store.ts';

export function TagCard({ tag, mayEdit }: { tag: TagListing; mayEdit: boolean }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const name = useTagName(tag);
  const { edit, remove } = useTags();
  const mayNotice = useScope('notice.list') !== 'none';
  const showTag = useDeskActions((actions) => actions.showTag);
  const original = BUILT_IN_TAGS.find(({ id }) => id === tag.id);
  // A built-in rule that was changed goes back to what it was.
  const saved = tag.kind === 'manual' || (tag.kind === 'rule' && tag.expression !== original?.expression);
  const byHand = tag.kind === 'manual';
  const about = {
    subject: tag.subject,
    source: { from: 'tag', tag: tag.id },
    tag: tag.id,
    title: name,
    count: tag.count,
  } as const;
  return (
    <section className="data-section" aria-labelledby="tags-card">
      <h2 id="tags-card">
        {name} <small className="data-number">{count(tag.count)}</small>
      </h2>
      <p className="tags-rule">
        {tag.expression ? (
          <code>{tag.expression}</code>
        ) : (
          formatMessage({ id: byHand ? 'tags.byHand' : 'tags.noRule' })
        )}
        {tag.owner !== '' && <small>{formatMessage({ id: 'tags.ownedBy' }, { owner: tag.owner })}</small>}
      </p>
      <div className="data-buttons">
        <Button
          icon="map"
          text={formatMessage({ id: 'tags.where' })}
          onClick={() => showTag(tag.subject, tag.id, false)}
        />
        <Button
          icon="th"
          text={formatMessage({ id: 'tags.who' })}
          onClick={() => showTag(tag.subject, tag.id, true)}
        />
        <Button
          icon="edit"
          disabled={!mayEdit}
          text={formatMessage({ id: byHand ? 'tags.editName' : 'tags.edit' })}
          onClick={() => edit(tag)}
        />
        {saved && !byHand && (
          <Button
            icon={original ? 'undo' : 'trash'}
            disabled={!mayEdit}
            text={formatMessage({ id: original ? 'tags.restore' : 'tags.remove' })}
            onClick={() => void remove(engine, tag.id)}
          />
        )}
      </div>
      {byHand && <ByHand key={tag.id} tag={tag} mayEdit={mayEdit} />}
      <div className="data-buttons">
        <Button
          icon="send-message"
          disabled={!mayNotice || tag.count === 0}
          text={formatMessage({ id: 'tags.notice' })}
          onClick={() => wish('notice', about)}
        />
        <Button
          icon="walk"
          disabled={!mayEdit || tag.count === 0}
          text={formatMessage({ id: 'tags.round' })}
          onClick={() => wish('round', about)}
        />
      </div>
      {!mayNotice && <p className="data-note">{formatMessage({ id: 'tags.notice.no' })}</p>}
      <ByGrid tag={tag} />
    </section>
  );
}

function useTagName({ id }: TagListing): string {
  const { formatMessage, messages } = useIntl();
  return `tag.${id}` in messages ? formatMessage({ id: `tag.${id}` }) : id;
}

function ByGrid({ tag }: { tag: TagListing }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const grids = useSession((session) => session.community?.grids) ?? [];
  const names = new Map(grids.map(({ row, name }) => [row, name]));
  return (
    <>
      <h3>{formatMessage({ id: 'tags.byGrid' })}</h3>
      <table className="quality-table">
        <tbody>
          {tag.byGrid.map((number, row) =>
            number === 0 ? null : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is the grid's row.
              <tr key={row}>
                <th scope="row">{names.get(row) ?? formatMessage({ id: 'quality.noGrid' })}</th>
                <td className="data-number">{count(number)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </>
  );
}
