/** The check on foot: draw a sheet, print it, enter what was found, keep the result. */
import { Button, FormGroup, NumericInput } from '@blueprintjs/core';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useIntl } from 'react-intl';
import { wilson } from '../../../shared/quality/spot-check.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { SpotSheet } from './SpotSheet.tsx';
import { countVerdicts, type SpotState, useQuality } from './store.ts';

const USUAL = 30;
const MOST = 500;

export function SpotCheck() {
  const { formatMessage } = useIntl();
  const engine = useEngine();
  const { spot, draw } = useQuality();
  const [size, setSize] = useState(USUAL);
  const [seed, setSeed] = useState(1);
  return (
    <section className="data-section" aria-labelledby="quality-spot">
      <h2 id="quality-spot">{formatMessage({ id: 'quality.spot' })}</h2>
      <p className="data-note">{formatMessage({ id: 'quality.spot.note' })}</p>
      <div className="quality-draw">
        <FormGroup label={formatMessage({ id: 'quality.spot.size' })} labelFor="quality-size">
          <NumericInput
            id="quality-size"
            min={1}
            max={MOST}
            clampValueOnBlur
            value={size}
            onValueChange={(value) => setSize(Math.min(MOST, Math.max(1, Math.round(value || 1))))}
          />
        </FormGroup>
        <FormGroup label={formatMessage({ id: 'quality.spot.seed' })} labelFor="quality-seed">
          <NumericInput
            id="quality-seed"
            min={0}
            max={999_999}
            clampValueOnBlur
            value={seed}
            onValueChange={(value) => setSeed(Math.max(0, Math.round(value || 0)))}
          />
        </FormGroup>
        <Button
          text={formatMessage({ id: 'quality.spot.draw' })}
          onClick={() => void draw(engine, size, seed)}
        />
        {spot && (
          <Button
            icon="print"
            text={formatMessage({ id: 'quality.spot.print' })}
            onClick={() => void print(spot.rows.length)}
          />
        )}
      </div>
      {spot && <Result spot={spot} />}
      {spot && <SpotSheet spot={spot} printed={false} />}
      {spot &&
        createPortal(
          <div className="quality-print">
            <SpotSheet spot={spot} printed />
          </div>,
          document.body,
        )}
    </section>
  );
}

/** A printed sheet leaves the desk like any other list. */
async function print(count: number): Promise<void> {
  await noteExport({ count, format: 'print', table: 'residents', personal: 1, purpose: 'safetyCheck' });
  window.print();
}

function Result({ spot }: { spot: SpotState }) {
  const { formatMessage, formatNumber } = useIntl();
  const engine = useEngine();
  const keepSpot = useQuality((quality) => quality.keepSpot);
  const { right, wrong } = countVerdicts(spot);
  const { value, low, high } = wilson(right, right + wrong);
  const percent = (share: number) => formatNumber(share, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <div className="quality-result" role="status">
      {right + wrong === 0
        ? formatMessage({ id: 'quality.spot.none' })
        : formatMessage(
            { id: 'quality.spot.rate' },
            { right, checked: right + wrong, value: percent(value), low: percent(low), high: percent(high) },
          )}
      <Button
        size="small"
        className="data-primary"
        disabled={right + wrong === 0 || spot.kept}
        text={formatMessage({ id: spot.kept ? 'quality.spot.kept' : 'quality.spot.keep' })}
        onClick={() => void keepSpot(engine)}
      />
    </div>
  );
}
