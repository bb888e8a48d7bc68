/**
 * All controls of the filter, each with its counts under the other filters. Changes the store's filter; counts
 * nothing itself.
 */
import type { TableName } from '../../shared/model/tables.ts';
import { ExpressionInput } from '../app/ExpressionInput.tsx';
import { useExpressionLanguage } from '../app/expression-language.ts';
import { AgeHistogram } from './AgeHistogram.tsx';
import { Disclosure, FacetList } from './FacetList.tsx';
import { FilterChips, FilterTools } from './FilterChips.tsx';
import {
  agesOf,
  setAges,
  setExpression,
  setTagMatch,
  tagsOf,
  toggleTag,
  toggleWord,
  wordsOf,
} from './filter-edit.ts';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

/** Controls with a closed list of words, in the order they stand; the first ones are open. */
const WORD_CONTROLS: { table: TableName; column: string; open?: boolean }[] = [
  { table: 'residents', column: 'sex', open: true },
  { table: 'homes', column: 'tenure', open: true },
  { table: 'residents', column: 'kind' },
  { table: 'residents', column: 'registration' },
  { table: 'residents', column: 'presence' },
  { table: 'residents', column: 'relation' },
  { table: 'residents', column: 'marital' },
  { table: 'residents', column: 'education' },
  { table: 'residents', column: 'employment' },
  { table: 'residents', column: 'assistance' },
  { table: 'residents', column: 'disability' },
  { table: 'residents', column: 'mobility' },
];

export function FilterPanel() {
  const { t, people } = useWording();
  const matching = useTwin((state) => state.facets?.matching ?? null);
  return (
    <section className="twin-filter" aria-label={t('twin.filter')}>
      <div className="twin-filter-top">
        <header className="twin-head">
          <h2>
            {t('twin.filter')}
            {matching !== null && <small>{t('twin.matching', { count: people(matching) })}</small>}
          </h2>
          <FilterTools />
        </header>
        <FilterChips />
      </div>
      <AgeControl />
      <TagControl table="residents" />
      {WORD_CONTROLS.map((control) => (
        <WordControl key={`${control.table}.${control.column}`} {...control} />
      ))}
      <TagControl table="homes" />
      <ExpressionControl />
    </section>
  );
}

const NO_AGES = new Uint32Array(0);

function AgeControl() {
  const { t } = useWording();
  const store = useTwinStore();
  const ages = useTwin((state) => state.facets?.ages ?? NO_AGES);
  const filter = useTwin((state) => state.history.present.filter);
  const range = agesOf(filter);
  return (
    <Disclosure title={t('twin.age')} badge={range ? 1 : 0} open>
      <AgeHistogram
        ages={ages}
        range={range}
        onRange={(from, to) => store.getState().setFilter(setAges(filter, from, to), 'age')}
        onSettled={() => store.getState().settle()}
      />
    </Disclosure>
  );
}

function WordControl({ table, column, open }: { table: TableName; column: string; open?: boolean }) {
  const wording = useWording();
  const store = useTwinStore();
  const counts = useTwin((state) => state.facets?.words[column]);
  const filter = useTwin((state) => state.history.present.filter);
  return (
    <FacetList
      title={wording.column(table, column)}
      counts={counts ?? []}
      chosen={wordsOf(filter, table, column)}
      label={(word) => (word === '' ? wording.t('twin.unknown') : wording.value(table, column, word))}
      onToggle={(word) => store.getState().setFilter(toggleWord(filter, table, column, word))}
      open={open}
    />
  );
}

function TagControl({ table }: { table: 'residents' | 'homes' }) {
  const { t, tag } = useWording();
  const store = useTwinStore();
  const counts = useTwin((state) => (table === 'homes' ? state.facets?.homeTags : state.facets?.tags));
  const filter = useTwin((state) => state.history.present.filter);
  const { tags, match } = tagsOf(filter, table);
  return (
    <FacetList
      title={t(table === 'homes' ? 'twin.homeTags' : 'twin.tags')}
      counts={counts ?? []}
      chosen={tags}
      label={tag}
      onToggle={(id) => store.getState().setFilter(toggleTag(filter, table, id))}
      open={table === 'residents'}
      limit={6}
      extra={
        tags.length > 1 && (
          <fieldset className="twin-segments twin-segments-small">
            <legend className="visually-hidden">{t('twin.match')}</legend>
            {(['any', 'all'] as const).map((how) => (
              <label key={how}>
                <input
                  type="radio"
                  name={`twin-match-${table}`}
                  checked={match === how}
                  onChange={() => store.getState().setFilter(setTagMatch(filter, table, how))}
                />
                <span>{t(`twin.match.${how}`)}</span>
              </label>
            ))}
          </fieldset>
        )
      }
    />
  );
}

function ExpressionControl() {
  const { t } = useWording();
  const language = useExpressionLanguage();
  const store = useTwinStore();
  const filter = useTwin((state) => state.history.present.filter);
  return (
    <Disclosure
      title={t('twin.expression')}
      badge={filter.expression === '' ? 0 : 1}
      open={filter.expression !== ''}
    >
      <ExpressionInput
        value={filter.expression}
        language={language}
        onApply={(text) => store.getState().setFilter(setExpression(filter, text))}
      />
    </Disclosure>
  );
}
