/**
 * Pages on paper: shown on the screen as they will be, and laid beside the page for the browser's own printing, which saves them as PDF as well.
 * What leaves on paper is noted like a file. Owns no content.
 */
import './caseprint.css';
import { Button } from '@blueprintjs/core';
import { type ReactNode, useState } from 'react';
import { createPortal } from 'react-dom';
import { useIntl } from 'react-intl';
import { noteExport } from '../../app/access/audit-notes.ts';
import { useSession } from '../../app/session.ts';
import { errorText } from '../error-text.ts';
import { Problem } from '../Problem.tsx';

interface Props {
  /** Named in the audit entry. */
  table: string;
  /** Cases or lines on it. */
  count: number;
  /** Each a `caseprint-page`. */
  children: ReactNode;
  /** Stands beside the button. */
  beside?: ReactNode;
}

export function PrintPaper({ table, count, children, beside }: Props) {
  const intl = useIntl();
  const [problem, setProblem] = useState('');
  const print = async () => {
    setProblem('');
    try {
      await noteExport({ count, format: 'print', table, personal: 0, purpose: null });
      window.print();
    } catch (error) {
      setProblem(errorText(intl, error));
    }
  };
  return (
    <>
      <div className="cases-choices">
        {beside}
        <Button
          size="small"
          intent="primary"
          icon="print"
          text={intl.formatMessage({ id: 'cases.print' })}
          onClick={() => void print()}
        />
        <span className="cases-hint">{intl.formatMessage({ id: 'cases.print.hint' })}</span>
      </div>
      <Problem text={problem} />
      {/* A region that scrolls must be reached by the keyboard too. */}
      <section
        className="caseprint-preview"
        aria-label={intl.formatMessage({ id: 'cases.print.preview' })}
        tabIndex={0}
      >
        {children}
      </section>
      {createPortal(
        <div className="caseprint" aria-hidden>
          {children}
        </div>,
        document.body,
      )}
    </>
  );
}

/** The last line of a page: which community, when it was printed. */
export function PrintFoot() {
  const { formatDate, formatMessage, locale } = useIntl();
  const name = useSession(({ community }) => community?.name[locale.startsWith('zh') ? 'zh' : 'en'] ?? '');
  const at = formatDate(Date.now(), { dateStyle: 'medium', timeStyle: 'short' });
  return <p className="caseprint-foot">{formatMessage({ id: 'cases.print.foot' }, { name, at })}</p>;
}
