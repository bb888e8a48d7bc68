/** What can be done with a label that was made by hand: merged into another, removed; whom it is given to and who is not here any more. */
import { Button, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useCount } from '../../app/count.tsx';
import { useEngine } from '../../worker/engine-context.tsx';
import type { TagListing } from '../../worker/quality-api.ts';
import { useTags } from './store.ts';

export function ByHand({ tag, mayEdit }: { tag: TagListing; mayEdit: boolean }) {
  const { formatMessage, messages } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { tags, merge, remove } = useTags();
  const [into, setInto] = useState('');
  const [asked, setAsked] = useState<'remove' | 'merge' | null>(null);
  const nameOf = (id: string) => (`tag.${id}` in messages ? formatMessage({ id: `tag.${id}` }) : id);
  const others = (tags ?? []).filter(
    ({ id, subject, kind }) => id !== tag.id && subject === tag.subject && kind !== 'rule',
  );
  const act = () => {
    if (asked === 'merge') void merge(engine, tag, into);
    else void remove(engine, tag.id);
    setAsked(null);
  };
  return (
    <>
      <p className="data-note">{formatMessage({ id: 'tags.byHand.how' })}</p>
      {tag.orphans > 0 && <Orphans tag={tag} />}
      <div className="quality-draw">
        <FormGroup label={formatMessage({ id: 'tags.merge.into' })} labelFor="tags-into">
          <HTMLSelect
            id="tags-into"
            disabled={!mayEdit || others.length === 0}
            value={into}
            onChange={(event) => setInto(event.target.value)}
            options={[
              { value: '', label: formatMessage({ id: 'tags.merge.choose' }) },
              ...others.map(({ id }) => ({ value: id, label: nameOf(id) })),
            ]}
          />
        </FormGroup>
        <Button
          icon="git-merge"
          disabled={!mayEdit || into === ''}
          text={formatMessage({ id: 'tags.merge' })}
          onClick={() => setAsked('merge')}
        />
        <Button
          icon="trash"
          disabled={!mayEdit}
          text={formatMessage({ id: 'tags.remove' })}
          onClick={() => setAsked('remove')}
        />
      </div>
      {asked && (
        <div className="tags-asked" role="alert">
          <p>
            {formatMessage(
              { id: `tags.${asked}.ask` },
              { count: count(tag.count), name: nameOf(tag.id), into: nameOf(into) },
            )}
          </p>
          <div className="data-buttons">
            <Button className="data-primary" text={formatMessage({ id: `tags.${asked}` })} onClick={act} />
            <Button text={formatMessage({ id: 'tags.leave' })} onClick={() => setAsked(null)} />
          </div>
        </div>
      )}
    </>
  );
}

/** Ids that the label was given to and that no record has now: kept, should they come back. */
function Orphans({ tag }: { tag: TagListing }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const [ids, setIds] = useState<string[] | null>(null);
  const show = () =>
    void engine.orphans().then(
      (all) => setIds(all.find((each) => each.tag === tag.id)?.ids ?? []),
      () => setIds([]),
    );
  return (
    <div className="tags-orphans">
      <p>
        {formatMessage({ id: 'tags.orphans' }, { count: count(tag.orphans) })}{' '}
        {ids === null && (
          <button type="button" className="quality-name" onClick={show}>
            {formatMessage({ id: 'tags.orphans.show' })}
          </button>
        )}
      </p>
      {ids && (
        <ul>
          {ids.slice(0, 200).map((id) => (
            <li key={id}>{id}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
