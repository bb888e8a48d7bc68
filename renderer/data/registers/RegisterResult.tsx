/**
 * What a comparison found: counts to choose a work list by, accuracy before and after, which list is believed for each field, the way to
 * take the result over. Owns their arrangement.
 */
import { Button, HTMLSelect } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { VERDICTS } from '../../../shared/registers/register-compare.ts';
import { REGISTER_FIELDS } from '../../../shared/registers/register-list.ts';
import { useCount } from '../../app/count.tsx';
import { useEngine } from '../../worker/engine-context.tsx';
import type { RegisterSummary } from '../../worker/register-api.ts';
import { useDeskEngine } from '../desk-engine.tsx';
import { setOption } from '../import-desk.ts';
import { useDataPage } from '../page-store.ts';
import { useData } from '../store.ts';
import { PersonList } from './PersonList.tsx';
import { useRegisters } from './store.ts';

export function RegisterResult({ summary }: { summary: RegisterSummary }) {
  const { formatMessage } = useIntl();
  return (
    <section className="data-section registers-result" aria-labelledby="registers-result">
      <h2 id="registers-result">{formatMessage({ id: 'registers.result' })}</h2>
      <p className="data-note">
        {formatMessage(
          { id: 'registers.persons' },
          { persons: summary.persons, lists: summary.lists.length },
        )}
        {summary.lists.map(({ id, name, rows, refused }) => (
          <span key={id} className="registers-rows">
            {formatMessage({ id: 'registers.rows' }, { name, rows, refused })}
          </span>
        ))}
      </p>
      <Verdicts summary={summary} />
      <PersonList summary={summary} />
      <AccuracyLine summary={summary} />
      <Beliefs summary={summary} />
      <TakeOver />
    </section>
  );
}

function Verdicts({ summary }: { summary: RegisterSummary }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const { verdict, list, show } = useRegisters();
  return (
    <div className="registers-verdicts" role="group" aria-label={formatMessage({ id: 'registers.result' })}>
      {VERDICTS.filter((each) => each !== 'only').map((each) => (
        <button
          key={each}
          type="button"
          className="registers-verdict"
          data-verdict={each}
          aria-pressed={verdict === each}
          onClick={() => void show(engine, { verdict: each, list: null })}
        >
          <b>{count(summary.counts[each])}</b>
          <span>{formatMessage({ id: `registers.verdict.${each}` })}</span>
        </button>
      ))}
      {summary.lists.map(({ id, name }, place) => (
        <button
          key={id}
          type="button"
          className="registers-verdict"
          data-verdict={`only-${place}`}
          aria-pressed={verdict === 'only' && list === place}
          onClick={() => void show(engine, { verdict: 'only', list: place })}
        >
          <b>{count(summary.onlyIn[place])}</b>
          <span>{formatMessage({ id: 'registers.verdict.only' }, { name })}</span>
        </button>
      ))}
    </div>
  );
}

function AccuracyLine({ summary }: { summary: RegisterSummary }) {
  const { formatMessage } = useIntl();
  const share = ({ records, passed }: { records: number; passed: number }) =>
    formatMessage({ id: 'links.share' }, { share: records === 0 ? 0 : passed / records });
  const { before, after } = summary.accuracy;
  return (
    <p className="registers-accuracy">
      {formatMessage({ id: 'registers.accuracy' })}
      <b>{share(before)}</b>
      <span aria-hidden="true">→</span>
      <b>{share(after)}</b>
      <span className="data-note">{formatMessage({ id: 'registers.accuracy.hint' })}</span>
    </p>
  );
}

function Beliefs({ summary }: { summary: RegisterSummary }) {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { precedence, believe } = useRegisters();
  return (
    <details className="data-details">
      <summary>{formatMessage({ id: 'registers.precedence' })}</summary>
      <div className="registers-columns">
        {REGISTER_FIELDS.map((field) => {
          const rule = precedence[field];
          return (
            <label key={field}>
              <span>{formatMessage({ id: `data.field.${field}` })}</span>
              <HTMLSelect
                value={rule === 'newest' ? '' : rule[0]}
                onChange={({ target }) =>
                  void believe(engine, field, target.value === '' ? 'newest' : [target.value])
                }
              >
                <option value="">{formatMessage({ id: 'registers.newest' })}</option>
                {summary.lists.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </HTMLSelect>
            </label>
          );
        })}
      </div>
    </details>
  );
}

/** The result goes over the import desk, as a merge that is previewed like any other. */
function TakeOver() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const desk = useDeskEngine();
  const { state, result } = useRegisters();
  const { addFiles, change } = useData();
  const show = useDataPage((pages) => pages.show);
  const take = async () => {
    const file = await result(engine, formatMessage({ id: 'registers.file' }));
    if (!file || !desk) return;
    show('import');
    await addFiles(desk, [file]);
    change((now) => setOption(now, { mode: 'merge' }));
  };
  return (
    <div className="data-buttons">
      <Button
        className="data-primary"
        disabled={!desk || state.name === 'running'}
        text={formatMessage({ id: 'registers.take' })}
        onClick={() => void take()}
      />
      <span className="data-note">{formatMessage({ id: 'registers.take.hint' })}</span>
    </div>
  );
}
