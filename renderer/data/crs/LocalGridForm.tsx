/**
 * A city's own grid from two to four control points: the numbers of the file and where that place is. Shows the residuals and what is
 * odd about the fit before it is used. The fit is shared/geo/local-grid.ts.
 */
import { Button, Checkbox, HTMLTable, InputGroup } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import { type ControlPoint, fitLocalGrid, type LocalGrid } from '../../../shared/geo/local-grid.ts';
import { ControlPointError } from '../../../shared/geo/plane-fit.ts';
import type { LayerPlan } from '../../../shared/model/import-plan.ts';
import { setCrs } from '../import-desk.ts';
import { useData } from '../store.ts';

const FIELDS = ['x', 'y', 'lng', 'lat'] as const;
type Row = Record<(typeof FIELDS)[number], string>;
const EMPTY: Row = { x: '', y: '', lng: '', lat: '' };
const ROWS = 4;

type Fit = { grid: LocalGrid } | { code: string } | null;

export function LocalGridForm({ plan }: { plan: LayerPlan }) {
  const { formatMessage } = useIntl();
  const { busy, change } = useData();
  const [rows, setRows] = useState<Row[]>(() => Array.from({ length: ROWS }, () => EMPTY));
  const [affine, setAffine] = useState(false);
  const points = useMemo(() => pointsOf(rows), [rows]);
  const name = formatMessage({ id: 'import.local.name' });
  const fit = useMemo(() => fitOf(points, name, affine), [points, name, affine]);
  const set = (at: number, field: keyof Row, value: string) =>
    setRows((now) => now.map((row, index) => (index === at ? { ...row, [field]: value } : row)));
  return (
    <div>
      <p className="data-note">{formatMessage({ id: 'import.local.hint' })}</p>
      <HTMLTable compact className="crs-control">
        <thead>
          <tr>
            <th aria-label={formatMessage({ id: 'import.local.point' })} />
            {FIELDS.map((field) => (
              <th key={field}>{formatMessage({ id: `import.local.${field}` })}</th>
            ))}
            <th>{formatMessage({ id: 'import.local.residual' })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: four fixed rows
            <tr key={at}>
              <th scope="row">{at + 1}</th>
              {FIELDS.map((field) => (
                <td key={field}>
                  <InputGroup
                    size="small"
                    value={row[field]}
                    disabled={busy}
                    inputMode="decimal"
                    aria-label={`${formatMessage({ id: `import.local.${field}` })} ${at + 1}`}
                    onChange={(event) => set(at, field, event.target.value)}
                  />
                </td>
              ))}
              <td className="data-number">
                <Residual fit={fit} at={at} points={points} />
              </td>
            </tr>
          ))}
        </tbody>
      </HTMLTable>
      <Checkbox
        checked={affine}
        disabled={busy}
        label={formatMessage({ id: 'import.local.affine' })}
        onChange={(event) => setAffine(event.currentTarget.checked)}
      />
      {fit && 'code' in fit && <p className="data-note">{formatMessage({ id: `error.${fit.code}` })}</p>}
      {fit && 'grid' in fit && (
        <>
          <ul className="crs-notes">
            <li>
              {formatMessage(
                { id: 'import.local.fit' },
                { rms: fit.grid.rms, scale: fit.grid.scale, rotation: fit.grid.rotation },
              )}
            </li>
            {fit.grid.warnings.map((warning) => (
              <li key={warning}>{formatMessage({ id: `crs.fit.${warning}` })}</li>
            ))}
          </ul>
          <Button
            size="small"
            disabled={busy}
            text={formatMessage({ id: 'import.local.use' })}
            onClick={() => change((desk) => setCrs(desk, plan, fit.grid.crs, { swapped: false }))}
          />
        </>
      )}
    </div>
  );
}

/** Rows that are filled, by the place they stand in. */
function pointsOf(rows: readonly Row[]): { at: number; point: ControlPoint }[] {
  return rows.flatMap((row, at) => {
    if (FIELDS.some((field) => row[field].trim() === '')) return [];
    const [x, y, lng, lat] = FIELDS.map((field) => Number(row[field]));
    return [{ at, point: { x, y, lng, lat } }];
  });
}

function fitOf(points: readonly { point: ControlPoint }[], name: string, affine: boolean): Fit {
  if (points.length < 2) return null;
  try {
    const control = points.map(({ point }) => point);
    return { grid: fitLocalGrid(control, name, { method: affine ? 'affine' : 'similarity' }) };
  } catch (error) {
    if (error instanceof ControlPointError) return { code: error.code };
    throw error;
  }
}

function Residual({ fit, at, points }: { fit: Fit; at: number; points: readonly { at: number }[] }) {
  const { formatMessage } = useIntl();
  const index = points.findIndex((point) => point.at === at);
  if (!fit || 'code' in fit || index < 0) return null;
  return <>{formatMessage({ id: 'import.local.metres' }, { metres: fit.grid.residuals[index].distance })}</>;
}
