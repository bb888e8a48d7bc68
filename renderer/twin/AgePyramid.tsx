/**
 * Age pyramid: men left, women right, old at the top, the whole community's outline behind. The same numbers stand
 * in a table for those who cannot see or point at the drawing.
 */
import { PYRAMID_BANDS, type Pyramid } from '../../shared/query/selection.ts';
import { bandYears, type PyramidShape, pyramidShape } from './pyramid-shape.ts';
import { useWording, type Wording } from './wording.ts';

const WIDTH = 304;
const BAND = 8;
const GAP = 30;
const HALF = (WIDTH - GAP) / 2;
const HEIGHT = PYRAMID_BANDS * BAND;
const BANDS = Array.from({ length: PYRAMID_BANDS }, (_, band) => band);

function bandName(wording: Wording, band: number): string {
  const { from, to } = bandYears(band);
  return to === null ? wording.t('twin.age.open', { from }) : wording.t('twin.age.band', { from, to });
}

/** Step line along the ends of one side's bars, from the oldest to the youngest. */
function outline(widths: number[], side: 'male' | 'female'): string {
  const centre = side === 'male' ? HALF : HALF + GAP;
  const sign = side === 'male' ? -1 : 1;
  const steps = BANDS.toReversed().map((band, index) => {
    const x = (centre + sign * widths[band] * HALF).toFixed(1);
    return `L${x} ${index * BAND}V${(index + 1) * BAND}`;
  });
  return `M${centre} 0${steps.join('')}H${centre}`;
}

export interface AgePyramidProps {
  part: Pyramid;
  whole: Pyramid;
  /** Nothing is selected: part and whole are the same, so no outline. */
  alone: boolean;
  onBand?(from: number, to: number): void;
}

export function AgePyramid({ part, whole, alone, onBand }: AgePyramidProps) {
  const wording = useWording();
  const { t, people } = wording;
  const shape = pyramidShape(part, whole);
  return (
    <section className="twin-block">
      <h3>{t('twin.pyramid')}</h3>
      <div className="twin-pyramid-heads" aria-hidden="true">
        <span>
          {t('word.sex.male')} <b>{people(shape.males)}</b>
        </span>
        <span>
          {t('word.sex.female')} <b>{people(shape.females)}</b>
        </span>
      </div>
      <svg
        className="twin-pyramid"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`}
        role="img"
        aria-label={t('twin.pyramid.summary', { male: people(shape.males), female: people(shape.females) })}
      >
        <PyramidBars shape={shape} part={part} onBand={onBand} wording={wording} />
        {!alone && (
          <>
            <path className="twin-pyramid-whole" d={outline(shape.wholeMale, 'male')} />
            <path className="twin-pyramid-whole" d={outline(shape.wholeFemale, 'female')} />
          </>
        )}
        {[0, 20, 40, 60, 80, 100].map((age) => (
          <text key={age} x={WIDTH / 2} y={HEIGHT - (age / 5) * BAND - 0.5} className="twin-pyramid-age">
            {age}
          </text>
        ))}
      </svg>
      <div className="twin-pyramid-foot">
        <PyramidTable part={part} wording={wording} />
        {!alone && <span className="twin-key-line">{t('twin.pyramid.whole')}</span>}
        {part.unknown > 0 && <span>{t('twin.pyramid.unknown', { count: people(part.unknown) })}</span>}
      </div>
    </section>
  );
}

interface BarsProps {
  shape: PyramidShape;
  part: Pyramid;
  onBand?(from: number, to: number): void;
  wording: Wording;
}

function PyramidBars({ shape, part, onBand, wording }: BarsProps) {
  return BANDS.map((band) => {
    const y = (PYRAMID_BANDS - 1 - band) * BAND;
    const left = shape.male[band] * HALF;
    const { from, to } = bandYears(band);
    return (
      <g key={band} className="twin-pyramid-band" onClick={() => onBand?.(from, to ?? 120)}>
        <title>
          {wording.t('twin.pyramid.band', {
            band: bandName(wording, band),
            male: wording.people(part.male[band]),
            female: wording.people(part.female[band]),
          })}
        </title>
        <rect className="twin-pyramid-hit" x="0" y={y} width={WIDTH} height={BAND} />
        <rect className="twin-pyramid-male" x={HALF - left} y={y + 0.5} width={left} height={BAND - 1} />
        <rect
          className="twin-pyramid-female"
          x={HALF + GAP}
          y={y + 0.5}
          width={shape.female[band] * HALF}
          height={BAND - 1}
        />
      </g>
    );
  });
}

function PyramidTable({ part, wording }: { part: Pyramid; wording: Wording }) {
  const { t, people } = wording;
  return (
    <details className="twin-pyramid-table">
      <summary>{t('twin.pyramid.table')}</summary>
      <table className="twin-plain-table">
        <thead>
          <tr>
            <th scope="col">{t('twin.age')}</th>
            <th scope="col">{t('word.sex.male')}</th>
            <th scope="col">{t('word.sex.female')}</th>
          </tr>
        </thead>
        <tbody>
          {BANDS.map((band) => (
            <tr key={band}>
              <th scope="row">{bandName(wording, band)}</th>
              <td>{people(part.male[band])}</td>
              <td>{people(part.female[band])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
