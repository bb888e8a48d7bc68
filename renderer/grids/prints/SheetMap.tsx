/** A printed map: outlines, buildings, roads and water as lines, with scale bar and north arrow. Owns the drawing; the ground is plan-sheets.ts. */
import { useIntl } from 'react-intl';
import { mapFrame } from '../../../shared/partition/sheets/map-frame.ts';
import type { PlanSheets, SheetGrid, SheetRing } from '../../../shared/partition/sheets/plan-sheets.ts';

export interface SheetMapProps {
  sheets: PlanSheets;
  /** null: the whole plan. */
  grid: SheetGrid | null;
  /** Millimetres of paper. */
  paper: { width: number; height: number };
  /** Numbers at the corners of the border, or at the buildings in the order of their list. */
  numbers: 'corners' | 'buildings' | 'none';
}

const pathOf = (rings: readonly SheetRing[], closed = true): string =>
  rings
    .map((ring) => {
      let path = '';
      for (let i = 0; i < ring.length; i += 2)
        path += `${i === 0 ? 'M' : 'L'}${ring[i].toFixed(2)} ${(-ring[i + 1]).toFixed(2)}`;
      return closed ? `${path}Z` : path;
    })
    .join('');

export function SheetMap({ sheets, grid, paper, numbers }: SheetMapProps) {
  const { formatNumber, formatMessage } = useIntl();
  const { bounds, scale, bar } = mapFrame(grid ? boundsOf(grid) : sheets.bounds, paper);
  const [west, south, east, north] = bounds;
  const mm = (millimetres: number) => millimetres * scale;
  const near = (ring: readonly number[]) => meets(ring, bounds);
  const own = grid ? [grid] : sheets.grids;
  return (
    <svg
      className="planprint-map"
      style={{ width: `${paper.width}mm`, height: `${paper.height}mm` }}
      viewBox={`${west} ${-north} ${east - west} ${north - south}`}
      role="img"
      aria-label={grid?.name ?? formatMessage({ id: 'planprint.overview' })}
    >
      <title>{grid?.name ?? formatMessage({ id: 'planprint.overview' })}</title>
      {sheets.lines
        .filter(({ places }) => near(places))
        .map((line) => (
          <path
            key={`${line.kind} ${line.places.length} ${line.places.slice(0, 6).join()}`}
            className={`planprint-${line.kind}`}
            d={pathOf([line.places], line.closed)}
            strokeWidth={mm(WIDTHS[line.kind] ?? 0.2)}
          />
        ))}
      {sheets.grids.map((each) =>
        each.buildings.map((building) =>
          building.rings.length > 0 && near(building.rings[0]) ? (
            <path
              key={`${each.id} ${building.at.join()} ${building.label}`}
              className={own.includes(each) ? 'planprint-building' : 'planprint-building planprint-away'}
              d={pathOf(building.rings)}
              strokeWidth={mm(0.12)}
            />
          ) : null,
        ),
      )}
      {sheets.grids.map((each) => (
        <path
          key={each.id}
          className={grid && each.id !== grid.id ? 'planprint-border planprint-away' : 'planprint-border'}
          d={each.parts.map((part) => pathOf(part)).join('')}
          strokeWidth={mm(grid && each.id === grid.id ? 0.9 : 0.45)}
        />
      ))}
      {numbers === 'buildings' &&
        grid?.buildings.map((building, i) => (
          <text
            key={`${building.at.join()} ${building.label}`}
            className="planprint-label"
            x={building.at[0]}
            y={-building.at[1]}
            fontSize={mm(2.1)}
            dy="0.35em"
          >
            {i + 1}
          </text>
        ))}
      {numbers === 'corners' &&
        grid?.corners.map((corner) => (
          <g key={corner.number}>
            <circle
              className="planprint-corner"
              cx={corner.at[0]}
              cy={-corner.at[1]}
              r={mm(2)}
              strokeWidth={mm(0.3)}
            />
            <text
              className="planprint-label"
              x={corner.at[0]}
              y={-corner.at[1]}
              fontSize={mm(2.3)}
              dy="0.35em"
            >
              {corner.number}
            </text>
          </g>
        ))}
      {sheets.grids
        .filter(
          (each) => each.parts.length > 0 && (!grid || each.id !== grid.id) && inside(each.middle, bounds),
        )
        .map((each) => (
          <text
            key={each.id}
            className="planprint-name"
            x={each.middle[0]}
            y={-each.middle[1]}
            fontSize={mm(3)}
            strokeWidth={mm(0.8)}
            dy="0.35em"
          >
            {each.name}
          </text>
        ))}
      <g className="planprint-scale" transform={`translate(${west + mm(5)} ${-south - mm(5)})`}>
        <rect x={-mm(2)} y={-mm(6)} width={bar + mm(4)} height={mm(8)} className="planprint-plate" />
        <path d={`M0 ${-mm(1.5)}V0H${bar}V${-mm(1.5)}`} strokeWidth={mm(0.4)} />
        <text x={bar / 2} y={-mm(2)} fontSize={mm(2.8)}>
          {bar >= 1000 ? `${formatNumber(bar / 1000)} km` : `${formatNumber(bar)} m`}
        </text>
      </g>
      <g
        className="planprint-north"
        transform={`translate(${east - mm(9)} ${-north + mm(16)}) scale(${scale})`}
      >
        <path d="M0 -10L3.5 2L0 0L-3.5 2Z" />
        <text y="7" fontSize="4.5">
          {formatMessage({ id: 'planprint.north' })}
        </text>
      </g>
    </svg>
  );
}

/** Millimetres of paper. */
const WIDTHS: Record<string, number> = { mainRoad: 1.4, road: 0.9, lane: 0.5, wall: 0.35, compound: 0.25 };

function boundsOf({ parts }: SheetGrid): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of parts)
    for (let i = 0; i < outer.length; i += 2) {
      bounds[0] = Math.min(bounds[0], outer[i]);
      bounds[1] = Math.min(bounds[1], outer[i + 1]);
      bounds[2] = Math.max(bounds[2], outer[i]);
      bounds[3] = Math.max(bounds[3], outer[i + 1]);
    }
  return bounds;
}

type Bounds = readonly [number, number, number, number];

const inside = ([x, y]: readonly [number, number], [west, south, east, north]: Bounds): boolean =>
  x > west && x < east && y > south && y < north;

function meets(ring: readonly number[], [west, south, east, north]: Bounds): boolean {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    w = Math.min(w, ring[i]);
    e = Math.max(e, ring[i]);
    s = Math.min(s, ring[i + 1]);
    n = Math.max(n, ring[i + 1]);
  }
  return e >= west && w <= east && n >= south && s <= north;
}
