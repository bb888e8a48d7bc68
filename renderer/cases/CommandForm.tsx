/** One form for every command that asks for something: the fields are data (shared/cases/command-fields.ts). Keeps what was filled in until it is given. */
import { Button, FormGroup, HTMLSelect, InputGroup, Switch, TextArea } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { type Case, isOpen } from '../../shared/cases/case.ts';
import type { Assignee, CommandBody, CommandKind } from '../../shared/cases/case-command.ts';
import { bodyFrom, type CommandField, FIELDS_OF } from '../../shared/cases/command-fields.ts';
import { hasVault } from '../app/access/seat.ts';
import { useCaseDirectory } from '../app/case-directory.ts';
import { useSession } from '../app/session.ts';
import { NearestOnDuty } from './duty/NearestOnDuty.tsx';
import { ProofField } from './ProofField.tsx';

interface Props {
  kind: CommandKind;
  file: Case;
  /** Of which it can be done; several are asked for. */
  tasks: readonly string[];
  names: (id: string) => string;
  busy: boolean;
  onGive(does: CommandBody, note: string): void;
  onStop(): void;
}

type Values = Record<string, unknown>;

export function CommandForm({ kind, file, tasks, names, busy, onGive, onStop }: Props) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const fields = FIELDS_OF[kind] ?? [];
  const choices = useChoices(file, names);
  const [task, setTask] = useState(tasks[0] ?? '');
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(fields.map((field) => [field.name, firstOf(field, choices)])),
  );
  const [note, setNote] = useState('');
  const whole =
    (kind !== 'note' || note.trim() !== '') &&
    fields.every((field) => values[field.name] !== undefined && values[field.name] !== '');
  return (
    <form
      className="cases-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) onGive(bodyFrom(kind, values, task), note);
      }}
    >
      <h3>{say(`cases.command.${kind}`)}</h3>
      {tasks.length > 1 && (
        <FormGroup label={say('cases.field.task')} labelFor="cases-task">
          <HTMLSelect
            id="cases-task"
            fill
            value={task}
            options={tasks.map((value) => ({
              value,
              label: names(file.tasks.find(({ id }) => id === value)?.assignee.id ?? value),
            }))}
            onChange={({ currentTarget }) => setTask(currentTarget.value)}
          />
        </FormGroup>
      )}
      {fields.map((field) => (
        <Field
          key={field.name}
          file={file}
          field={field}
          value={values[field.name]}
          choices={choices}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      {hasVault() && (
        <FormGroup label={say('cases.field.note')} labelFor="cases-note" helperText={say('cases.note.help')}>
          <TextArea
            id="cases-note"
            fill
            maxLength={2_000}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
        </FormGroup>
      )}
      {kind === 'note' && !hasVault() && <p className="cases-none">{say('cases.note.vault')}</p>}
      <div className="cases-buttons">
        <Button
          type="submit"
          intent="primary"
          disabled={busy || !whole}
          text={say(`cases.command.${kind}`)}
        />
        <Button disabled={busy} text={say('cases.stop')} onClick={onStop} />
      </div>
    </form>
  );
}

interface Choices {
  assignees: { value: string; label: string }[];
  parties: { value: string; label: string }[];
  cases: { value: string; label: string }[];
}

function useChoices(file: Case, names: (id: string) => string): Choices {
  const { formatMessage } = useIntl();
  const { workers, parties } = useCaseDirectory();
  const cases = useSession((session) => session.cases);
  return useMemo(() => {
    const own = (grid: string) => Number(grid === file.grid && grid !== '');
    const sorted = [...workers].sort((a, b) => own(b.grid) - own(a.grid) || (a.grid < b.grid ? -1 : 1));
    return {
      assignees: [
        ...sorted
          .filter(({ role }) => role === 'gridWorker' || role === 'communityWorker')
          .map(({ id, name, grid }) => ({
            value: `worker ${id}`,
            label: grid === '' ? name : `${name} (${grid})`,
          })),
        { value: 'communityDuty desk', label: names('desk') },
      ],
      parties: parties.map(({ id, name }) => ({ value: id, label: name })),
      cases: [...cases.values()]
        .filter((each) => each.caseId !== file.caseId && isOpen(each) && each.parent === '')
        .sort((a, b) => nearness(file, a) - nearness(file, b))
        .slice(0, 50)
        .map((each) => ({
          value: each.caseId,
          label: `${each.caseNo} ${formatMessage({ id: `cases.matter.${each.matter}` })} ${each.place.text}`,
        })),
    };
  }, [workers, parties, cases, file, names, formatMessage]);
}

/** The same matter first, then what is near. */
function nearness(file: Case, other: Case): number {
  const apart =
    file.place.lng === null || other.place.lng === null
      ? 1
      : Math.hypot(
          (file.place.lng ?? 0) - (other.place.lng ?? 0),
          (file.place.lat ?? 0) - (other.place.lat ?? 0),
        );
  return (other.matter === file.matter ? 0 : 10) + apart;
}

function firstOf(field: CommandField, choices: Choices): unknown {
  switch (field.kind) {
    case 'word':
      return field.optional ? null : field.list[0];
    case 'number':
      return field.list[field.list.length - 1];
    case 'yesNo':
      return true;
    case 'instant':
      return Date.now() + field.ahead;
    case 'assignee':
      return assigneeOf(choices.assignees[0].value);
    case 'party':
      return choices.parties[0]?.value ?? '';
    case 'case':
      return choices.cases[0]?.value ?? '';
    case 'proof':
      return [];
    case 'position':
      return null;
  }
}

function assigneeOf(text: string): Assignee {
  const [kind, ...id] = text.split(' ');
  return { kind: kind as Assignee['kind'], id: id.join(' ') };
}

interface FieldProps {
  file: Case;
  field: CommandField;
  value: unknown;
  choices: Choices;
  onChange(value: unknown): void;
}

function Field({ file, field, value, choices, onChange }: FieldProps) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const id = `cases-field-${field.name}`;
  const label = say(`cases.field.${field.name}`);
  const select = (
    options: { value: string | number; label: string }[],
    chosen: string | number,
    take: (text: string) => void,
  ) => (
    <FormGroup label={label} labelFor={id}>
      {options.length === 0 ? (
        <span className="cases-none">{say('cases.nothingToChoose')}</span>
      ) : (
        <HTMLSelect
          id={id}
          fill
          value={chosen}
          options={options}
          onChange={({ currentTarget }) => take(currentTarget.value)}
        />
      )}
    </FormGroup>
  );
  switch (field.kind) {
    case 'word': {
      const options = field.list.map((each) => ({ value: each, label: say(`cases.${field.words}.${each}`) }));
      if (field.optional) options.unshift({ value: '', label: say('cases.field.none') });
      return select(options, value === null ? '' : String(value), (text) =>
        onChange(text === '' ? null : text),
      );
    }
    case 'number':
      return select(
        field.list.map((each) => ({ value: each, label: say(`cases.${field.words}.${each}`) })),
        Number(value),
        (text) => onChange(Number(text)),
      );
    case 'yesNo':
      return (
        <Switch
          checked={value === true}
          label={label}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      );
    case 'instant':
      return (
        <FormGroup label={label} labelFor={id}>
          <InputGroup
            id={id}
            type="datetime-local"
            value={localText(Number(value))}
            onValueChange={(text) => onChange(Date.parse(text))}
          />
        </FormGroup>
      );
    case 'assignee': {
      const { kind, id: who } = value as Assignee;
      return (
        <>
          {select(choices.assignees, `${kind} ${who}`, (text) => onChange(assigneeOf(text)))}
          <NearestOnDuty file={file} chosen={who} onChoose={onChange} />
        </>
      );
    }
    case 'party':
      return select(choices.parties, String(value), onChange);
    case 'case':
      return select(choices.cases, String(value), onChange);
    case 'proof':
      return <ProofField label={label} onChange={onChange} />;
    case 'position':
      return null;
  }
}

/** As the field writes it: the local time without seconds. */
function localText(at: number): string {
  if (!Number.isFinite(at)) return '';
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
