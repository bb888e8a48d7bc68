/**
 * Values and problems of the sketch under the pencil, and keeping it. Owns the values while they are typed; the check runs with every change
 * of the sketch, so that what is wrong is seen while it is drawn.
 */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { type DrawnRequest, drawnEdits, FLOOR_METRES } from '../../../shared/edits/drawn-edits.ts';
import { checkDrawing, type DrawCheck } from '../../../shared/geo/drawing-check.ts';
import { type Corner, ringSquareMetres } from '../../../shared/geo/outline.ts';
import { type DrawState, drawStore, keepSketch, newSketch, undoSketch } from '../../map/draw/draw-store.ts';
import { isEmpty, pathsOf, type Sketch } from '../../map/draw/sketch.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { useWording } from '../wording.ts';
import { CornerList } from './CornerList.tsx';
import { DrawFields, type DrawValues, START_VALUES } from './DrawFields.tsx';
import { openRecord } from './open-record.ts';

export function DrawForm({ onKeep }: { onKeep(request: DrawnRequest, confirmed: boolean): Promise<void> }) {
  const { t, error: words } = useWording();
  const engine = useEngine();
  const { sketch, hint, around, past } = useStore(drawStore);
  const record = useStore(openRecord, (state) => (state.record?.row === sketch.row ? state.record : null));
  const [values, setValues] = useState<DrawValues>(() => ({
    ...START_VALUES[sketch.kind],
    ...record?.values,
  }));
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [warned, setWarned] = useState('');
  const check = useMemo(() => checkOf(sketch, hint, around), [sketch, hint, around]);
  const warnings = check.problems.map(({ code }) => code).join();
  useSolid(sketch, values);
  useMarks(check);
  const floorsTooFew = record && Number(values['floors']) < record.usedFloor ? record.usedFloor : 0;
  const unchanged =
    sketch.row !== null && past.length === 0 && record !== null && same(values, record.values);
  const ready =
    check.valid && !isEmpty(sketch) && hint.trail.length === 0 && !saving && !unchanged && floorsTooFew === 0;

  const keep = async () => {
    // Warnings are shown once before they count as meant.
    if (warnings !== '' && warned !== warnings) return setWarned(warnings);
    setSaving(true);
    setFailed(null);
    try {
      await onKeep(await requestOf(engine, sketch, record, values), warnings !== '');
      openRecord.setState({ record: null });
      newSketch(sketch.kind);
    } catch (cause) {
      setFailed(cause instanceof Error && 'code' in cause ? String(cause.code) : 'internal');
      setSaving(false);
    }
  };
  const hasShape = !isEmpty(sketch);
  return (
    <form
      className="draw-form"
      data-fresh={isEmpty(sketch) && hint.trail.length === 0 && !saving}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void keep();
      }}
    >
      <DrawFields
        kind={sketch.kind}
        values={values}
        onChange={(change) => setValues({ ...values, ...change })}
      />
      {sketch.entrances.length > 0 && <Entrances sketch={sketch} />}
      {hasShape && <CornerList sketch={sketch} />}
      {sketch.rings.length > 0 && (
        <p className="twin-hint">
          {t('draw.area', { area: Math.round(areaOf(sketch)), corners: cornersOf(sketch) })}
        </p>
      )}
      <ul className="draw-problems" aria-live="polite" aria-label={t('draw.problems')}>
        {check.problems.map(({ code, severity, values: of }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list made anew with every change
          <li key={i} data-severity={severity}>
            <b>{t(`draw.severity.${severity}`)}</b> {t(`draw.problem.${code}`, of)}
          </li>
        ))}
        {floorsTooFew > 0 && (
          <li data-severity="error">
            <b>{t('draw.severity.error')}</b> {t('draw.problem.floors-used', { floor: floorsTooFew })}
          </li>
        )}
      </ul>
      {failed && (
        <p className="draw-failed" role="alert">
          {words(failed)}
        </p>
      )}
      <div className="twin-actions draw-keep">
        <button type="submit" className="twin-button twin-primary" disabled={!ready}>
          {t(warned !== '' && warned === warnings ? 'draw.keepAnyway' : 'draw.keep')}
        </button>
        <button
          type="button"
          className="twin-button"
          disabled={past.length === 0 || saving}
          onClick={undoSketch}
        >
          {t('draw.undo')}
        </button>
        <button
          type="button"
          className="twin-button"
          disabled={saving || (!hasShape && hint.trail.length === 0)}
          onClick={() => {
            openRecord.setState({ record: null });
            newSketch(sketch.kind);
          }}
        >
          {t('draw.discard')}
        </button>
      </div>
    </form>
  );
}

function checkOf(sketch: Sketch, hint: DrawState['hint'], around: DrawState['around']): DrawCheck {
  const { trail, closed } = hint;
  const rings = sketch.cut ? [...sketch.rings, { role: 0 as const, ring: sketch.cut }] : sketch.rings;
  const { kind, row, line, entrances } = sketch;
  const drawn = { kind, row, line, entrances, rings };
  if (!isEmpty(sketch) || trail.length < 4) return checkDrawing(drawn, around);
  // What is being drawn: an outline that is not closed yet has at least its corners.
  return checkDrawing(closed ? { ...drawn, rings: [{ role: 0, ring: trail }] } : drawn, around);
}

async function requestOf(
  engine: ReturnType<typeof useEngine>,
  sketch: Sketch,
  record: ReturnType<typeof openRecord.getState>['record'],
  values: DrawValues,
): Promise<DrawnRequest> {
  const nowhere = { compound: null, area: null, grid: null };
  const belonging = (corners: readonly Corner[] | undefined) =>
    corners?.length ? engine.belonging(middleOf(corners)) : Promise.resolve(nowhere);
  const [belongs, belongsCut] = await Promise.all([
    belonging(sketch.rings[0]?.ring ?? sketch.line),
    belonging(sketch.cut ?? undefined),
  ]);
  return drawnEdits({ shape: sketch, before: record, values, belongs, belongsCut, newKey });
}

function newKey(): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return `n${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function middleOf(corners: readonly Corner[]): [number, number] {
  const sum = corners.reduce(([x, y], [lng, lat]) => [x + lng, y + lat], [0, 0]);
  return [sum[0] / corners.length, sum[1] / corners.length];
}

const areaOf = ({ rings }: Sketch) =>
  rings.reduce((sum, { role, ring }) => sum + (role === 0 ? 1 : -1) * ringSquareMetres(ring), 0);
const cornersOf = (sketch: Sketch) => pathsOf(sketch).reduce((sum, { corners }) => sum + corners.length, 0);
const same = (a: DrawValues, b: Readonly<DrawValues>) => Object.keys(b).every((key) => a[key] === b[key]);

/** The body as it would stand, live in 3D. */
function useSolid({ kind }: Sketch, values: DrawValues): void {
  const height = Number(values['height']) || Number(values['floors']) * FLOOR_METRES;
  useEffect(() => {
    drawStore.setState({ solid: kind === 'building' && height > 0 ? { base: 0, height } : null });
  }, [kind, height]);
}

function useMarks({ problems }: DrawCheck): void {
  useEffect(() => {
    drawStore.setState({ marks: problems.flatMap(({ at }) => (at ? [at] : [])) });
  }, [problems]);
}

function Entrances({ sketch }: { sketch: Sketch }) {
  const { t } = useWording();
  return (
    <fieldset className="draw-entrances">
      <legend>{t('draw.entrances')}</legend>
      {sketch.entrances.map((entrance, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: in the order they were drawn
        <label key={i}>
          <span>{i + 1}</span>
          <input
            value={entrance.label}
            maxLength={20}
            aria-label={t('draw.entrance.label', { number: i + 1 })}
            onChange={(event) => {
              const label = event.target.value;
              const entrances = sketch.entrances.map((each, k) => (k === i ? { ...each, label } : each));
              keepSketch({ ...sketch, entrances }, sketch);
            }}
          />
        </label>
      ))}
    </fieldset>
  );
}
