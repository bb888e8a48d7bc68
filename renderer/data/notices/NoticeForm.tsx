/** A notice list before it is made: what it is called and for, in which format. The mark on its lines says who made it, when and what for. */
import { Button, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { PURPOSES, type Purpose } from '../../../shared/access/break-glass.ts';
import { isPlainWords } from '../../../shared/work/notice.ts';
import { useScope, useSeat } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { dropWish, type WorkWish } from '../../app/work-wish.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { useNotices } from './store.ts';

export function NoticeForm({ draft }: { draft: WorkWish }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { busy, make } = useNotices();
  const may = useScope('notice.list') !== 'none';
  const [title, setTitle] = useState(draft.title || formatMessage({ id: 'notices.ofSelection' }));
  const [purpose, setPurpose] = useState<Purpose | ''>('');
  const [words, setWords] = useState('');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const mark = useMark(purpose, words);
  const plain = isPlainWords(title) && isPlainWords(words);
  const headings = ['grid', 'address', draft.subject === 'homes' ? 'owner' : 'name', 'phone'].map((id) =>
    formatMessage({ id: `quality.sheet.${id}` }),
  );
  const go = () => {
    if (purpose === '') return;
    void make(engine, {
      ...draft,
      title: title.trim(),
      purpose,
      words: words.trim(),
      format,
      headings: [...headings, formatMessage({ id: 'notices.mark' })],
      mark,
    });
  };
  return (
    <section className="data-section" aria-labelledby="notices-draft">
      <h2 id="notices-draft">
        {formatMessage({ id: 'notices.draft' })} <small className="data-number">{count(draft.count)}</small>
      </h2>
      <p className="data-note">{formatMessage({ id: may ? 'tags.notice.note' : 'tags.notice.no' })}</p>
      <div className="quality-draw">
        <FormGroup label={formatMessage({ id: 'notices.title' })} labelFor="notices-title">
          <InputGroup
            id="notices-title"
            maxLength={60}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </FormGroup>
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
        <FormGroup label={formatMessage({ id: 'notices.words' })} labelFor="notices-words">
          <InputGroup
            id="notices-words"
            maxLength={80}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </FormGroup>
        <FormGroup label={formatMessage({ id: 'notices.format' })} labelFor="notices-format">
          <HTMLSelect
            id="notices-format"
            value={format}
            onChange={(event) => setFormat(event.target.value === 'csv' ? 'csv' : 'xlsx')}
            options={[
              { value: 'xlsx', label: 'Excel' },
              { value: 'csv', label: 'CSV' },
            ]}
          />
        </FormGroup>
      </div>
      {!plain && (
        <p className="data-note" role="alert">
          {formatMessage({ id: 'notices.notPlain' })}
        </p>
      )}
      <div className="data-buttons">
        <Button
          icon="download"
          className="data-primary"
          loading={busy}
          disabled={!may || purpose === '' || !plain || title.trim() === '' || draft.count === 0}
          text={formatMessage({ id: 'tags.notice.make' })}
          onClick={go}
        />
        <Button
          disabled={busy}
          text={formatMessage({ id: 'tags.leave' })}
          onClick={() => dropWish('notice')}
        />
      </div>
    </section>
  );
}

/** What stands on every line: what for, by whom, when, and the number of the list. */
function useMark(purpose: Purpose | '', words: string): (id: string) => string {
  const { formatMessage, formatDate } = useIntl();
  const person = useSeat((seat) => seat.person);
  return (id) =>
    formatMessage(
      { id: 'notices.mark.text' },
      {
        purpose: [purpose && formatMessage({ id: `access.purpose.${purpose}` }), words.trim()]
          .filter(Boolean)
          .join(' '),
        who: person?.name ?? formatMessage({ id: 'notices.nobody' }),
        time: formatDate(Date.now(), { dateStyle: 'medium', timeStyle: 'short' }),
        id,
      },
    );
}
