/** A round before it is made: its name, what it is for, what is looked at in every home, until when. */
import { FormGroup, TextArea } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Purpose } from '../../../shared/access/break-glass.ts';
import { isPlainWords } from '../../../shared/work/notice.ts';
import { MOST_ITEMS } from '../../../shared/work/round.ts';
import { useScope } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { dropWish, type WorkWish } from '../../app/work-wish.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { LineField, PurposeField, WorkButtons } from '../WorkFields.tsx';
import { useRounds } from './store.ts';

const DAY_MS = 86_400_000;

export function RoundForm({ draft }: { draft: WorkWish }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { busy, create } = useRounds();
  const may = useScope('record.edit') !== 'none';
  const [name, setName] = useState(
    draft.title === '' ? '' : formatMessage({ id: 'rounds.nameOf' }, { name: draft.title }),
  );
  const [purpose, setPurpose] = useState<Purpose>('visit');
  const [words, setWords] = useState('');
  const [list, setList] = useState(formatMessage({ id: 'rounds.items.usual' }));
  const [due, setDue] = useState('');
  const items = list
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const plain = [name, words, ...items].every(isPlainWords);
  const dueDay = due === '' ? 0 : Math.floor(Date.parse(due) / DAY_MS);
  return (
    <section className="data-section" aria-labelledby="rounds-draft">
      <h2 id="rounds-draft">{formatMessage({ id: 'rounds.draft' })}</h2>
      <p className="data-note">
        {formatMessage({ id: `rounds.about.${draft.subject}` }, { count: count(draft.count) })}
      </p>
      <div className="quality-draw">
        <LineField id="rounds-name" label="rounds.name" most={60} value={name} onChange={setName} />
        <PurposeField
          id="rounds-purpose"
          label="rounds.purpose"
          value={purpose}
          onChange={(next) => setPurpose(next || 'visit')}
        />
        <LineField id="rounds-words" label="notices.words" most={80} value={words} onChange={setWords} />
        <LineField id="rounds-due" label="rounds.due" type="date" value={due} onChange={setDue} />
      </div>
      <FormGroup
        label={formatMessage({ id: 'rounds.items' })}
        helperText={formatMessage({ id: 'rounds.items.perLine' }, { most: MOST_ITEMS })}
        labelFor="rounds-items"
      >
        <TextArea
          id="rounds-items"
          fill
          rows={4}
          value={list}
          onChange={(event) => setList(event.target.value)}
        />
      </FormGroup>
      <WorkButtons
        plain={plain}
        ready={may && name.trim() !== '' && items.length <= MOST_ITEMS && !Number.isNaN(dueDay)}
        busy={busy}
        go="rounds.create"
        onGo={() =>
          void create(engine, draft, {
            name: name.trim(),
            purpose,
            words: words.trim(),
            items,
            dueDay,
            tag: draft.tag,
          })
        }
        onLeave={() => dropWish('round')}
      />
    </section>
  );
}
