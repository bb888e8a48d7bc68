/** The printed pages of one grid: its sheet, its registration form, the sheet for walking its border. Owns their layout; nothing is counted here. */
import { useIntl } from 'react-intl';
import type { PlanSheets, SheetGrid } from '../../../shared/partition/sheets/plan-sheets.ts';
import { SheetMap } from './SheetMap.tsx';
import { legWords, sideWords } from './sheet-words.ts';

export interface PaperSize {
  /** Within the margins, millimetres. */
  width: number;
  height: number;
}

export interface GridPageProps {
  sheets: PlanSheets;
  grid: SheetGrid;
  paper: PaperSize;
  /** Plan and day, at the foot of every page. */
  foot: string;
}

function useSay() {
  const intl = useIntl();
  return {
    intl,
    say: (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values),
  };
}

const countOf = ({ measures }: PlanSheets, counts: readonly number[], name: string): number =>
  counts[measures.indexOf(name)] ?? 0;

function Signatures({ who }: { who: readonly string[] }) {
  const { say } = useSay();
  return (
    <div className="planprint-signatures">
      {who.map((each) => (
        <div key={each}>
          <span>{say(`planprint.sign.${each}`)}</span>
          <i />
          <small>{say('planprint.sign.day')}</small>
        </div>
      ))}
    </div>
  );
}

function Sides({ grid }: { grid: SheetGrid }) {
  const { intl, say } = useSay();
  return (
    <table className="planprint-sides">
      <tbody>
        {grid.sides.map((side) => (
          <tr key={side.side}>
            <th scope="row">{say(`planprint.side.${side.side}`)}</th>
            <td>{sideWords(intl, side)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ sheets, grid }: Pick<GridPageProps, 'sheets' | 'grid'>) {
  const { intl, say } = useSay();
  const facts = [
    [say('plan.create.code'), grid.code],
    [say('planprint.area'), `${intl.formatNumber(grid.area / 10_000, { maximumFractionDigits: 2 })} ha`],
    ...(['buildings', 'households', 'residents', 'aged60'] as const).map((name) => [
      say(`planfile.measure.${name}`),
      intl.formatNumber(countOf(sheets, grid.counts, name)),
    ]),
    [say('word.workerRole.gridWorker'), grid.workers.join('、') || '—'],
  ];
  return (
    <dl className="planprint-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function GridSheet({ sheets, grid, paper, foot }: GridPageProps) {
  const { intl, say } = useSay();
  return (
    <section className="planprint-page">
      <h1>{say('planprint.sheet.title', { name: grid.name })}</h1>
      <Facts sheets={sheets} grid={grid} />
      <SheetMap
        sheets={sheets}
        grid={grid}
        paper={{ width: paper.width, height: Math.round(paper.height * 0.42) }}
        numbers="buildings"
      />
      <h2>{say('planprint.border')}</h2>
      <Sides grid={grid} />
      <Micros sheets={sheets} grid={grid} />
      <Signatures who={['worker', 'manager', 'community']} />
      <h2>{say('planprint.buildings', { count: grid.buildings.length })}</h2>
      <div className="planprint-buildings">
        {grid.buildings.map((building, i) => (
          <p key={`${building.at.join()} ${building.label}`}>
            <b>{i + 1}</b> <span>{building.label}</span>
            <em>
              {say('planprint.building.counts', {
                households: intl.formatNumber(countOf(sheets, building.counts, 'households')),
                residents: intl.formatNumber(countOf(sheets, building.counts, 'residents')),
              })}
            </em>
          </p>
        ))}
      </div>
      <footer>{foot}</footer>
    </section>
  );
}

/** Nothing where the grid is not divided. */
function Micros({ sheets, grid }: Pick<GridPageProps, 'sheets' | 'grid'>) {
  const { intl, say } = useSay();
  if (grid.micros.length === 0) return null;
  const measures = ['buildings', 'households', 'residents', 'aged60'] as const;
  return (
    <>
      <h2>{say('planprint.micros', { count: grid.micros.length })}</h2>
      <table className="planprint-list">
        <thead>
          <tr>
            <th scope="col">{say('plan.micro.name')}</th>
            <th scope="col">{say('planprint.form.code')}</th>
            <th scope="col">{say('plan.micro.head')}</th>
            <th scope="col">{say('planprint.area')} ha</th>
            {measures.map((measure) => (
              <th key={measure} scope="col">
                {say(`planfile.measure.${measure}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.micros.map(({ code, name, head, phone, area, counts }) => (
            <tr key={code}>
              <th scope="row">{name}</th>
              <td>{code}</td>
              <td>
                {head || '—'}
                {phone !== '' && <small>{phone}</small>}
              </td>
              <td className="planprint-number">
                {intl.formatNumber(area / 10_000, { maximumFractionDigits: 2, minimumFractionDigits: 2 })}
              </td>
              {measures.map((measure) => (
                <td key={measure} className="planprint-number">
                  {intl.formatNumber(countOf(sheets, counts, measure))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Lines to be filled in by hand stay empty: no name of a person comes from anywhere but the list of grid workers. */
export function RegistrationForm({ sheets, grid, paper, foot }: GridPageProps) {
  const { intl, say } = useSay();
  const rows: [string, string][] = [
    ['name', grid.name],
    ['code', grid.code],
    ['kind', say(grid.kind === 'exclusive' ? 'planprint.kind.exclusive' : 'planprint.kind.general')],
    ['former', grid.formerCodes.join('、') || '—'],
    ['area', `${intl.formatNumber(grid.area / 10_000, { maximumFractionDigits: 2 })} ha`],
    ['buildings', intl.formatNumber(countOf(sheets, grid.counts, 'buildings'))],
    ['households', intl.formatNumber(countOf(sheets, grid.counts, 'households'))],
    ['residents', intl.formatNumber(countOf(sheets, grid.counts, 'residents'))],
    ['head', grid.attributes['head'] ?? ''],
    ['worker', grid.workers.join('、')],
    ['police', grid.attributes['police'] ?? ''],
    ['responsible', grid.attributes['responsible'] ?? ''],
  ];
  const pairs = Array.from({ length: Math.ceil(rows.length / 2) }, (_, i) => rows.slice(2 * i, 2 * i + 2));
  return (
    <section className="planprint-page">
      <h1>{say('planprint.form.title')}</h1>
      <table className="planprint-form">
        <tbody>
          {pairs.map((pair) => (
            <tr key={pair[0][0]}>
              {pair.flatMap(([id, value]) => [
                <th key={`${id} label`} scope="row">
                  {say(`planprint.form.${id}`)}
                </th>,
                <td key={id}>{value}</td>,
              ])}
            </tr>
          ))}
          {grid.sides.map((side) => (
            <tr key={side.side}>
              <th scope="row">{say(`planprint.side.${side.side}`)}</th>
              <td colSpan={3}>{sideWords(intl, side)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <SheetMap
        sheets={sheets}
        grid={grid}
        paper={{ width: paper.width, height: Math.round(paper.height * 0.38) }}
        numbers="none"
      />
      <Signatures who={['community', 'street', 'centre']} />
      <footer>{foot}</footer>
    </section>
  );
}

export function WalkSheet({ sheets, grid, paper, foot }: GridPageProps) {
  const { intl, say } = useSay();
  return (
    <section className="planprint-page">
      <h1>{say('planprint.walk.title', { name: grid.name })}</h1>
      <SheetMap
        sheets={sheets}
        grid={grid}
        paper={{ width: paper.width, height: Math.round(paper.height * 0.44) }}
        numbers="corners"
      />
      <table className="planprint-walk">
        <thead>
          <tr>
            <th scope="col">{say('planprint.walk.corner')}</th>
            <th scope="col">{say('planprint.walk.there')}</th>
            <th scope="col">{say('planprint.walk.next')}</th>
            <th scope="col">{say('planprint.walk.beyond')}</th>
            <th scope="col">{say('planprint.walk.agrees')}</th>
            <th scope="col">{say('planprint.walk.note')}</th>
          </tr>
        </thead>
        <tbody>
          {grid.corners.map((corner, i) => {
            const leg = grid.legs[i];
            const there = [...corner.lines, corner.mark].filter(Boolean).join('、');
            return (
              <tr key={corner.number}>
                <th scope="row">{corner.number}</th>
                <td>
                  {there || '—'}
                  {corner.lngLat && (
                    <small>
                      {corner.lngLat[1].toFixed(5)}, {corner.lngLat[0].toFixed(5)}
                    </small>
                  )}
                </td>
                <td>{leg ? legWords(intl, leg) : ''}</td>
                <td>{leg?.other || say('planprint.walk.outside')}</td>
                <td className="planprint-box">
                  <i />
                </td>
                <td />
              </tr>
            );
          })}
        </tbody>
      </table>
      <Signatures who={['worker', 'neighbour', 'community']} />
      <footer>{foot}</footer>
    </section>
  );
}
