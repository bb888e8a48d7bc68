/** A new plan whose cells are the areas of a file: blocks to be put together, or grids as they were drawn. Owns the panel and its form. */
import { Button, Radio, RadioGroup, Spinner } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { codeOf } from '../../app/error-code.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { PlanFileLayer, UnitsAnswer, UnitsChoice } from '../../worker/plan-file-api.ts';
import { AreaProblems } from './AreaProblems.tsx';
import { ColumnChoice, PlanFileError, PlanFileForm, SystemChoice, USUAL_SYSTEMS } from './PlanFileForm.tsx';
import { POLYGON_FILES } from './polygon-files.ts';
import { useAreas } from './use-areas.ts';

export interface UnitPlanProps {
  engine: DataEngine;
  onBegin(name: string, choice: UnitsChoice): Promise<void>;
  onPlace(at: [number, number]): void;
  onClose(): void;
}

export function UnitPlan({ engine, onClose, ...rest }: UnitPlanProps) {
  const { formatMessage } = useIntl();
  return (
    <section className="plan-report panel planfile" aria-label={formatMessage({ id: 'planfile.units' })}>
      <header>
        <h2>{formatMessage({ id: 'planfile.units' })}</h2>
        <Button
          size="small"
          variant="minimal"
          icon="cross"
          aria-label={formatMessage({ id: 'plan.report.close' })}
          onClick={onClose}
        />
      </header>
      <div className="plan-report-body">
        <PlanFileForm
          engine={engine}
          hint={formatMessage({ id: 'planfile.units.hint' })}
          accept={POLYGON_FILES}
          fits={({ polygons }) => polygons}
        >
          {(layer) => <UnitsForm engine={engine} layer={layer} {...rest} />}
        </PlanFileForm>
      </div>
    </section>
  );
}

/** Columns that are offered as counts of people and of households: any other number could be anything. */
const RESIDENTS = /pop|人口|人数|residents/i;
const HOUSEHOLDS = /户数|household/i;

type FormProps = Omit<UnitPlanProps, 'onClose'> & { layer: PlanFileLayer };

function UnitsForm({ engine, layer, onBegin, onPlace }: FormProps) {
  const { formatMessage, formatNumber } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  const [residents, setResidents] = useState(layer.counts.find((name) => RESIDENTS.test(name)) ?? '');
  const [households, setHouseholds] = useState(layer.counts.find((name) => HOUSEHOLDS.test(name)) ?? '');
  const [asGrids, setAsGrids] = useState(residents === '' && households === '');
  const [name, setName] = useState('');
  const [making, setMaking] = useState(false);
  const [broken, setBroken] = useState('');
  const measures = {
    ...(households === '' ? {} : { households }),
    ...(residents === '' ? {} : { residents }),
  };
  const asked = useAreas<UnitsAnswer>(
    layer,
    (choice) => engine.lookUnits({ ...choice, measures, asGrids }),
    `${residents} ${households} ${asGrids}`,
  );
  const { answer, failed, working, choice } = asked;
  const begin = async () => {
    setMaking(true);
    setBroken('');
    try {
      await onBegin(name.trim() || layer.name.slice(0, 60), { ...choice, measures, asGrids });
    } catch (error) {
      setBroken(codeOf(error));
      setMaking(false);
    }
  };
  return (
    <>
      <RadioGroup
        inline
        selectedValue={asGrids ? 'grids' : 'units'}
        onChange={(event) => setAsGrids(event.currentTarget.value === 'grids')}
      >
        <Radio value="units" label={say('planfile.units.asUnits')} />
        <Radio value="grids" label={say('planfile.units.asGrids')} />
      </RadioGroup>
      <div className="planfile-row">
        <ColumnChoice
          label={say('planfile.column.residents')}
          value={residents}
          columns={layer.counts}
          optional
          onChange={setResidents}
        />
        <ColumnChoice
          label={say('planfile.column.households')}
          value={households}
          columns={layer.counts}
          optional
          onChange={setHouseholds}
        />
        {layer.crs === null && (
          <SystemChoice systems={USUAL_SYSTEMS} value={choice.crs ?? ''} onChange={asked.setCrs} />
        )}
      </div>
      {failed !== '' && <PlanFileError code={failed} />}
      {working && <Spinner size={16} />}
      {answer && (
        <>
          <p className="planfile-line" role="status" data-units={answer.units}>
            {say('planfile.units.total', { units: formatNumber(answer.units) })}
            {Object.entries(answer.totals).map(
              ([measure, total]) => ` ${say(`grids.${measure}`)} ${formatNumber(total)}`,
            )}
            {answer.axesSwapped && ` ${say('planfile.swapped')}`}
            {answer.unreadable > 0 && ` ${say('planfile.unreadable', { count: answer.unreadable })}`}
            {answer.absorbed > 0 && ` ${say('planfile.absorbed', { count: answer.absorbed })}`}
            {answer.unplaced > 0 && ` ${say('planfile.unplaced', { count: answer.unplaced })}`}
          </p>
          <form
            className="plan-new planfile-begin"
            onSubmit={(event) => {
              event.preventDefault();
              void begin();
            }}
          >
            <input
              aria-label={say('plan.new.name')}
              placeholder={layer.name.slice(0, 60)}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button
              type="submit"
              size="small"
              intent="primary"
              loading={making}
              disabled={working}
              text={say('planfile.units.begin')}
            />
          </form>
          {broken !== '' && <PlanFileError code={broken} />}
          <AreaProblems
            problems={answer.problems}
            rings={answer.rings}
            names={answer.names}
            rules={choice.rules}
            onRules={asked.setRules}
            onGive={asked.give}
            onPlace={onPlace}
          />
        </>
      )}
    </>
  );
}
