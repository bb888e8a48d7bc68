/** Where each field of a reading stands in a message, with what is found there in the sample, and how its words are understood. */
import { Button, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { tryMapping } from '../../../shared/feeds/mapping.ts';
import { messagePlaces } from '../../../shared/feeds/message-places.ts';
import {
  type FaultName,
  mappingOf,
  PLACES,
  type PlaceName,
  type SourceDraft,
} from '../../../shared/feeds/source-draft.ts';
import { WORDS } from '../../../shared/model/words.ts';
import { useSources } from './store.ts';

/** Seldom in a message: they stay folded until one of them is set. */
const RARE: readonly PlaceName[] = ['lng', 'lat', 'text'];
const COMMON = PLACES.filter((place) => !RARE.includes(place));

export function MappingFields({ draft }: { draft: SourceDraft }) {
  const { formatMessage } = useIntl();
  const { sample, faults } = useSources();
  const { topic, payload } = sample;
  const choices = useMemo(() => messagePlaces(topic, payload), [topic, payload]);
  const found = useMemo(
    () =>
      payload === '' ? {} : tryMapping(mappingOf(draft), topic, new TextEncoder().encode(payload)).found,
    [draft, topic, payload],
  );
  const row = (place: PlaceName) => (
    <Place key={place} draft={draft} place={place} found={found[place]} isWrong={faults.includes(place)} />
  );
  const head = (
    <thead>
      <tr>
        <th>{formatMessage({ id: 'sources.mapping.field' })}</th>
        <th>{formatMessage({ id: 'sources.mapping.place' })}</th>
        <th>{formatMessage({ id: 'sources.mapping.found' })}</th>
      </tr>
    </thead>
  );
  const isRareSet = RARE.some((place) => draft.places[place] !== '');
  return (
    <>
      <h3>{formatMessage({ id: 'sources.mapping' })}</h3>
      <p className="data-note">{formatMessage({ id: 'sources.mapping.how' })}</p>
      <datalist id="sources-places">
        {choices.map((choice) => (
          <option key={choice} value={choice} />
        ))}
      </datalist>
      <table className="sources-mapping">
        {head}
        <tbody>{COMMON.map(row)}</tbody>
      </table>
      <details className="data-details" open={isRareSet || undefined}>
        <summary>{formatMessage({ id: 'sources.mapping.rare' })}</summary>
        <table className="sources-mapping">
          {head}
          <tbody>{RARE.map(row)}</tbody>
        </table>
      </details>
      <Alarm draft={draft} />
      <Kinds draft={draft} />
    </>
  );
}

interface PlaceProps {
  draft: SourceDraft;
  place: PlaceName;
  /** As text; undefined: nothing stands there. */
  found: string | undefined;
  isWrong: boolean;
}

function Place({ draft, place, found, isWrong }: PlaceProps) {
  const { formatMessage } = useIntl();
  const change = useSources((sources) => sources.change);
  const id = `sources-place-${place}`;
  return (
    <tr>
      <th scope="row">
        <label htmlFor={id}>{formatMessage({ id: `sources.place.${place}` })}</label>
      </th>
      <td>
        <InputGroup
          id={id}
          list="sources-places"
          size="small"
          autoComplete="off"
          spellCheck={false}
          intent={isWrong ? 'danger' : 'none'}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-fault` : undefined}
          placeholder={formatMessage({ id: `sources.place.${place}.absent` })}
          value={draft.places[place]}
          onChange={({ target }) => change({ places: { ...draft.places, [place]: target.value } })}
        />
        {isWrong && (
          <span id={`${id}-fault`} className="sources-fault">
            {formatMessage({ id: 'sources.fault.place' })}
          </span>
        )}
      </td>
      <td className="sources-found">{found}</td>
    </tr>
  );
}

/** When an alarm holds: by words, else by limits of the value. */
function Alarm({ draft }: { draft: SourceDraft }) {
  const { formatMessage } = useIntl();
  const { faults, change } = useSources();
  const field = (name: 'on' | 'off' | 'above' | 'below') => {
    const isWrong = faults.includes(name);
    const id = `sources-${name}`;
    return (
      <label className="sources-limit" htmlFor={id}>
        <span>{formatMessage({ id: `sources.alarm.${name}` })}</span>
        <InputGroup
          id={id}
          size="small"
          autoComplete="off"
          intent={isWrong ? 'danger' : 'none'}
          aria-invalid={isWrong}
          value={draft[name]}
          onChange={({ target }) => change({ [name]: target.value })}
        />
      </label>
    );
  };
  const wrong = (['on', 'off', 'above', 'below'] as const).find((name) => faults.includes(name));
  return (
    <details className="data-details" open={wrong !== undefined || undefined}>
      <summary>{formatMessage({ id: 'sources.alarm' })}</summary>
      <p className="data-note">{formatMessage({ id: 'sources.alarm.how' })}</p>
      <div className="sources-limits">
        {field('on')}
        {field('off')}
        {field('above')}
        {field('below')}
      </div>
      {wrong && <Fault name={wrong} />}
    </details>
  );
}

/** What the source calls a kind of device. */
function Kinds({ draft }: { draft: SourceDraft }) {
  const { formatMessage } = useIntl();
  const { faults, change } = useSources();
  const { kinds } = draft;
  const put = (at: number, row: Partial<(typeof kinds)[number]>) =>
    change({ kinds: kinds.with(at, { ...kinds[at], ...row }) });
  return (
    <details className="data-details" open={kinds.length > 0 || undefined}>
      <summary>{formatMessage({ id: 'sources.kinds' })}</summary>
      <p className="data-note">{formatMessage({ id: 'sources.kinds.how' })}</p>
      {kinds.map(({ word, kind }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but the one that is typed.
        <div key={at} className="sources-kind">
          <InputGroup
            size="small"
            aria-label={formatMessage({ id: 'sources.kinds.word' })}
            placeholder={formatMessage({ id: 'sources.kinds.word' })}
            value={word}
            onChange={({ target }) => put(at, { word: target.value })}
          />
          <span aria-hidden="true">→</span>
          <HTMLSelect
            aria-label={formatMessage({ id: 'sources.kinds.kind' })}
            value={kind}
            onChange={({ target }) =>
              put(at, { kind: WORDS.deviceKind.find((each) => each === target.value) ?? kind })
            }
            options={WORDS.deviceKind.map((value) => ({
              value,
              label: formatMessage({ id: `word.deviceKind.${value}` }),
            }))}
          />
          <Button
            variant="minimal"
            icon="cross"
            aria-label={formatMessage({ id: 'sources.kinds.remove' }, { word })}
            onClick={() => change({ kinds: kinds.toSpliced(at, 1) })}
          />
        </div>
      ))}
      {faults.includes('kinds') && <Fault name="kinds" />}
      <Button
        variant="minimal"
        icon="plus"
        text={formatMessage({ id: 'sources.kinds.add' })}
        onClick={() => change({ kinds: [...kinds, { word: '', kind: WORDS.deviceKind[0] }] })}
      />
    </details>
  );
}

function Fault({ name }: { name: FaultName }) {
  const { formatMessage } = useIntl();
  return <p className="sources-fault">{formatMessage({ id: `sources.fault.${name}` })}</p>;
}
