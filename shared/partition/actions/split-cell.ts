/** Cells cut in two by a line, and cells made one again. The plan stays: the parts are in the grid of the whole. Owns the two actions. */
import { proveDraft } from '../draft-proof.ts';
import { cutCells, type Line, tidyCut } from '../line-cut.ts';
import { uniteCells } from '../map-edits.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import { type ActionResult, refuse, refusing } from '../partition-records.ts';
import { isFrozen } from './move-vertex.ts';

/** Cuts one cell along a line; the part with its building keeps the id. */
export function splitCellByLine(
  model: PartitionModel,
  cell: number,
  line: Line,
): ActionResult<{ parts: number[] }> {
  if (!model.hasCell(cell)) return refuse('unknown');
  if (model.cell(cell).locked) return refuse('locked');
  return refusing(() => {
    const draft = new PartitionDraft(model);
    const cut = cutCells(draft, [cell], line);
    const parts = cut.parts.get(cell);
    if (!parts) return refuse('line-ends-inside', [line[line.length - 2], line[line.length - 1]]);
    tidyCut(draft, cut);
    proveDraft(draft);
    return { ok: true, patch: draft.patch(), parts };
  });
}

/** Makes one cell of neighbours in one grid; the one with its building, then the largest, keeps the id. */
export function mergeCells(model: PartitionModel, cells: readonly number[]): ActionResult<{ cell: number }> {
  const own = [...new Set(cells)];
  if (!own.every((cell) => model.hasCell(cell))) return refuse('unknown');
  if (own.length < 2) return refuse('nothing-changes');
  const [first, ...others] = own.map((cell) => model.cell(cell));
  if (others.some(({ community }) => community !== first.community)) return refuse('other-community');
  if (new Set(own.map((cell) => model.gridOf(cell))).size > 1) return refuse('different-grids');
  if (new Set(own.map((cell) => model.microOf(cell))).size > 1) return refuse('different-micros');
  if (own.some((cell) => isFrozen(model, cell))) return refuse('locked');
  return refusing(() => {
    const draft = new PartitionDraft(model);
    const cell = uniteCells(draft, own, true);
    const same = own.every((each) => model.cell(each).shatteredFrom === first.shatteredFrom);
    if (!same)
      return refuse(
        'shared-cell',
        null,
        own.flatMap((each) => model.atomsIn(each)),
      );
    proveDraft(draft);
    return { ok: true, patch: draft.patch(), cell };
  });
}
