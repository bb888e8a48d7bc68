/** The rules of one kind of device: when its readings are an alarm, how grave, and by which clocks its case goes. */
import { useIntl } from 'react-intl';
import type { SignalRule } from '../../../shared/cases/alert-rules.ts';
import { CLOCK_NAMES, type KindRule } from '../../../shared/cases/case-rules.ts';
import { ESCALATION_LEVELS } from '../../../shared/cases/case-words.ts';
import { DEFAULT_CASE_RULES } from '../../../shared/cases/default-rules.ts';
import { DEFAULT_SIGNAL_RULES, UNIT_OF_KIND } from '../../../shared/cases/default-signals.ts';
import type { DeviceKind } from '../../../shared/model/words.ts';
import { LevelField, NumberField, SpanField, SwitchField } from './fields.tsx';

interface Props {
  kind: DeviceKind;
  signal: SignalRule;
  rule: KindRule;
  disabled: boolean;
  /** What is wrong at a place (`smoke.high`, `devices.smoke.clocks.arrive`); ''. */
  faultAt(at: string): string;
  onSignal(signal: SignalRule): void;
  onRule(rule: KindRule): void;
}

const SECONDS = ['onDelay', 'offDelay', 'heartbeat'] as const;
const NO_CHANGE = { seconds: 3_600, most: null, least: null };

export function KindRules({ kind, signal, rule, disabled, faultAt, onSignal, onRule }: Props) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const standard = DEFAULT_SIGNAL_RULES[kind];
  const own = DEFAULT_CASE_RULES.devices[kind];
  const unit = UNIT_OF_KIND[kind];
  const second = say('cases.span.second');
  const number = (
    name: 'high' | 'low' | 'deadBand' | (typeof SECONDS)[number],
    unit: string,
    empty: boolean,
  ) => (
    <NumberField
      key={name}
      id={`rule-${name}`}
      label={say(`cases.signalRule.${name}`)}
      unit={unit}
      empty={empty}
      value={signal[name]}
      standard={standard[name]}
      fault={faultAt(`${kind}.${name}`)}
      disabled={disabled}
      onChange={(value) => onSignal({ ...signal, [name]: value })}
    />
  );
  const change = (name: 'seconds' | 'most' | 'least', unit: string) => (
    <NumberField
      id={`rule-change-${name}`}
      label={say(`cases.signalRule.change.${name}`)}
      unit={unit}
      empty={name !== 'seconds'}
      value={signal.change?.[name] ?? null}
      standard={(standard.change ?? NO_CHANGE)[name]}
      fault={faultAt(`${kind}.change.${name}`)}
      disabled={disabled}
      onChange={(value) =>
        onSignal({ ...signal, change: { ...(signal.change ?? NO_CHANGE), [name]: value } })
      }
    />
  );
  return (
    <>
      <h3>{say('cases.rules.signal')}</h3>
      <p>{say('cases.rules.signal.text')}</p>
      <div className="rules-fields">
        {number('high', unit, true)}
        {number('low', unit, true)}
        {number('deadBand', '%', false)}
        {SECONDS.map((name) => number(name, second, false))}
        <SwitchField
          field={{
            id: 'rule-latch',
            label: say('cases.signalRule.latch'),
            value: signal.latch,
            standard: standard.latch,
            fault: '',
            disabled,
            onChange: (latch) => onSignal({ ...signal, latch }),
          }}
        />
        <SwitchField
          field={{
            id: 'rule-change',
            label: say('cases.signalRule.change'),
            value: signal.change !== null,
            standard: standard.change !== null,
            fault: '',
            disabled,
            onChange: (on) => onSignal({ ...signal, change: on ? { ...NO_CHANGE } : null }),
          }}
        />
        {signal.change && (
          <>
            {change('seconds', second)}
            {change('most', unit)}
            {change('least', unit)}
          </>
        )}
      </div>
      <h3>{say('cases.rules.case')}</h3>
      <div className="rules-fields">
        <LevelField
          field={{
            id: 'rule-level',
            label: say('cases.field.level'),
            value: rule.level,
            standard: own.level,
            fault: '',
            disabled,
            onChange: (level) => onRule({ ...rule, level }),
          }}
        />
        <SwitchField
          field={{
            id: 'rule-automatic',
            label: say('cases.rules.automatic'),
            value: rule.automatic,
            standard: own.automatic,
            fault: '',
            disabled,
            onChange: (automatic) => onRule({ ...rule, automatic }),
          }}
        />
        {CLOCK_NAMES.map((name) => (
          <SpanField
            key={name}
            id={`rule-clock-${name}`}
            label={say(name === 'assign' ? 'cases.rules.assign' : `cases.timer.${name}`)}
            value={rule.clocks[name]}
            standard={own.clocks[name]}
            fault={faultAt(`devices.${kind}.clocks.${name}`)}
            disabled={disabled}
            onChange={(span) => onRule({ ...rule, clocks: { ...rule.clocks, [name]: span } })}
          />
        ))}
        {rule.escalate.map((step, i) => (
          <SpanField
            key={step.to}
            id={`rule-escalate-${step.to}`}
            label={`${say('cases.timer.escalate')} · ${say(`cases.escalation.${ESCALATION_LEVELS[step.to]}`)}`}
            value={step.after}
            standard={own.escalate[i]?.after ?? step.after}
            fault={faultAt(`devices.${kind}.escalate`)}
            disabled={disabled}
            onChange={(after) =>
              onRule({
                ...rule,
                escalate: rule.escalate.map((each, j) => (j === i ? { ...each, after } : each)),
              })
            }
          />
        ))}
      </div>
    </>
  );
}
