/**
 * The screen of a one-key call: who calls from where, whom to ring in which order, what to ask, and what the call turns out to be. Every attempt
 * and every answer is an event of the case; decides nothing itself.
 */
import { Callout, Spinner, Tag } from '@blueprintjs/core';
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { callLadder, dutyFor } from '../../../shared/cases/call-ladder.ts';
import { CALL_SCRIPT } from '../../../shared/cases/call-script.ts';
import { EMPTY_ROSTER } from '../../../shared/cases/roster.ts';
import { ageText, useNow } from '../../app/alert-age.ts';
import { useCaseSession } from '../../app/case-session.ts';
import { useSession } from '../../app/session.ts';
import type { ShownCallSheet } from '../../worker/case-tool-methods.ts';
import type { CaseToolProps } from '../case-pages.tsx';
import { Problem } from '../Problem.tsx';
import { HomeFigure } from '../tools/HomeFigure.tsx';
import { PlanTicks } from '../tools/PlanTicks.tsx';
import { caseLine, ToolHead } from '../tools/ToolHead.tsx';
import { useAct } from '../tools/use-act.ts';
import { useWords } from '../tools/use-words.ts';
import { CallLadder } from './CallLadder.tsx';
import { TriageBar } from './TriageBar.tsx';
import { useCallSheet } from './use-call-sheet.ts';
import './call.css';

/** The roster is asked again this often: shifts change while a call is open. */
const MINUTE = 60_000;

export function CallTool({ file, onClose, onCase }: CaseToolProps) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const loaded = useCallSheet(file);
  const act = useAct(file.caseId);
  return (
    <>
      <ToolHead title={say('cases.tool.call')} level={file.level} line={caseLine(file)} onClose={onClose}>
        <Since at={file.receivedAt} />
      </ToolHead>
      <div className="tool-body call-body">
        <Problem text={act.problem} />
        {loaded.state === 'loading' && <Spinner size={24} aria-label={say('cases.tool.loading')} />}
        {loaded.state === 'failed' && <Problem text={say(`error.${loaded.code}`)} />}
        {loaded.state === 'ready' && (
          <div className="call-grid">
            <div>
              <Caller sheet={loaded.sheet} written={loaded.written} />
              <TriageBar file={file} act={act} onCase={onCase} />
            </div>
            <Rungs file={file} sheet={loaded.sheet} act={act} />
            <PlanTicks file={file} list={CALL_SCRIPT} act={act} />
          </div>
        )}
      </div>
    </>
  );
}

/** How long the caller has waited. */
function Since({ at }: { at: number }) {
  const intl = useIntl();
  return (
    <Tag minimal>{intl.formatMessage({ id: 'cases.call.since' }, { span: ageText(intl, at, useNow()) })}</Tag>
  );
}

function Rungs({
  file,
  sheet,
  act,
}: Pick<CaseToolProps, 'file'> & { sheet: ShownCallSheet; act: ReturnType<typeof useAct> }) {
  const minute = Math.floor(useNow() / MINUTE);
  const roster = useCaseSession(({ settings }) => settings?.roster ?? EMPTY_ROSTER);
  const cases = useSession((session) => session.cases);
  const { rungs, duty } = useMemo(() => {
    const at = minute * MINUTE;
    const choice = dutyFor(file, roster, cases.values(), at);
    return { rungs: callLadder(sheet, choice, roster, at), duty: choice };
  }, [file, sheet, roster, cases, minute]);
  return <CallLadder file={file} rungs={rungs} duty={duty} sheet={sheet} act={act} />;
}

function Caller({ sheet, written }: { sheet: ShownCallSheet; written: boolean }) {
  const { formatMessage } = useIntl();
  const words = useWords();
  const { resident, plan } = sheet;
  const word = (column: string, value: string) => words.value('residents', column, value);
  return (
    <section className="call-caller" aria-label={formatMessage({ id: 'cases.call.caller' })}>
      <div>
        <p className="call-name">
          <b>{resident?.name || formatMessage({ id: 'cases.call.nobodyKnown' })}</b>
          {resident && (
            <span>
              {[
                resident.sex === '' ? '' : word('sex', resident.sex),
                resident.age === null ? '' : words.age(resident.age),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          )}
        </p>
        {resident && resident.phone !== '' && <p className="call-phone">{resident.phone}</p>}
        <p>
          {sheet.address || '—'}
          {sheet.floor !== 0 && ` · ${formatMessage({ id: 'cases.tool.floor' }, { floor: sheet.floor })}`}
        </p>
        {resident && (
          <p className="call-tags">
            {resident.mobility !== '' && resident.mobility !== 'full' && (
              <Tag intent="warning">{word('mobility', resident.mobility)}</Tag>
            )}
            {resident.health !== '' && resident.health !== 'none' && (
              <Tag intent="warning">{word('health', resident.health)}</Tag>
            )}
            {resident.tags.map((tag) => (
              <Tag key={tag} minimal>
                {words.tag(tag)}
              </Tag>
            ))}
          </p>
        )}
        {sheet.masked && (
          <Callout compact icon="eye-off">
            {formatMessage({ id: 'cases.call.masked' })}
          </Callout>
        )}
        {written && <p className="tool-none">{formatMessage({ id: 'cases.call.written' })}</p>}
      </div>
      {plan && plan.cells.length > 0 && (
        <HomeFigure
          cells={plan.cells}
          floors={plan.floors}
          home={sheet.home}
          label={formatMessage({ id: 'cases.call.figure' }, { address: sheet.address })}
        />
      )}
    </section>
  );
}
