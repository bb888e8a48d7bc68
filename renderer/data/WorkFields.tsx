/**
 * What a notice list and a round ask for alike before they are made: a name, a purpose, words in plain text, and to go or to leave. Owns
 * how these look; what is made of them is the page's.
 */
import { Button, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { PURPOSES, type Purpose } from '../../shared/access/break-glass.ts';

export interface LineFieldProps {
  id: string;
  /** Message of the label. */
  label: string;
  value: string;
  /** Characters. */
  most?: number;
  type?: 'text' | 'date';
  onChange(value: string): void;
}

export function LineField({ id, label, value, most, type = 'text', onChange }: LineFieldProps) {
  const { formatMessage } = useIntl();
  return (
    <FormGroup label={formatMessage({ id: label })} labelFor={id}>
      <InputGroup
        id={id}
        type={type}
        maxLength={most}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </FormGroup>
  );
}

export interface PurposeFieldProps {
  id: string;
  label: string;
  value: Purpose | '';
  disabled?: boolean;
  /** Message of the choice that says nothing yet; left out: there is none. */
  unchosen?: string;
  /** '': what says nothing yet. */
  onChange(purpose: Purpose | ''): void;
}

export function PurposeField({ id, label, value, disabled, unchosen, onChange }: PurposeFieldProps) {
  const { formatMessage } = useIntl();
  const purposes = PURPOSES.map((each) => ({
    value: each as string,
    label: formatMessage({ id: `access.purpose.${each}` }),
  }));
  return (
    <FormGroup label={formatMessage({ id: label })} labelFor={id}>
      <HTMLSelect
        id={id}
        disabled={disabled}
        value={value}
        onChange={(event) => onChange(PURPOSES.find((each) => each === event.target.value) ?? '')}
        options={unchosen ? [{ value: '', label: formatMessage({ id: unchosen }) }, ...purposes] : purposes}
      />
    </FormGroup>
  );
}

export interface WorkButtonsProps {
  /** Every text names nobody. */
  plain: boolean;
  ready: boolean;
  busy: boolean;
  icon?: 'download';
  /** Message of the button that makes it. */
  go: string;
  onGo(): void;
  onLeave(): void;
}

export function WorkButtons({ plain, ready, busy, icon, go, onGo, onLeave }: WorkButtonsProps): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <>
      {!plain && (
        <p className="data-note" role="alert">
          {formatMessage({ id: 'notices.notPlain' })}
        </p>
      )}
      <div className="data-buttons">
        <Button
          icon={icon}
          className="data-primary"
          loading={busy}
          disabled={!ready || !plain}
          text={formatMessage({ id: go })}
          onClick={onGo}
        />
        <Button disabled={busy} text={formatMessage({ id: 'tags.leave' })} onClick={onLeave} />
      </div>
    </>
  );
}
