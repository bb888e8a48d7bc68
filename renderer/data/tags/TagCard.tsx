/** One label: how many and in which grids, where they are, who they are, a list to call on them. */
import { Button, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { PURPOSES, type Purpose } from '../../../shared/access/break-glass.ts';
import { BUILT_IN_TAGS } from '../../../shared/query/tag-rules.ts';
import { useScope } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { useDeskActions } from '../../app/desk-actions.ts';
import { useSession } from '../../app/session.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import type { TagListing } from '../../worker/quality-api.ts';
import { useTags } from './store.ts';

export function TagCard({ tag, mayEdit }: { tag: TagListing; mayEdit: boolean }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const name = useTagName(tag);
  const { edit, remove } = useTags();
  const showTag = useDeskActions((actions) => actions.showTag);
  const original = BUILT_IN_TAGS.find(({ id }) => id === tag.id);
  // A built-in rule that was changed goes back to what it was.
  const saved = tag.kind === 'rule' && tag.expression !== original?.expression;
  return (
    <section className="data-section" aria-labelledby="tags-card">
      <h2 id="tags-card">
        {name} <small className="data-number">{count(tag.count)}</small>
      </h2>
      <p className="tags-rule">
        {tag.expression ? <code>{tag.expression}</code> : formatMessage({ id: 'tags.noRule' })}
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
          text={formatMessage({ id: 'tags.edit' })}
          onClick={() => edit(tag)}
        />
        {saved && (
          <Button
            icon={original ? 'undo' : 'trash'}
            disabled={!mayEdit}
            text={formatMessage({ id: original ? 'tags.restore' : 'tags.remove' })}
            onClick={() => void remove(engine, tag.id)}
          />
        )}
      </div>
      <ByGrid tag={tag} />
      <Notice key={tag.id} tag={tag} name={name} />
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

function Notice({ tag, name }: { tag: TagListing; name: string }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const notice = useTags((tags) => tags.notice);
  const may = ['all', 'ownGrids'].includes(useScope('notice.list'));
  const [purpose, setPurpose] = useState<Purpose | ''>('');
  const headings = ['grid', 'address', tag.subject === 'homes' ? 'owner' : 'name', 'phone'].map((id) =>
    formatMessage({ id: `quality.sheet.${id}` }),
  );
  const title = formatMessage({ id: 'tags.notice.file' }, { name }).replace(/[\\/:*?"<>|\s]+/g, '-');
  return (
    <>
      <h3>{formatMessage({ id: 'tags.notice' })}</h3>
      <p className="data-note">{formatMessage({ id: may ? 'tags.notice.note' : 'tags.notice.no' })}</p>
      <div className="quality-draw">
        <FormGroup label={formatMessage({ id: 'tags.notice.purpose' })} labelFor="tags-purpose">
          <HTMLSelect
            id="tags-purpose"
            disabled={!may}
            value={purpose}
            onChange={(event) => setPurpose(PURPOSES.find((each) => each === event.target.value) ?? '')}
            options={[
              { value: '', label: formatMessage({ id: 'tags.notice.choose' }) },
              ...PURPOSES.map((value) => ({
                value,
                label: formatMessage({ id: `access.purpose.${value}` }),
              })),
            ]}
          />
        </FormGroup>
        <Button
          icon="download"
          disabled={!may || purpose === '' || tag.count === 0}
          text={formatMessage({ id: 'tags.notice.make' })}
          onClick={() => purpose && void notice(engine, { tag, purpose, headings, title })}
        />
      </div>
    </>
  );
}
