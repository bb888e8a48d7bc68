/** A list building -> grid laid on the open plan: columns, what each row would do, what was not taken and why, then one step. Owns the form. */
import { Button, Checkbox } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { LIST_FAULTS, type ListFault } from '../../../shared/partition/files/building-list.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { codeOf } from '../../app/error-code.ts';
import { saveFile } from '../../app/save-file.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { ListChoice, PlanFileLayer, PlanListAnswer } from '../../worker/plan-file-api.ts';
import { usePlan } from '../plan/plan-edit.ts';
import { ColumnChoice, PlanFileError } from './PlanFileForm.tsx';

/** Rows shown at once; all of them are in the file of rejected rows. */
const MOST = 200;

export function ListForm({
  engine,
  layer,
  stem,
}: {
  engine: DataEngine;
  layer: PlanFileLayer;
  stem: string;
}) {
  const { formatMessage, formatNumber } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const { grids, saving, seq } = usePlan();
  const [choice, setChoice] = useState<ListChoice>({
    layer: layer.name,
    building: layer.building,
    entrance: layer.entrance,
    grid: layer.grid === layer.building ? '' : layer.grid,
    mendZeros: false,
  });
  const [answer, setAnswer] = useState<PlanListAnswer | null>(null);
  const [failed, setFailed] = useState('');
  const ready = choice.building !== '' && choice.grid !== '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the plan is a reason to read again.
  useEffect(() => {
    if (!ready) return;
    let current = true;
    setFailed('');
    engine.readPlanList(choice).then(
      (read) => {
        if (!current) return;
        setAnswer(read);
        if (read.action) usePlan.getState().attempt(engine, read.action);
      },
      (error: unknown) => current && setFailed(codeOf(error)),
    );
    return () => {
      current = false;
      usePlan.getState().cancel();
    };
  }, [engine, choice, ready, seq]);
  const change = (more: Partial<ListChoice>) => {
    setAnswer(null);
    setChoice({ ...choice, ...more });
  };
  const rejects = async () => {
    const reasons = Object.fromEntries(LIST_FAULTS.map((fault) => [fault, say(`planfile.fault.${fault}`)]));
    const words = {
      sheet: say('planfile.rejects.sheet'),
      reasonColumn: say('planfile.fault'),
      reasons: reasons as Record<ListFault, string>,
    };
    const count = answer?.problems.length ?? 0;
    await noteExport({ count, format: 'xlsx', table: 'planList', personal: 0, purpose: null });
    saveFile(await engine.planListRejects(choice, words), `${stem}-${say('planfile.rejects.file')}.xlsx`);
  };
  return (
    <>
      <div className="planfile-row">
        <ColumnChoice
          label={say('planfile.column.building')}
          value={choice.building}
          columns={layer.columns}
          onChange={(building) => change({ building })}
        />
        <ColumnChoice
          label={say('planfile.column.entrance')}
          value={choice.entrance}
          columns={layer.columns}
          optional
          onChange={(entrance) => change({ entrance })}
        />
        <ColumnChoice
          label={say('planfile.column.grid')}
          value={choice.grid}
          columns={layer.columns}
          onChange={(grid) => change({ grid })}
        />
      </div>
      <Checkbox
        checked={choice.mendZeros}
        label={say('planfile.mendZeros')}
        onChange={() => change({ mendZeros: !choice.mendZeros })}
      />
      {failed !== '' && <PlanFileError code={failed} />}
      {answer && (
        <>
          <p
            className="planfile-line"
            role="status"
            data-moves={answer.moves.length}
            data-problems={answer.problems.length}
          >
            {say('planfile.list.total', {
              rows: formatNumber(answer.rows),
              moves: answer.moves.length,
              same: answer.same,
              problems: answer.problems.length,
            })}
            {answer.mended > 0 && ` ${say('planfile.list.mended', { count: answer.mended })}`}
          </p>
          {answer.byGrid.length > 0 && (
            <p className="plan-note">
              {answer.byGrid
                .map(({ grid, buildings }) =>
                  say('planfile.list.to', {
                    count: buildings,
                    name: grids.get(grid)?.name ?? say('grids.unassigned'),
                  }),
                )
                .join('  ')}
            </p>
          )}
          <div className="planfile-row">
            <Button
              intent="primary"
              size="small"
              disabled={answer.action === null || saving}
              text={say('planfile.apply')}
              onClick={() =>
                answer.action && void usePlan.getState().act(engine, answer.action, say('plan.step.list'))
              }
            />
            {answer.problems.length > 0 && (
              <Button
                size="small"
                icon="download"
                text={say('planfile.rejects')}
                onClick={() => void rejects().catch((error: unknown) => setFailed(codeOf(error)))}
              />
            )}
          </div>
          {answer.problems.length > 0 && (
            <table className="grids-table planfile-table">
              <thead>
                <tr>
                  <th scope="col">{say('planfile.fault')}</th>
                  <th scope="col">{say('planfile.line')}</th>
                  <th scope="col">{say('planfile.column.building')}</th>
                  <th scope="col">{say('planfile.column.grid')}</th>
                  <th scope="col">{say('planfile.likely')}</th>
                </tr>
              </thead>
              <tbody>
                {answer.problems.slice(0, MOST).map(({ row, line, fault, building, grid, likely }) => (
                  <tr key={`${row} ${fault}`}>
                    <th scope="row">{say(`planfile.fault.${fault}`)}</th>
                    <td>{line}</td>
                    <td className="planfile-words">{building}</td>
                    <td className="planfile-words">{grid}</td>
                    <td className="planfile-words">{likely}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </>
  );
}
