/** The site's own rules, kind by kind: changed here, tried on past readings, saved at once by an administrator. Decides nothing of a rule. */
import { Button, Tag } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { ruleFaults } from '../../../shared/cases/case-rules.ts';
import { DEFAULT_CASE_RULES } from '../../../shared/cases/default-rules.ts';
import { DEFAULT_SIGNAL_RULES } from '../../../shared/cases/default-signals.ts';
import { signalFaults } from '../../../shared/cases/signal-rules.ts';
import type { CaseSettings } from '../../../shared/host/case-schemas.ts';
import { type DeviceKind, WORDS } from '../../../shared/model/words.ts';
import { useScope } from '../../app/access/seat.ts';
import { configureCases, useCaseSession } from '../../app/case-session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { errorText } from '../error-text.ts';
import { PageHead } from '../PageHead.tsx';
import { Problem } from '../Problem.tsx';
import { KindRules } from './KindRules.tsx';
import { RulePreview } from './RulePreview.tsx';
import './rules.css';

type Draft = Pick<CaseSettings, 'rules' | 'signals'>;
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function RulesPage({ onClose }: CasePageProps) {
  const settings = useCaseSession((session) => session.settings);
  const { formatMessage } = useIntl();
  return (
    <>
      <PageHead title={formatMessage({ id: 'cases.page.rules' })} onClose={onClose} />
      {settings && <RulesEditor settings={settings} />}
    </>
  );
}

function RulesEditor({ settings }: { settings: CaseSettings }) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const may = useScope('desk.administer') === 'all';
  const [draft, setDraft] = useState<Draft>({ rules: settings.rules, signals: settings.signals });
  const [kind, setKind] = useState<DeviceKind>('smoke');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const faults = useMemo(() => [...signalFaults(draft.signals), ...ruleFaults(draft.rules)], [draft]);
  const touched = !same(draft, { rules: settings.rules, signals: settings.signals });
  const at = (place: string) =>
    faults.find((fault) => fault.at === place || fault.at.startsWith(`${place}.`));
  const faultAt = (place: string) => {
    const fault = at(place);
    return fault ? say(`cases.rules.fault.${fault.reason}`) : '';
  };
  const save = async () => {
    setBusy(true);
    setProblem('');
    const { rules, signals } = draft;
    try {
      const kept = await configureCases({
        rules: same(rules, DEFAULT_CASE_RULES) ? null : rules,
        signals: same(signals, DEFAULT_SIGNAL_RULES) ? null : signals,
      });
      setDraft({ rules: kept.rules, signals: kept.signals });
    } catch (error) {
      setProblem(errorText(intl, error));
    } finally {
      setBusy(false);
    }
  };
  const isOwn = (of: DeviceKind) =>
    !same(draft.signals[of], DEFAULT_SIGNAL_RULES[of]) ||
    !same(draft.rules.devices[of], DEFAULT_CASE_RULES.devices[of]);
  return (
    <div className="rules">
      <nav className="rules-kinds" aria-label={say('cases.rules.kinds')}>
        {WORDS.deviceKind.map((each) => (
          <button key={each} type="button" aria-current={each === kind} onClick={() => setKind(each)}>
            <span>{say(`word.deviceKind.${each}`)}</span>
            {(at(each) ?? at(`devices.${each}`)) ? (
              <Tag minimal>{say('cases.rules.faulty')}</Tag>
            ) : (
              isOwn(each) && <Tag minimal>{say('cases.rules.changed')}</Tag>
            )}
          </button>
        ))}
      </nav>
      <div className="cases-scroll rules-kind">
        {!may && <p>{say('cases.rules.readOnly')}</p>}
        <RulePreview
          key={kind}
          kind={kind}
          rule={draft.signals[kind]}
          inForce={settings.signals[kind]}
          faulty={at(kind) !== undefined}
        />
        <KindRules
          key={`of-${kind}`}
          kind={kind}
          signal={draft.signals[kind]}
          rule={draft.rules.devices[kind]}
          disabled={!may || busy}
          faultAt={faultAt}
          onSignal={(signal) => setDraft({ ...draft, signals: { ...draft.signals, [kind]: signal } })}
          onRule={(rule) =>
            setDraft({
              ...draft,
              rules: { ...draft.rules, devices: { ...draft.rules.devices, [kind]: rule } },
            })
          }
        />
      </div>
      {may && (
        <footer className="rules-foot">
          <Problem text={problem} />
          <span role="status">
            {faults.length > 0
              ? say('cases.rules.faults', { count: faults.length })
              : touched
                ? say('cases.rules.unsaved')
                : say(settings.ownRules || settings.ownSignals ? 'cases.rules.own' : 'cases.rules.product')}
          </span>
          <Button
            disabled={busy || (!touched && !isOwn(kind))}
            text={say('cases.rules.resetKind')}
            onClick={() =>
              setDraft({
                signals: { ...draft.signals, [kind]: DEFAULT_SIGNAL_RULES[kind] },
                rules: {
                  ...draft.rules,
                  devices: { ...draft.rules.devices, [kind]: DEFAULT_CASE_RULES.devices[kind] },
                },
              })
            }
          />
          <Button
            disabled={busy || !touched}
            text={say('cases.rules.discard')}
            onClick={() => setDraft({ rules: settings.rules, signals: settings.signals })}
          />
          <Button
            intent="primary"
            disabled={busy || !touched || faults.length > 0}
            text={say('cases.rules.save')}
            onClick={() => void save()}
          />
        </footer>
      )}
    </div>
  );
}
