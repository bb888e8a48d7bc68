/** A notice list before it is made: what it is called and for, in which format. The mark on its lines says who made it, when and what for. */
import { FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Purpose } from '../../../shared/access/break-glass.ts';
import { isPlainWords } from '../../../shared/work/notice.ts';
import { useScope, useSeat } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { dropWish, type WorkWish } from '../../app/work-wish.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { LineField, PurposeField, WorkButtons } from '../WorkFields.tsx';
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
        <LineField id="notices-title" label="notices.title" most={60} value={title} onChange={setTitle} />
        <PurposeField
          id="tags-purpose"
          label="tags.notice.purpose"
          unchosen="tags.notice.choose"
          disabled={!may}
          value={purpose}
          onChange={setPurpose}
        />
        <LineField id="notices-words" label="notices.words" most={80} value={words} onChange={setWords} />
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
      <WorkButtons
        plain={plain}
        ready={may && purpose !== '' && title.trim() !== '' && draft.count > 0}
        busy={busy}
        icon="download"
        go="tags.notice.make"
        onGo={go}
        onLeave={() => dropWish('notice')}
      />
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
