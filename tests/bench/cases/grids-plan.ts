/**
 * grids.outline: a cell goes from one grid to its neighbour and both outlines are made again, against a union of the same cells.
 * grids.proof: the proof of a whole plan, as it is made before every save.
 */
import union from '@turf/union';
import type { Feature, Polygon, Position } from 'geojson';
import { assignCells } from '../../../shared/partition/actions/assign-cells.ts';
import { cellRings } from '../../../shared/partition/cell-geometry.ts';
import type { PartitionModel } from '../../../shared/partition/partition-model.ts';
import { inverted } from '../../../shared/partition/partition-patch.ts';
import { provePartition } from '../../../shared/partition/partition-proof.ts';
import { MadePlan } from '../made-plan.ts';
import { median, time } from '../measure.ts';
import { atMost, type BenchResult, faster } from '../result.ts';

const PROOF_MS = 100;

/** As it would be read from a file: closed rings of positions in metres. */
function feature(model: PartitionModel, cell: number): Feature<Polygon> {
  const rings = cellRings(model, cell).map((ring): Position[] => {
    const places = Array.from({ length: ring.length / 2 }, (_, i) => [
      ring[2 * i] / 1000,
      ring[2 * i + 1] / 1000,
    ]);
    return [...places, places[0]];
  });
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: rings } };
}

export async function gridsOutline(smoke: boolean): Promise<BenchResult[]> {
  const plan = new MadePlan(
    smoke ? { columns: 25, rows: 20, across: 5, down: 2 } : { columns: 100, rows: 100, across: 20, down: 10 },
  );
  const { model } = plan;
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (const [action] of plan.strokes(smoke ? 2 : 12, 1, 3)) {
    if (action.type !== 'assignCells') continue;
    const result = assignCells(model, action.cells, action.grid);
    if (!result.ok) throw new Error(`grids.outline: ${result.reason}`);
    const grids = [...result.patch.cellGrid.before, action.grid];
    const began = performance.now();
    model.apply(result.patch);
    const outlines = grids.map((grid) => model.outline(grid));
    ours.push(performance.now() - began);
    const features = grids.map((grid) => model.cellsIn(grid).map((cell) => feature(model, cell)));
    const since = performance.now();
    const unions = features.map((cells) => union({ type: 'FeatureCollection', features: cells }));
    theirs.push(performance.now() - since);
    if (outlines.some(({ parts }, i) => parts.length === 0 || !unions[i]))
      throw new Error('grids.outline: nothing');
    model.apply(inverted(result.patch));
  }
  const cells = model.cellIds().length;
  const reference = `@turf/union of the cells of both grids, of ${cells}`;
  const measured = { value: median(ours), unit: 'ms', reference, referenceValue: median(theirs) };
  return [faster({ name: 'grids.outline', ...measured }, 100)];
}

export async function gridsProof(smoke: boolean): Promise<BenchResult[]> {
  const { model } = new MadePlan(
    smoke ? { columns: 18, rows: 14, across: 4, down: 3 } : { columns: 72, rows: 70, across: 4, down: 3 },
  );
  const value = await time(smoke ? 1 : 9, () => {
    if (!provePartition(model).holds) throw new Error('grids.proof: it does not hold');
  });
  const reference = `a tenth of a second, ${model.cellIds().length} cells`;
  return [atMost({ name: 'grids.proof', value, unit: 'ms', reference, referenceValue: PROOF_MS }, 1)];
}
