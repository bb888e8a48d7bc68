/** Heading of a tool: what it is, of which case or alert, and the way out. */
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { AlertLevel } from '../../../shared/cases/alert.ts';
import type { Case } from '../../../shared/cases/case.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import './tools.css';

interface Props {
  title: string;
  level: AlertLevel;
  /** Number and place. */
  line: string;
  onClose(): void;
  children?: ReactNode;
}

export function ToolHead({ title, level, line, onClose, children }: Props) {
  const { formatMessage } = useIntl();
  return (
    <header className="cases-head">
      <AlertBadge level={level} size={28} />
      <h2>
        {title}
        <small className="tool-sub">{line}</small>
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

/** How a case is named under the title of its tool. */
export function caseLine({ caseNo, place }: Pick<Case, 'caseNo' | 'place'>): string {
  return `${caseNo} · ${place.text || '—'}`;
}
