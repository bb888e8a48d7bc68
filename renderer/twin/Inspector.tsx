/**
 * The numbers of the selection beside those of the whole community; with nothing selected, the whole community's.
 * Shows the store's answer; asks nothing itself. Clicking a tag or tenure filters by it.
 */
import type { TableName } from '../../shared/model/tables.ts';
import type { Summary } from '../../shared/query/selection.ts';
import { BookmarkForm } from '../app/bookmarks/BookmarkForm.tsx';
import { RoundedNote, useRounded } from '../app/count.tsx';
import { wish } from '../app/work-wish.ts';
import type { SelectionAnswer } from '../worker/engine-api.ts';
import { AgePyramid } from './AgePyramid.tsx';
import { BaseSwitch } from './BaseSwitch.tsx';
import { CountBars } from './CountBars.tsx';
import { DeviceHealth } from './DeviceHealth.tsx';
import { clearFilter, isOpen, setAges, tagsOf, toggleTag, toggleWord, wordsOf } from './filter-edit.ts';
import { KindSymbol } from './KindSymbol.tsx';
import { LabelPopup } from './LabelPopup.tsx';
import { Notice } from './Notice.tsx';
import { Popup } from './Popup.tsx';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

export interface InspectorProps {
  /** Opens the drawer on the table of that kind. */
  onTable(table: TableName): void;
  onExport(): void;
}

export function Inspector(props: InspectorProps) {
  const { t } = useWording();
  const answer = useTwin((state) => state.answer);
  const phase = useTwin((state) => state.phase);
  const nothing = useTwin((state) => state.history.present.selection.length === 0);
  return (
    <section
      className="twin-inspector"
      aria-label={t(nothing ? 'twin.whole' : 'twin.selection')}
      aria-busy={phase === 'asking'}
    >
      <header className="twin-head">
        <h2>{t(nothing ? 'twin.whole' : 'twin.selection')}</h2>
        <SelectionTools nothing={nothing} />
      </header>
      <BaseSwitch />
      <RoundedNote />
      {phase === 'failed' && <Failure />}
      {!answer && phase !== 'failed' && <Waiting />}
      {answer && <Numbers answer={answer} nothing={nothing} {...props} />}
    </section>
  );
}

function SelectionTools({ nothing }: { nothing: boolean }) {
  const { t } = useWording();
  const store = useTwinStore();
  const bounds = useTwin((state) => state.answer?.bounds ?? null);
  if (nothing) return null;
  return (
    <div className="twin-head-tools">
      {bounds && (
        <button type="button" className="twin-link" onClick={() => store.getState().goToBounds(bounds)}>
          {t('twin.zoomTo')}
        </button>
      )}
      <button type="button" className="twin-link" onClick={() => store.getState().clearSelection()}>
        {t('twin.clearSelection')}
      </button>
    </div>
  );
}

function Failure() {
  const { t, error } = useWording();
  const store = useTwinStore();
  const code = useTwin((state) => state.failure);
  return (
    <Notice title={t('twin.failed')} text={error(code)} live>
      <button type="button" className="twin-button" onClick={() => store.getState().refresh()}>
        {t('twin.retry')}
      </button>
      <button type="button" className="twin-button" onClick={() => store.getState().undo()}>
        {t('twin.undo')}
      </button>
    </Notice>
  );
}

function Waiting() {
  const { t } = useWording();
  return (
    <div className="twin-waiting" role="status">
      <span className="visually-hidden">{t('twin.loading')}</span>
      {[56, 32, 176, 120].map((height) => (
        <span key={height} className="twin-skeleton" style={{ height }} />
      ))}
    </div>
  );
}

const QUESTION_ONLY = { camera: false, layers: false, question: true };

interface NumbersProps extends InspectorProps {
  answer: SelectionAnswer;
  nothing: boolean;
}

function isEmpty(summary: Summary): boolean {
  return summary.households === 0 && Object.values(summary.counts).every((count) => !count);
}

function Numbers({ answer, nothing, onTable, onExport }: NumbersProps) {
  const { t, tag, word } = useWording();
  const store = useTwinStore();
  const rounded = useRounded();
  const filter = useTwin((state) => state.history.present.filter);
  const summary = nothing ? answer.whole : answer.selected;
  const whole = nothing ? null : answer.whole;
  // Small is not none: where numbers are rounded nobody learns that a place is empty.
  if (isEmpty(summary) && !rounded) return <NoneFound nothing={nothing} />;
  const residents = summary.counts.residents ?? 0;
  const change = (next: typeof filter) => store.getState().setFilter(next);
  return (
    <>
      <Headline summary={summary} whole={whole} onTable={onTable} />
      {nothing && isOpen(filter) && <p className="twin-hint">{t('twin.hint')}</p>}
      <div className="twin-actions">
        <button type="button" className="twin-button" onClick={() => onTable('residents')}>
          {t('twin.table')}
        </button>
        <button type="button" className="twin-button" onClick={onExport}>
          {t('twin.export')}
        </button>
        <HandActions summary={summary} nothing={nothing} />
        <Popup label={t('bookmark.saveQuestion')} face={t('bookmark.save')}>
          {(close) => <BookmarkForm start={QUESTION_ONLY} questionOnly onDone={close} />}
        </Popup>
      </div>
      {residents === 0 && !isOpen(filter) && !rounded ? (
        // Devices and homes are still counted below; for people the filter is the answer.
        <NoneFound nothing={nothing} />
      ) : (
        <AgePyramid
          part={summary.pyramid}
          whole={answer.whole.pyramid}
          alone={nothing}
          onBand={(from, to) => change(setAges(filter, from, to))}
        />
      )}
      <CountBars
        title={t('twin.tags')}
        counts={summary.tags}
        whole={whole?.tags}
        total={residents}
        wholeTotal={whole?.counts.residents}
        label={tag}
        tone="people"
        pressed={tagsOf(filter, 'residents').tags}
        onPick={(id) => change(toggleTag(filter, 'residents', id))}
      />
      <CountBars
        title={t('column.homes.tenure')}
        counts={summary.words['tenure'] ?? []}
        whole={whole?.words['tenure']}
        total={summary.counts.homes}
        wholeTotal={whole?.counts.homes}
        label={(code) => word('tenure', code)}
        tone="homes"
        pressed={wordsOf(filter, 'homes', 'tenure')}
        onPick={(code) => change(toggleWord(filter, 'homes', 'tenure', code))}
      />
      <DeviceHealth summary={summary} whole={whole} />
    </>
  );
}

/** Counted as they are for everybody: they stand in the street. */
const OPEN_COUNTS: TableName[] = ['buildings', 'cameras', 'organisations'];
/** What can be done with those in question: a label, a notice list, a round. The whole community is nobody in particular. */
function HandActions({ summary, nothing }: { summary: Summary; nothing: boolean }) {
  const { t } = useWording();
  const filter = useTwin((state) => state.history.present.filter);
  const homes = summary.counts.homes ?? 0;
  const residents = summary.counts.residents ?? 0;
  const rounded = useRounded();
  // Who may see nobody can do nothing with anybody.
  if (rounded || (nothing && isOpen(filter)) || residents + homes === 0) return null;
  const subject = residents > 0 ? 'residents' : 'homes';
  const about = {
    subject,
    source: { from: 'selection' },
    tag: '',
    title: '',
    count: residents > 0 ? residents : homes,
  } as const;
  return (
    <div className="twin-actions">
      <LabelPopup align="start" subjects={['residents', 'homes']} source={{ from: 'selection' }} />
      <button type="button" className="twin-button" onClick={() => wish('notice', about)}>
        {t('tags.notice')}
      </button>
      <button type="button" className="twin-button" onClick={() => wish('round', about)}>
        {t('tags.round')}
      </button>
    </div>
  );
}

const SMALL_COUNTS: TableName[] = ['homes', 'buildings', 'vehicles', 'devices', 'cameras', 'organisations'];

function Headline({
  summary,
  whole,
  onTable,
}: { summary: Summary; whole: Summary | null } & Pick<InspectorProps, 'onTable'>) {
  const { t, count, people, share, table } = useWording();
  const residents = summary.counts.residents ?? 0;
  return (
    <div className="twin-headline">
      <div className="twin-figures">
        <p className="twin-figure">
          <span>
            <b>{people(residents)}</b>
            {whole && <em title={t('twin.ofWholeHint')}>{share(residents, whole.counts.residents ?? 0)}</em>}
          </span>
          <span>
            {t('twin.people')} <small>· {t(`base.${summary.base}`)}</small>
          </span>
        </p>
        <p className="twin-figure">
          <b>{people(summary.households)}</b>
          <span>
            {t('twin.households')}{' '}
            <small>
              ·{' '}
              {t('twin.perHousehold', {
                value: summary.households > 0 ? (residents / summary.households).toFixed(2) : '–',
              })}
            </small>
          </span>
        </p>
      </div>
      <ul className="twin-counts">
        {SMALL_COUNTS.map((name) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onTable(name)}
              title={t('twin.openTable', { table: table(name) })}
            >
              <KindSymbol table={name} />
              <span>{table(name)}</span>
              <b>{(OPEN_COUNTS.includes(name) ? count : people)(summary.counts[name] ?? 0)}</b>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function NoneFound({ nothing }: { nothing: boolean }) {
  const { t } = useWording();
  const store = useTwinStore();
  const filter = useTwin((state) => state.history.present.filter);
  return (
    <Notice title={t('twin.none')} text={t(nothing ? 'twin.none.filter' : 'twin.none.selection')}>
      {!isOpen(filter) && (
        <button
          type="button"
          className="twin-button"
          onClick={() => store.getState().setFilter(clearFilter(filter))}
        >
          {t('twin.clearFilter')}
        </button>
      )}
      {!nothing && (
        <button type="button" className="twin-button" onClick={() => store.getState().clearSelection()}>
          {t('twin.clearSelection')}
        </button>
      )}
    </Notice>
  );
}
