/** Fields of a rule: what it is now, what the product's own is, whether it was changed, the way back, and what is wrong with it. */
import { Button, HTMLSelect, InputGroup, Switch, Tag } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import { SPAN_UNITS, type Span } from '../../../shared/cases/work-calendar.ts';

interface Common<T> {
  id: string;
  label: string;
  value: T;
  /** The product's own. */
  standard: T;
  /** What is wrong with it; ''. */
  fault: string;
  disabled: boolean;
  onChange(value: T): void;
}

function Frame<T>({
  id,
  label,
  value,
  standard,
  fault,
  disabled,
  onChange,
  standardText,
  children,
}: Common<T> & { standardText: string; children: ReactNode }) {
  const { formatMessage } = useIntl();
  const changed = JSON.stringify(value) !== JSON.stringify(standard);
  return (
    <div className="rules-field">
      <label htmlFor={id}>
        {label} {changed && <Tag minimal>{formatMessage({ id: 'cases.rules.changed' })}</Tag>}
      </label>
      <div className="rules-input">
        {children}
        {changed && !disabled && (
          <Button
            size="small"
            variant="minimal"
            icon="reset"
            aria-label={formatMessage({ id: 'cases.rules.reset' }, { name: label })}
            onClick={() => onChange(standard)}
          />
        )}
      </div>
      <small id={`${id}-help`} data-fault={fault !== ''}>
        {fault || formatMessage({ id: 'cases.rules.standard' }, { value: standardText })}
      </small>
    </div>
  );
}

/** An empty field is null where nothing is allowed, else no number, which the rules refuse. */
export function NumberField({
  unit,
  empty,
  ...field
}: Common<number | null> & { unit: string; empty: boolean }) {
  const { formatMessage } = useIntl();
  const [text, setText] = useState(textOf(field.value));
  const read = (entered: string) => (entered.trim() === '' ? (empty ? null : Number.NaN) : Number(entered));
  const { id, value, standard, fault, disabled, onChange } = field;
  return (
    <Frame
      {...field}
      standardText={
        standard === null ? formatMessage({ id: 'cases.rules.none' }) : `${standard} ${unit}`.trim()
      }
    >
      <InputGroup
        id={id}
        inputMode="decimal"
        autoComplete="off"
        size="small"
        disabled={disabled}
        intent={fault === '' ? 'none' : 'danger'}
        aria-invalid={fault !== ''}
        aria-describedby={`${id}-help`}
        placeholder={empty ? formatMessage({ id: 'cases.rules.none' }) : ''}
        value={Object.is(read(text), value) ? text : textOf(value)}
        rightElement={unit === '' ? undefined : <span className="rules-unit">{unit}</span>}
        onValueChange={(entered) => {
          setText(entered);
          onChange(read(entered));
        }}
      />
    </Frame>
  );
}

const textOf = (value: number | null) => (value === null || Number.isNaN(value) ? '' : String(value));

export function SpanField(field: Common<Span>) {
  const { formatMessage } = useIntl();
  const { id, value, standard, fault, disabled, onChange } = field;
  const unitName = (unit: Span['unit']) => formatMessage({ id: `cases.span.${unit}` });
  return (
    <Frame {...field} standardText={`${standard.n} ${unitName(standard.unit)}`}>
      <InputGroup
        id={id}
        inputMode="numeric"
        autoComplete="off"
        size="small"
        disabled={disabled}
        intent={fault === '' ? 'none' : 'danger'}
        aria-invalid={fault !== ''}
        aria-describedby={`${id}-help`}
        value={textOf(value.n)}
        onValueChange={(entered) =>
          onChange({ ...value, n: entered.trim() === '' ? Number.NaN : Number(entered) })
        }
      />
      <HTMLSelect
        disabled={disabled}
        aria-label={`${field.label} ${formatMessage({ id: 'cases.span' })}`}
        value={value.unit}
        options={SPAN_UNITS.map((unit) => ({ value: unit, label: unitName(unit) }))}
        onChange={({ currentTarget }) => onChange({ ...value, unit: currentTarget.value as Span['unit'] })}
      />
    </Frame>
  );
}

export function SwitchField({ field }: { field: Common<boolean> }) {
  const { formatMessage } = useIntl();
  const { id, value, standard, disabled, onChange } = field;
  return (
    <Frame {...field} standardText={formatMessage({ id: standard ? 'cases.rules.yes' : 'cases.rules.no' })}>
      <Switch
        id={id}
        checked={value}
        disabled={disabled}
        aria-describedby={`${id}-help`}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    </Frame>
  );
}

export function LevelField({ field }: { field: Common<1 | 2 | 3 | 4> }) {
  const { formatMessage } = useIntl();
  const name = (level: number) => formatMessage({ id: `cases.levelOf.${level}` });
  const { id, value, standard, disabled, onChange } = field;
  return (
    <Frame {...field} standardText={name(standard)}>
      <HTMLSelect
        id={id}
        disabled={disabled}
        aria-describedby={`${id}-help`}
        value={value}
        options={[1, 2, 3, 4].map((level) => ({ value: level, label: name(level) }))}
        onChange={({ currentTarget }) => onChange(Number(currentTarget.value) as typeof value)}
      />
    </Frame>
  );
}
