/** What of a plan leaves as a file: its grids as a layer, its buildings as a list. Owns the form; who may, the worker says. */
import { Button, Checkbox, Radio, RadioGroup } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import {
  GRID_FORMATS,
  type GridFormat,
  LIST_FORMATS,
  type ListFormat,
  PLAN_ENDING,
} from '../../../shared/partition/files/grid-files.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { useScope } from '../../app/access/seat.ts';
import { codeOf } from '../../app/error-code.ts';
import { saveFile } from '../../app/save-file.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { NamedSystem } from '../../worker/plan-file-api.ts';
import { shownGrids, usePlan } from '../plan/plan-edit.ts';
import { PlanFileError, SystemChoice } from './PlanFileForm.tsx';

type Format = GridFormat | ListFormat;
const isList = (format: Format): format is ListFormat => (LIST_FORMATS as readonly string[]).includes(format);

export function ExportPlan({ engine, stem }: { engine: DataEngine; stem: string }) {
  const { formatMessage } = useIntl();
  const say = (id: string) => formatMessage({ id });
  const scope = useScope('data.export');
  const { plan, grids, atoms } = usePlan();
  const [format, setFormat] = useState<Format>('gpkg');
  const [systems, setSystems] = useState<NamedSystem[]>([]);
  const [crs, setCrs] = useState('EPSG:4326');
  const [counts, setCounts] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  useEffect(() => {
    let current = true;
    engine.planSystems().then(
      (found) => current && setSystems(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [engine]);
  if (scope === 'none') return <p className="plan-note">{say('exchange.noRight')}</p>;
  const exact = plan?.numbers === 'exact';
  const save = async () => {
    setBusy(true);
    setFailed('');
    try {
      const count = isList(format) ? atoms.rows.length : shownGrids({ grids, trial: null }).length;
      await noteExport({
        count,
        format,
        table: isList(format) ? 'planList' : 'planGrids',
        personal: 0,
        purpose: null,
      });
      const file = await engine.exportPlan({ format, crs, counts: counts && exact });
      saveFile(file, `${stem}.${PLAN_ENDING[format]}`);
    } catch (error) {
      setFailed(codeOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="planfile-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <RadioGroup
        inline
        label={say('planfile.out.grids')}
        selectedValue={format}
        onChange={(event) => setFormat(event.currentTarget.value as Format)}
      >
        {GRID_FORMATS.map((each) => (
          <Radio key={each} value={each} label={say(`planfile.format.${each}`)} />
        ))}
      </RadioGroup>
      <RadioGroup
        inline
        label={say('planfile.out.list')}
        selectedValue={format}
        onChange={(event) => setFormat(event.currentTarget.value as Format)}
      >
        {LIST_FORMATS.map((each) => (
          <Radio key={each} value={each} label={say(`planfile.format.${each}`)} />
        ))}
      </RadioGroup>
      {!isList(format) && (
        <>
          {format !== 'geojson' && systems.length > 1 && (
            <SystemChoice systems={systems} value={crs} onChange={setCrs} />
          )}
          <Checkbox
            checked={counts && exact}
            disabled={!exact}
            label={say('planfile.out.counts')}
            onChange={() => setCounts(!counts)}
          />
        </>
      )}
      <div className="planfile-row">
        <Button
          type="submit"
          size="small"
          intent="primary"
          icon="download"
          loading={busy}
          text={say('planfile.out.save')}
        />
      </div>
      {failed !== '' && <PlanFileError code={failed} />}
      <p className="plan-note">{say(isList(format) ? 'planfile.out.listNote' : 'planfile.out.gridsNote')}</p>
    </form>
  );
}
