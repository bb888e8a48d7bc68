/**
 * What a link of a form leads to: shown by its name, found by text. A home is found by its address, or through its building. Owns the search;
 * what is chosen goes to the caller.
 */
import { useEffect, useId, useRef, useState } from 'react';
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import type { FieldInput } from './edit-fields.ts';
import { useForm } from './form-store.ts';
import { useWording } from './wording.ts';

interface Choice {
  table: TableName;
  row: number;
  label: string;
  note: string;
}

export interface LinkFieldProps {
  table: TableName;
  column: string;
  input: { row: number; label: string } | null;
  control: { id: string };
  onInput(input: FieldInput): void;
}

/** What a text, inside a building, has found. */
interface Answer {
  text: string;
  building: Choice | null;
  choices: Choice[];
}

const MOST = 12;
const NONE: Choice[] = [];

export function LinkField({ table, column, input, control, onInput }: LinkFieldProps) {
  const { t, column: columnName } = useWording();
  const [searching, setSearching] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const name = columnName(table, column);
  if (searching)
    return (
      <LinkSearch
        target={targetOf(table, column)}
        control={control}
        name={name}
        onChoose={(choice) => {
          setSearching(false);
          if (choice) onInput({ row: choice.row, label: choice.label });
          requestAnimationFrame(() => change.current?.focus());
        }}
      />
    );
  return (
    <div className="edit-link">
      <span>{input ? input.label || `#${input.row}` : t('edit.link.none')}</span>
      <button
        {...control}
        ref={change}
        type="button"
        className="twin-button"
        aria-label={t('edit.link.choose', { name })}
        onClick={() => setSearching(true)}
      >
        {t('edit.link.change')}
      </button>
      {input && (
        <button
          type="button"
          className="twin-button"
          aria-label={t('edit.link.clearOf', { name })}
          onClick={() => onInput(null)}
        >
          {t('edit.link.clear')}
        </button>
      )}
    </div>
  );
}

function targetOf(table: TableName, column: string): TableName {
  const spec = TABLES[table].columns[column];
  return spec?.kind === 'number' && spec.link ? spec.link : table;
}

interface LinkSearchProps {
  target: TableName;
  control: { id: string };
  name: string;
  /** null: nothing was chosen. */
  onChoose(choice: Choice | null): void;
}

function LinkSearch({ target, control, name, onChoose }: LinkSearchProps) {
  const { t, table } = useWording();
  const engine = useEngine();
  const list = useId();
  const [text, setText] = useState('');
  const [building, setBuilding] = useState<Choice | null>(null);
  const { choices, current } = useChoices(engine, target, text, building);
  const [at, setAt] = useState(0);
  // Who types fast presses Enter before the answer is there: it is for the first of what the text finds, never for what was shown before.
  const hurried = useRef(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other choices, the first of them.
  useEffect(() => setAt(0), [choices]);
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    if (choice.table === target) return onChoose(choice);
    setBuilding(choice);
    setText('');
    field.current?.focus();
  };
  useEffect(() => {
    if (!current || !hurried.current) return;
    hurried.current = false;
    choose(choices[0]);
  });
  return (
    <div className="edit-search">
      {building && (
        <p className="twin-hint">
          {building.label}
          <button type="button" className="twin-link" onClick={() => setBuilding(null)}>
            {t('edit.link.otherBuilding')}
          </button>
        </p>
      )}
      <input
        {...control}
        ref={field}
        className="edit-input"
        role="combobox"
        aria-label={name}
        aria-expanded={choices.length > 0}
        aria-controls={list}
        aria-activedescendant={choices[at] ? `${list}-${at}` : undefined}
        autoComplete="off"
        placeholder={t(
          target === 'homes' ? (building ? 'edit.link.door' : 'edit.link.address') : 'edit.link.search',
        )}
        value={text}
        onChange={(event) => {
          hurried.current = false;
          setText(event.target.value);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) setAt(Math.max(0, Math.min(choices.length - 1, at + step)));
          else if (event.key === 'Enter' && !current) hurried.current = true;
          else if (event.key === 'Enter') choose(choices[at]);
          else if (event.key === 'Escape') onChoose(null);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <ul id={list} role="listbox" aria-label={name} className="edit-choices">
        {choices.map((choice, i) => (
          <li
            key={`${choice.table}-${choice.row}`}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === at}
            // The field keeps the focus; a press there chooses.
            onPointerDown={(event) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            <span>{choice.label}</span>
            <small>{choice.note || table(choice.table)}</small>
          </li>
        ))}
      </ul>
      <button type="button" className="twin-link" onClick={() => onChoose(null)}>
        {t('edit.link.keep')}
      </button>
    </div>
  );
}

/**
 * What fits the text; for homes, buildings too: through them their homes are found. An entrance is one of the building that the form
 * names. While the answer is not `current`, those of the text before are shown, but none of another building.
 */
function useChoices(
  engine: DataEngine,
  target: TableName,
  text: string,
  building: Choice | null,
): { choices: Choice[]; current: boolean } {
  const within = useForm(({ inputs }) => {
    const link = inputs['building'];
    return link && typeof link === 'object' && 'row' in link ? link.row : null;
  });
  const [answer, setAnswer] = useState<Answer>({ text: '', building: null, choices: NONE });
  useEffect(() => {
    let current = true;
    const keep = (choices: Choice[]) => current && setAnswer({ text, building, choices });
    const found =
      target === 'entrances'
        ? entrancesOf(engine, within, text)
        : building
          ? homesOf(engine, building, text)
          : search(engine, target, text);
    // Nothing found is what a failed search finds.
    found.then(keep, () => keep(NONE));
    return () => {
      current = false;
    };
  }, [engine, target, text, building, within]);
  return {
    choices: answer.building === building ? answer.choices : NONE,
    current: answer.building === building && answer.text === text,
  };
}

async function search(engine: DataEngine, target: TableName, text: string): Promise<Choice[]> {
  if (text.trim() === '') return [];
  const hits = await engine.search(text, 200);
  const wanted = hits.filter((hit) => hit.table === target);
  const ways = target === 'homes' ? hits.filter((hit) => hit.table === 'buildings') : [];
  return [...wanted, ...ways]
    .slice(0, MOST)
    .map(({ table, row, title, subtitle }) => ({ table, row, label: title, note: subtitle }));
}

async function entrancesOf(engine: DataEngine, building: number | null, text: string): Promise<Choice[]> {
  if (building === null) return [];
  const found = await engine.entrancesOf(building);
  return found
    .filter(({ label }) => label.includes(text.trim()))
    .map(({ row, label }) => ({ table: 'entrances', row, label, note: '' }));
}

async function homesOf(engine: DataEngine, building: Choice, text: string): Promise<Choice[]> {
  const { cells } = await engine.building(building.row);
  const wanted = text.normalize('NFKC').trim();
  return cells
    .map(({ home, entrance, door, floor }) => ({
      home,
      label: [entrance, door || `${floor}F`].filter(Boolean).join('-'),
    }))
    .filter(({ label }) => label.includes(wanted))
    .slice(0, 60)
    .map(({ home, label }) => ({ table: 'homes', row: home, label: `${building.label} ${label}`, note: '' }));
}
