/** Where something is, found by name: buildings, compounds, grids, doors. Nobody's name leads anywhere here. */
import { FormGroup, InputGroup } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { CasePlace } from '../../shared/cases/case-command.ts';
import { currentEngine } from '../app/open-session.ts';
import type { SearchHit } from '../worker/engine-api.ts';

const PLACES = ['buildings', 'compounds', 'facilities', 'grids', 'entrances', 'places'];
const MOST_HITS = 6;

export function PlaceField({
  id,
  onChange,
}: {
  /** Of its field. */
  id: string;
  onChange(where: { place: CasePlace; grid: string } | null): void;
}) {
  const { formatMessage } = useIntl();
  const [text, setText] = useState('');
  const [hits, setHits] = useState<SearchHit[]>([]);
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    if (text.trim() === '' || text === chosen) return setHits([]);
    let current = true;
    currentEngine()
      .search(text, 40)
      .then(
        (found) =>
          current &&
          setHits(found.filter(({ table, point }) => point && PLACES.includes(table)).slice(0, MOST_HITS)),
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [text, chosen]);
  const choose = async ({ title, point }: SearchHit) => {
    if (!point) return;
    setChosen(title);
    setText(title);
    onChange(await currentEngine().casePlace(point));
  };
  return (
    <FormGroup label={formatMessage({ id: 'alert.place' })} labelFor={id}>
      <InputGroup
        id={id}
        leftIcon="search"
        autoComplete="off"
        placeholder={formatMessage({ id: 'cases.report.place' })}
        value={text}
        onValueChange={(next) => {
          setText(next);
          setChosen('');
          onChange(null);
        }}
      />
      {hits.length > 0 && (
        <ul className="cases-hits">
          {hits.map((hit) => (
            <li key={`${hit.table}.${hit.row}`}>
              <button type="button" onClick={() => void choose(hit)}>
                <b>{hit.title}</b> <span>{hit.subtitle}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </FormGroup>
  );
}
