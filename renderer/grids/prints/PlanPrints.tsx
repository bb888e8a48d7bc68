/**
 * Prints of the open plan: which pages, of which grids, on which paper. Owns the choice and hands the pages to the browser's own printing, which
 * saves them as PDF as well; what is on them is asked of the worker when it is wanted.
 */
import './planprint.css';
import { Button, Checkbox } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useIntl } from 'react-intl';
import { isoDayOf } from '../../../shared/model/field-sources.ts';
import type { PlanSheets } from '../../../shared/partition/sheets/plan-sheets.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { codeOf } from '../../app/error-code.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSession } from '../../app/session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import { Choice, PlanFileError } from '../files/PlanFileForm.tsx';
import { usePlan } from '../plan/plan-edit.ts';
import { GridSheet, type PaperSize, RegistrationForm, WalkSheet } from './GridSheets.tsx';
import { NoticePage, OverviewPage } from './PlanPages.tsx';

const PAGES = ['overview', 'sheet', 'form', 'walk', 'notice'] as const;
type PageKind = (typeof PAGES)[number];
const PAPERS = ['A4', 'A3'] as const;
type Paper = (typeof PAPERS)[number];

/** Within margins of 12 mm; GB/T 148: A4 is 210 x 297 mm, A3 twice that. */
const SIZES: Record<Paper, PaperSize> = {
  A4: { width: 186, height: 273 },
  A3: { width: 273, height: 396 },
};

export function PlanPrints({ engine }: { engine: Pick<DataEngine, 'planSheets'> }) {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const { plan, seq, target, grids, effectiveFrom } = usePlan();
  const community = useSession((session) => session.community);
  const language = usePreferences((preferences) => preferences.language);
  const [pages, setPages] = useState<readonly PageKind[]>(['overview', 'sheet']);
  const [paper, setPaper] = useState<Paper>('A4');
  const [only, setOnly] = useState<'all' | 'chosen'>('all');
  const [day, setDay] = useState(effectiveFrom === null ? '' : isoDayOf(effectiveFrom));
  const [call, setCall] = useState('');
  const [sheets, setSheets] = useState<PlanSheets | null>(null);
  const [failed, setFailed] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the plan is the reason.
  useEffect(() => {
    let current = true;
    engine.planSheets().then(
      (found) => current && setSheets(found),
      (error: unknown) => current && setFailed(codeOf(error)),
    );
    return () => {
      current = false;
    };
  }, [engine, seq]);
  if (failed !== '') return <PlanFileError code={failed} />;
  if (!plan || !sheets) return <p className="plan-note">{say('planprint.reading')}</p>;
  const chosen = target === null ? undefined : grids.get(target);
  const shown = sheets.grids.filter(
    ({ id, parts }) => parts.length > 0 && (only === 'all' || !chosen || id === chosen.id),
  );
  const ofGrid = shown.length * pages.filter((page) => ['sheet', 'form', 'walk'].includes(page)).length;
  const count = ofGrid + pages.filter((page) => page === 'overview' || page === 'notice').length;
  const toggle = (page: PageKind) =>
    setPages(pages.includes(page) ? pages.filter((each) => each !== page) : [...pages, page]);
  const print = async () => {
    try {
      await noteExport({ count, format: 'print', table: 'planSheets', personal: 0, purpose: null });
      window.print();
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  const foot = say('planprint.foot', {
    plan: plan.name,
    day: formatDate(Date.now(), { dateStyle: 'medium' }),
  });
  const size = SIZES[paper];
  const about = { sheets, paper: size, foot };
  const name = community?.name[language] ?? plan.name;
  const shownDay = day === '' ? '' : formatDate(`${day}T00:00:00Z`, { dateStyle: 'long', timeZone: 'UTC' });
  return (
    <div className="planfile-form">
      <p className="plan-note">{say('planprint.hint')}</p>
      <div className="planfile-row">
        {PAGES.map((page) => (
          <Checkbox
            key={page}
            checked={pages.includes(page)}
            label={say(`planprint.${page}`)}
            onChange={() => toggle(page)}
          />
        ))}
      </div>
      <div className="planfile-row">
        <Choice
          label={say('planprint.paper')}
          value={paper}
          options={PAPERS.map((each) => [each, each])}
          onChange={(each) => setPaper(each as Paper)}
        />
        <Choice
          label={say('planprint.grids')}
          value={only}
          options={[
            ['all', say('planprint.grids.all')],
            ['chosen', chosen ? chosen.name || chosen.code : say('planprint.grids.chosen')],
          ]}
          onChange={(each) => setOnly(each as 'all' | 'chosen')}
        />
        {pages.includes('notice') && (
          <>
            <label className="planfile-choice">
              <span>{say('plan.day')}</span>
              <input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
            </label>
            <label className="planfile-choice">
              <span>{say('planprint.call')}</span>
              <input maxLength={80} value={call} onChange={(event) => setCall(event.target.value)} />
            </label>
          </>
        )}
        <Button
          size="small"
          intent="primary"
          icon="print"
          disabled={count === 0}
          text={say('planprint.print', { count })}
          onClick={() => void print()}
        />
      </div>
      {createPortal(
        <div className="planprint" data-pages={count} data-paper={paper}>
          {pages.includes('overview') && <OverviewPage {...about} name={name} />}
          {shown.flatMap((grid) => [
            pages.includes('sheet') && <GridSheet key={`${grid.id} sheet`} {...about} grid={grid} />,
            pages.includes('form') && <RegistrationForm key={`${grid.id} form`} {...about} grid={grid} />,
            pages.includes('walk') && <WalkSheet key={`${grid.id} walk`} {...about} grid={grid} />,
          ])}
          {pages.includes('notice') && <NoticePage {...about} name={name} day={shownDay} call={call} />}
        </div>,
        document.body,
      )}
    </div>
  );
}
