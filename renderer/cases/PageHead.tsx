/** The head of a page of the desk or a tool of a case: its name, what stands beside it, the way out. */
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

export function PageHead({
  title,
  children,
  onClose,
}: {
  title: string;
  children?: ReactNode;
  onClose(): void;
}) {
  const { formatMessage } = useIntl();
  return (
    <header className="cases-head">
      <h2>{title}</h2>
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
