/** Heading of a tool: what it is, of which case, and the way out. */
import { Button, Callout } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Case } from '../../../shared/cases/case.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import './tools.css';

interface Props {
  title: string;
  file: Case;
  onClose(): void;
  children?: ReactNode;
}

export function ToolHead({ title, file, onClose, children }: Props) {
  const { formatMessage } = useIntl();
  return (
    <header className="cases-head">
      <AlertBadge level={file.level} size={28} />
      <h2>
        {title}
        <small className="tool-sub">
          {file.caseNo} · {file.place.text || '—'}
        </small>
      </h2>
      {children}
      <Button
        variant="minimal"
        icon="cross"
        aria-label={formatMessage({ id: 'cases.close' })}
        onClick={onClose}
      />
    </header>
  );
}

/** What stood against the last step; nothing when nothing did. */
export function Problem({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <Callout intent="warning" compact role="alert">
      {text}
    </Callout>
  );
}
