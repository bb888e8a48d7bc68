/**
 * The micro-grids of a plan as rows of a layer of their own, beside that of the grids. Owns their fields; how a file is written is grid-files.ts, how
 * they are read again is micros-on-plan.ts.
 */
import { areaScale, type Lattice, rounded } from '../lattice.ts';
import { microCode, microsByCode } from '../micro-codes.ts';
import { middleOf } from '../narrow.ts';
import type { PartitionModel } from '../partition-model.ts';
import { type GridField, type GridRow, type GridRowsRequest, leaving, multiPolygon } from './grid-rows.ts';

/** `micro_id` says that a record is a micro-grid, and with `plan` which; `grid_id` and `grid` of which grid it is. */
export function microFields(model: PartitionModel, counts: boolean): GridField[] {
  const text = (name: string): GridField => ({ name, type: 'text' });
  return [
    text('plan'),
    { name: 'micro_id', type: 'integer' },
    { name: 'grid_id', type: 'integer' },
    ...['code', 'name', 'grid', 'former_codes', 'attributes'].map(text),
    { name: 'area_m2', type: 'number' },
    ...(counts ? model.atoms.measures.map(({ name }): GridField => ({ name, type: 'integer' })) : []),
  ];
}

/** Micro-grids in play by code; those without a cell have no geometry. Coordinates as those of the grids. */
export function* microRows(
  model: PartitionModel,
  lattice: Lattice,
  { plan, crs, counts }: Omit<GridRowsRequest, 'communities'>,
): Generator<GridRow> {
  const place = leaving(lattice, crs);
  const scale = areaScale(lattice);
  for (const id of microsByCode(model)) {
    const { grid, name, formerCodes, attributes } = model.micro(id);
    const { parts } = model.micros.outline(id);
    const double = model.cellsInMicro(id).reduce((sum, cell) => sum + model.doubleAreaOf(cell), 0);
    const middle = parts.length > 0 ? middleOf(parts[0]) : null;
    yield {
      geometry: multiPolygon(parts, place),
      values: [
        ...[plan, id, grid, microCode(model, id), name, model.grid(grid).code],
        formerCodes.join(' '),
        Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : '',
        middle ? rounded((double / 2) * scale(...middle), 1) : 0,
        ...(counts ? model.micros.totals(id) : []),
      ],
    };
  }
}
