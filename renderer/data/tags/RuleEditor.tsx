/** A label while it is written: its names, keeper and colour, whom it is about; of a rule the expression with the number it holds for. */
import { Button, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { BUILT_IN_TAGS } from '../../../shared/query/tag-rules.ts';
import { useCount } from '../../app/count.tsx';
import { ExpressionInput } from '../../app/ExpressionInput.tsx';
import { useExpressionLanguage } from '../../app/expression-language.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { type Draft, useTags } from './store.ts';

/** Milliseconds without a key before a text is counted. */
const PAUSE = 150;
const COLOURS = ['people', 'homes', 'vehicles', 'devices', 'cameras', 'accent'] as const;
const LANGUAGES = ['zh', 'en'] as const;

export function RuleEditor({ draft }: { draft: Draft }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const language = useExpressionLanguage();
  const { tags, saving, change, leave, save, count } = useTags();
  const { readable, subject } = draft;
  useEffect(() => {
    if (!readable || draft.kind === 'manual') return;
    const wait = setTimeout(() => void count(engine, subject, readable), PAUSE);
    return () => clearTimeout(wait);
  }, [engine, count, readable, subject, draft.kind]);
  const named = draft.name.zh.trim() !== '';
  const byHand = draft.kind === 'manual';
  const taken = useNameTaken(draft);
  return (
    <section className="data-section" aria-labelledby="tags-editor">
      <h2 id="tags-editor">{formatMessage({ id: byHand ? 'tags.editor.byHand' : 'tags.editor' })}</h2>
      <div className="quality-draw">
        {namesOf(draft).map((each) => (
          <FormGroup
            key={each}
            label={formatMessage({ id: `tags.name.${each}` })}
            labelFor={`tags-name-${each}`}
          >
            <InputGroup
              id={`tags-name-${each}`}
              maxLength={40}
              value={draft.name[each]}
              onChange={(event) => change({ name: { ...draft.name, [each]: event.target.value } })}
            />
          </FormGroup>
        ))}
        <FormGroup label={formatMessage({ id: 'tags.owner' })} labelFor="tags-owner">
          <InputGroup
            id="tags-owner"
            maxLength={40}
            value={draft.owner}
            onChange={(event) => change({ owner: event.target.value })}
          />
        </FormGroup>
        <FormGroup label={formatMessage({ id: 'tags.subject' })} labelFor="tags-subject">
          <HTMLSelect
            id="tags-subject"
            value={subject}
            // Whom it was given to would lose it.
            disabled={byHand && (tags ?? []).some(({ id }) => id === draft.id)}
            onChange={(event) => change({ subject: event.target.value === 'homes' ? 'homes' : 'residents' })}
            options={(['residents', 'homes'] as const).map((value) => ({
              value,
              label: formatMessage({ id: `table.${value}` }),
            }))}
          />
        </FormGroup>
        <FormGroup label={formatMessage({ id: 'tags.colour' })} labelFor="tags-colour">
          <HTMLSelect
            id="tags-colour"
            value={draft.colour}
            onChange={(event) =>
              change({ colour: COLOURS.find((each) => each === event.target.value) ?? 'people' })
            }
            options={COLOURS.map((value) => ({
              value,
              label: formatMessage({ id: `tags.colour.${value}` }),
            }))}
          />
        </FormGroup>
      </div>
      {byHand ? (
        <p className="data-note">{formatMessage({ id: 'tags.byHand.how' })}</p>
      ) : (
        <>
          <h3>{formatMessage({ id: 'tags.expression' })}</h3>
          <ExpressionInput
            key={draft.id}
            value={draft.expression}
            language={language}
            onApply={(expression) => change({ expression })}
            onType={(text) => change({ readable: text })}
          />
          <Live draft={draft} />
        </>
      )}
      {taken && (
        <p className="data-note" role="alert">
          {formatMessage({ id: 'tags.nameTaken' })}
        </p>
      )}
      <div className="data-buttons">
        <Button
          className="data-primary"
          loading={saving}
          disabled={!named || taken || !(byHand || readable)}
          text={formatMessage({ id: 'tags.save' })}
          onClick={() => {
            if (draft.name.en.trim() === '') change({ name: { ...draft.name, en: draft.name.zh } });
            void save(engine);
          }}
        />
        <Button disabled={saving} text={formatMessage({ id: 'tags.leave' })} onClick={leave} />
      </div>
    </section>
  );
}

/** Two labels of one name could not be told apart on any screen. */
function useNameTaken({ id, name }: Draft): boolean {
  const tags = useTags((state) => state.tags);
  const { formatMessage, messages } = useIntl();
  const mine = [name.zh.trim(), name.en.trim()].filter(Boolean);
  return (tags ?? []).some((tag) => {
    if (tag.id === id) return false;
    const shown = `tag.${tag.id}` in messages ? formatMessage({ id: `tag.${tag.id}` }) : tag.id;
    return [shown, tag.name.zh, tag.name.en].some((each) => mine.includes(each));
  });
}

/** The names of the built-in labels are words of the field: their rules can be changed, not they. */
function namesOf({ id }: Draft): readonly (typeof LANGUAGES)[number][] {
  return BUILT_IN_TAGS.some((tag) => tag.id === id) ? [] : LANGUAGES;
}

function Live({ draft }: { draft: Draft }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const live = useTags((tags) => tags.live);
  const text = () => {
    if (draft.readable === null) return formatMessage({ id: 'tags.live.wrong' });
    if (draft.readable === '' || live.name === 'none') return formatMessage({ id: 'tags.live.none' });
    if (live.name === 'counting') return formatMessage({ id: 'tags.live.counting' });
    return formatMessage({ id: 'tags.live.count' }, { count: count(live.count) });
  };
  return (
    <p className="tags-live" role="status" data-count={live.name === 'count' ? live.count : ''}>
      {text()}
    </p>
  );
}
