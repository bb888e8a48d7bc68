/**
 * Workspace "Alerts and cases": beside the map the live alerts or the cases, and the one in hand. Owns which is shown; what can be done to a
 * case is CaseFile.tsx.
 */
import { Button, Menu, MenuItem, Popover, SegmentedControl } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Alert } from '../../shared/cases/alert.ts';
import { isOpen } from '../../shared/cases/case.ts';
import { followCaseSettings } from '../app/case-session.ts';
import { useSession } from '../app/session.ts';
import { AlertCard } from './AlertCard.tsx';
import { AlertList } from './AlertList.tsx';
import { CaseFile } from './CaseFile.tsx';
import { CaseList } from './CaseList.tsx';
import { CaseSeat } from './CaseSeat.tsx';
import { CASE_PAGES, CASE_TOOLS, type CasePageProps } from './case-pages.tsx';
import { useDeskKeys } from './desk-keys.ts';
import { DutyNote } from './duty/DutyNote.tsx';
import { ReportForm } from './ReportForm.tsx';
import { SoundNote } from './SoundNote.tsx';
import './cases.css';

interface Props {
  /** Shows a place on the map. */
  onShow(place: { lng: number; lat: number }): void;
  /** The alert picked on the map, if any. */
  chosen: string | null;
  onChoose(id: string | null): void;
}

export function CasesWorkspace({ onShow, chosen, onChoose }: Props) {
  const { formatMessage } = useIntl();
  const cases = useSession((session) => session.cases);
  const alerts = useSession((session) => session.alerts);
  const [shown, setShown] = useState<'alerts' | 'cases'>('alerts');
  const [reporting, setReporting] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [page, setPage] = useState<string | null>(null);
  useEffect(followCaseSettings, []);
  useDeskKeys();

  const open = [...cases.values()].filter(isOpen).length;
  const current = alerts.find(({ id }) => id === chosen);
  const file = opened === null ? null : (cases.get(opened) ?? null);
  const show = (caseId: string) => {
    if (caseId !== opened) setPage(null);
    setShown('cases');
    setOpened(caseId);
    onChoose(null);
    const place = cases.get(caseId)?.place;
    if (place && place.lng !== null && place.lat !== null) onShow({ lng: place.lng, lat: place.lat });
  };
  // A pin may stand for a case that no device told of.
  const pinned = chosen !== null && cases.has(chosen) ? chosen : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is shown once it is picked.
  useEffect(() => {
    if (pinned !== null) show(pinned);
  }, [pinned]);
  const turnTo = (to: string) => {
    setShown(to === 'cases' ? 'cases' : 'alerts');
    setOpened(null);
    setPage(null);
    onChoose(null);
  };
  const props: CasePageProps = { onClose: () => setPage(null), onCase: show, onShow };
  const asked = CASE_PAGES.find(({ id }) => id === page);
  const tool = file ? CASE_TOOLS.find(({ id }) => id === page) : undefined;
  const inFront = (asked ?? tool)?.width;
  return (
    <>
      <section
        className="panel cases-list"
        aria-label={formatMessage({ id: shown === 'cases' ? 'cases.cases' : 'cases.list' })}
      >
        <header className="cases-tabs">
          <h1 className="visually-hidden">
            {formatMessage({ id: shown === 'cases' ? 'cases.cases' : 'cases.list' })}
          </h1>
          <SegmentedControl
            fill
            size="small"
            value={shown}
            onValueChange={turnTo}
            options={[
              { value: 'alerts', label: formatMessage({ id: 'cases.tab.alerts' }, { count: alerts.length }) },
              { value: 'cases', label: formatMessage({ id: 'cases.tab.cases' }, { count: open }) },
            ]}
          />
          <Button
            size="small"
            icon="plus"
            data-hotkey="n"
            text={formatMessage({ id: 'cases.report' })}
            onClick={() => setReporting(true)}
          />
          {CASE_PAGES.length > 0 && <PagesMenu onPage={setPage} />}
        </header>
        <CaseSeat />
        <DutyNote onShow={onShow} listed={shown === 'cases' && !reporting} />
        <SoundNote />
        {reporting ? (
          <ReportForm
            onDone={(caseId) => {
              setReporting(false);
              show(caseId);
            }}
            onStop={() => setReporting(false)}
          />
        ) : shown === 'alerts' ? (
          <AlertList onShow={(alert: Alert) => onShow(alert)} chosen={chosen} onChoose={onChoose} />
        ) : (
          <CaseList cases={cases} chosen={opened} onChoose={show} />
        )}
      </section>
      {shown === 'alerts' && current && (
        <AlertCard
          key={current.id}
          alert={current}
          onCase={show}
          onShow={onShow}
          onClose={() => onChoose(null)}
        />
      )}
      {shown === 'cases' && file && inFront !== 'narrow' && (
        <CaseFile
          key={file.caseId}
          file={file}
          onClose={() => setOpened(null)}
          onCase={show}
          onTool={setPage}
        />
      )}
      {(asked || tool) && (
        <section
          className="panel cases-page"
          data-width={inFront}
          data-beside={inFront === 'wide' && (shown === 'cases' ? file !== null : current !== undefined)}
          aria-label={formatMessage({ id: asked ? `cases.page.${asked.id}` : `cases.tool.${tool?.id}` })}
        >
          {asked && <asked.Page {...props} />}
          {tool && file && <tool.Tool key={file.caseId} {...props} file={file} />}
        </section>
      )}
    </>
  );
}

function PagesMenu({ onPage }: { onPage(id: string): void }) {
  const { formatMessage } = useIntl();
  return (
    <Popover
      placement="bottom-end"
      content={
        <Menu>
          {CASE_PAGES.map(({ id, icon }) => (
            <MenuItem
              key={id}
              icon={icon}
              text={formatMessage({ id: `cases.page.${id}` })}
              onClick={() => onPage(id)}
            />
          ))}
        </Menu>
      }
    >
      <Button size="small" icon="more" aria-label={formatMessage({ id: 'cases.pages' })} />
    </Popover>
  );
}
