/** Page "Audit": the chain's state, its entries newest first, a filter by kind and person, and the whole log as CSV. Reads only. */
import { Button, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { AUDIT_KINDS, type AuditEntry } from '../../../shared/access/audit.ts';
import { auditCsv } from '../../../shared/access/audit-export.ts';
import type { AuditStatus, PersonListing } from '../../../shared/host/access-schemas.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { SecretNote } from '../../app/access/SecretNote.tsx';
import { asPerson, hasVault, listPeople, useScope, useSeat } from '../../app/access/seat.ts';
import { type SecretError, secretError } from '../../app/access/secret-error.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { saveFile } from '../../app/save-file.ts';
import { dayOf } from './PersonForm.tsx';
import './access-pages.css';

const PAGE = 500;

export function AuditPage() {
  const { formatMessage } = useIntl();
  const person = useSeat((seat) => seat.person);
  const scope = useScope('audit.view');
  if (!hasVault()) return <EmptyState icon="lock" title={formatMessage({ id: 'seat.people.none' })} />;
  if (!person || scope !== 'all')
    return <EmptyState icon="lock" title={formatMessage({ id: 'seat.audit.role' })} />;
  return <AuditLog key={person.id} />;
}

interface Log {
  entries: AuditEntry[];
  /** Number of the first entry that is here; 1: all are. */
  from: number;
  status: AuditStatus;
  people: PersonListing[];
}

/** Entries from `after` + 1 on, page by page. */
async function readFrom(after: number): Promise<AuditEntry[]> {
  const all: AuditEntry[] = [];
  for (;;) {
    const { entries, last } = await asPerson((host, session) =>
      host.call('audit.read', { session, after: after + all.length, limit: PAGE }),
    );
    all.push(...entries);
    if (entries.length === 0 || after + all.length >= last) return all;
  }
}

async function readNewest(): Promise<Log> {
  const status = await asPerson((host) => host.call('audit.status', {}));
  const after = Math.max(0, status.n - PAGE);
  return { entries: await readFrom(after), from: after + 1, status, people: await listPeople() };
}

function AuditLog() {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const [log, setLog] = useState<Log | null>(null);
  const [error, setError] = useState<SecretError | null>(null);
  const [kind, setKind] = useState('');
  const [who, setWho] = useState('');
  useEffect(() => {
    let current = true;
    readNewest().then(
      (read) => current && setLog(read),
      (thrown) => current && setError(secretError(thrown, Date.now())),
    );
    return () => {
      current = false;
    };
  }, []);
  if (!log) return <SecretNote error={error} wait={0} />;
  const nameOf = (id: string) =>
    log.people.find((each) => each.id === id)?.name ??
    say(id === '' ? 'seat.audit.system' : 'seat.audit.gone');
  const shown = log.entries.filter(
    (entry) => (kind === '' || entry.kind === kind) && (who === '' || entry.by === who),
  );
  const older = () =>
    readFrom(0).then(
      (entries) => setLog({ ...log, entries, from: 1 }),
      (thrown) => setError(secretError(thrown, Date.now())),
    );
  const save = async () => {
    const entries = log.from === 1 ? log.entries : await readFrom(0);
    await noteExport({ count: entries.length, format: 'csv', table: 'audit', personal: 0, purpose: null });
    const file = new Blob([auditCsv(entries, nameOf)], { type: 'text/csv;charset=utf-8' });
    saveFile(file, `${say('data.page.audit')}-${dayOf(Date.now()).replaceAll('-', '')}.csv`);
  };
  return (
    <section className="access-page" aria-label={say('data.page.audit')}>
      <ChainState status={log.status} />
      <div className="access-filter">
        <FormGroup label={say('seat.audit.kind')} labelFor="audit-kind">
          <HTMLSelect id="audit-kind" value={kind} onChange={({ target }) => setKind(target.value)}>
            <option value="">{say('seat.audit.all')}</option>
            {AUDIT_KINDS.map((each) => (
              <option key={each} value={each}>
                {say(`access.audit.${each}`)}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
        <FormGroup label={say('seat.audit.who')} labelFor="audit-who">
          <HTMLSelect id="audit-who" value={who} onChange={({ target }) => setWho(target.value)}>
            <option value="">{say('seat.audit.all')}</option>
            {log.people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
        <Button icon="export" text={say('seat.audit.export')} onClick={() => void save()} />
      </div>
      <SecretNote error={error} wait={0} />
      {shown.length === 0 ? (
        <p className="data-note">{say('seat.audit.none')}</p>
      ) : (
        <Entries entries={shown} nameOf={nameOf} />
      )}
      {log.from > 1 && <Button text={say('seat.audit.more')} onClick={() => void older()} />}
    </section>
  );
}

function ChainState({ status }: { status: AuditStatus }) {
  const { formatMessage } = useIntl();
  const [broken] = status.breaks;
  return (
    <p className="access-chain" role="status" data-broken={broken !== undefined}>
      {broken
        ? formatMessage(
            { id: 'seat.audit.broken' },
            { n: broken.n, fault: formatMessage({ id: `access.fault.${broken.fault}` }) },
          )
        : formatMessage({ id: 'seat.audit.whole' }, { n: status.n })}
    </p>
  );
}

function Entries({ entries, nameOf }: { entries: AuditEntry[]; nameOf(id: string): string }) {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const why = ({ reason, purpose }: AuditEntry) =>
    [reason && say(`access.reason.${reason}`), purpose && say(`access.purpose.${purpose}`)]
      .filter(Boolean)
      .join(' ');
  const detail = (entry: AuditEntry) =>
    Object.entries(entry.detail)
      .filter(([key]) => key !== 'file')
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ');
  return (
    <div className="access-scroll">
      <table className="access-table">
        <thead>
          <tr>
            {['n', 'when', 'who', 'kind', 'why', 'count', 'detail'].map((id) => (
              <th key={id}>{say(`seat.audit.${id}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.toReversed().map((entry) => (
            <tr key={entry.n} data-kind={entry.kind}>
              <td className="data-number">{entry.n}</td>
              <td>{formatDate(entry.at, { dateStyle: 'short', timeStyle: 'medium' })}</td>
              <td>{nameOf(entry.by)}</td>
              <td>{say(`access.audit.${entry.kind}`)}</td>
              <td>{why(entry)}</td>
              <td className="data-number">{entry.count || ''}</td>
              <td className="access-detail">{detail(entry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
