/** One field of a form: its label, the input that fits its kind, and what is wrong with it. Owns no rule. */
import { useId } from 'react';
import type { EditProblem } from '../../shared/edits/edit-problem.ts';
import type { FieldRule } from '../../shared/edits/field-rules.ts';
import { isPersonalColumn } from '../../shared/edits/record-edit.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { type FieldInput, type FieldKind, fieldKind, labelsOf, wordsOf } from './edit-fields.ts';
import { FieldProblems } from './FieldProblems.tsx';
import { HouseholdField } from './HouseholdField.tsx';
import { LinkField } from './LinkField.tsx';
import { PersonalMark } from './PersonalMark.tsx';
import { useWording } from './wording.ts';

export interface RecordFieldProps {
  table: TableName;
  rule: FieldRule;
  input: FieldInput;
  problems: readonly EditProblem[];
  onInput(input: FieldInput): void;
  /** The focus leaves the field. */
  onLeave(): void;
}

export function RecordField(props: RecordFieldProps) {
  const { table, rule, input, problems, onInput, onLeave } = props;
  const { column: columnName, tag, t } = useWording();
  const id = useId();
  const kind = fieldKind(table, rule);
  const name = columnName(table, rule.column);
  if (kind === 'tags') {
    const chosen = Array.isArray(input) ? (input as readonly string[]) : [];
    return (
      <fieldset className="edit-field edit-tags">
        <legend>{name}</legend>
        {[...new Set([...labelsOf(table), ...chosen])].map((label) => (
          <label key={label} className="twin-check">
            <input
              type="checkbox"
              checked={chosen.includes(label)}
              onChange={({ target }) =>
                onInput(target.checked ? [...chosen, label] : chosen.filter((each) => each !== label))
              }
            />
            <span>{tag(label)}</span>
          </label>
        ))}
      </fieldset>
    );
  }
  return (
    <div className="edit-field" onBlur={onLeave}>
      <label htmlFor={id}>
        {name}
        {rule.required === 'error' && <small>{t('edit.required')}</small>}
        {isPersonalColumn(table, rule.column) && <PersonalMark />}
      </label>
      <FieldControl {...props} id={id} describedBy={problems.length > 0 ? `${id}-why` : undefined} />
      <FieldProblems problems={problems} id={`${id}-why`} />
    </div>
  );
}

const INPUT_TYPE: Partial<Record<FieldKind, string>> = {
  day: 'date',
  moment: 'datetime-local',
  phone: 'tel',
};

interface FieldControlProps extends RecordFieldProps {
  id: string;
  describedBy: string | undefined;
}

function FieldControl({ table, rule, input, problems, onInput, id, describedBy }: FieldControlProps) {
  const { t, word } = useWording();
  const kind = fieldKind(table, rule);
  const wrong = problems.some(({ severity }) => severity === 'error');
  const common = {
    id,
    'aria-invalid': wrong || undefined,
    'aria-describedby': describedBy,
    'aria-required': rule.required === 'error' || undefined,
  };
  const text = typeof input === 'string' ? input : '';
  if (kind === 'link')
    return (
      <LinkField
        table={table}
        column={rule.column}
        input={input !== null && typeof input === 'object' && 'row' in input ? input : null}
        control={common}
        onInput={onInput}
      />
    );
  if (kind === 'household') return <HouseholdField input={text} control={common} onInput={onInput} />;
  if (kind === 'word') {
    const { vocabulary, words } = wordsOf(table, rule.column);
    const extra = text !== '' && !words.includes(text) ? [text] : [];
    return (
      <select
        {...common}
        className="twin-select"
        value={text}
        onChange={({ target }) => onInput(target.value)}
      >
        <option value="">{t('twin.unknown')}</option>
        {[...words, ...extra].map((each) => (
          <option key={each} value={each}>
            {word(vocabulary, each)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...common}
      className="edit-input"
      type={INPUT_TYPE[kind] ?? 'text'}
      inputMode={kind === 'number' || kind === 'degrees' ? 'decimal' : undefined}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ target }) => onInput(target.value)}
    />
  );
}
