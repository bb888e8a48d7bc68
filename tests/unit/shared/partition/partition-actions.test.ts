/** Random sequences of every action, over seeds: the proof holds after each, totals are a full recount, and taking all back gives the same plan to the byte. */
import { describe, expect, it } from 'vitest';
import { modelFromText } from '../../../../shared/partition/partition-model.ts';
import { inverted } from '../../../../shared/partition/partition-patch.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import type { PartitionPatch } from '../../../../shared/partition/partition-records.ts';
import { madePartition } from './made-partition.ts';
import { ACTIONS, MICRO_ACTIONS, pick } from './random-actions.ts';

const LONG = Boolean(process.env['LINLI_LONG']);

const ALL = Object.entries(ACTIONS);
const MICROS = Object.entries(MICRO_ACTIONS);
const LINES = ALL.filter(([name]) => ['splitCell', 'splitGrid', 'reshape'].includes(name));

const SEEDS = LONG ? 40 : 6;
const STEPS = LONG ? 500 : 120;

describe('random actions', () => {
  const done: Record<string, number> = {};
  it.each(Array.from({ length: SEEDS }, (_, i) => i + 1))(
    'keep the proof, the totals and a byte-identical undo (seed %i)',
    (seed) => {
      const m = madePartition(seed, 8, 8, 3, seed % 3 === 0 ? 2 : 1);
      const { model } = m;
      expect(provePartition(model)).toEqual({ holds: true, faults: [] });
      const texts = [model.stateText()];
      const patches: PartitionPatch[] = [];
      for (let step = 0; step < STEPS; step++) {
        // Lines are refused more often than the rest: they are tried more often.
        const own = m.roll();
        const some = seed % 2 === 0 && own > 0.7 ? MICROS : own < 0.4 ? LINES : ALL;
        const [name, action] = pick(m.roll, some);
        const result = action(m);
        expect(model.stateText(), `${name} changed the model itself`).toBe(texts[texts.length - 1]);
        if (!result.ok) continue;
        done[name] = (done[name] ?? 0) + 1;
        model.apply(JSON.parse(JSON.stringify(result.patch)));
        patches.push(result.patch);
        texts.push(model.stateText());
        expect(provePartition(model), `seed ${seed}, step ${step}: ${name}`).toEqual({
          holds: true,
          faults: [],
        });
        // What is kept of grids has to follow from here on.
        for (const grid of model.gridIds()) {
          model.outline(grid);
          model.partsOf(grid);
        }
        for (const micro of model.microIds()) model.micros.outline(micro);
      }
      // The caches are what a model made anew from the text has.
      const anew = modelFromText(model.stateText(), m.atoms);
      for (const grid of [-1, ...model.gridIds()]) {
        expect(model.totals.of(grid)).toEqual(anew.totals.of(grid));
        expect(model.gridDoubleArea(grid)).toBe(anew.gridDoubleArea(grid));
        expect(model.cellsIn(grid)).toEqual(anew.cellsIn(grid));
        expect(model.outline(grid)).toEqual(anew.outline(grid));
        expect(model.borderOf(grid)).toEqual(anew.borderOf(grid));
        expect(model.partsOf(grid)).toEqual(anew.partsOf(grid));
      }
      for (const micro of model.microIds()) {
        expect(model.micros.totals(micro)).toEqual(anew.micros.totals(micro));
        expect(model.cellsInMicro(micro)).toEqual(anew.cellsInMicro(micro));
        expect(model.micros.outline(micro)).toEqual(anew.micros.outline(micro));
      }
      // A plan without micro-grids is the text that it was before there were any.
      expect(texts.at(-1)?.includes('"micros"')).toBe(seed % 2 === 0);
      expect(texts[0]).not.toContain('icro');
      while (patches.length > 0) {
        texts.pop();
        model.apply(inverted(patches.pop()!));
        expect(model.stateText()).toBe(texts[texts.length - 1]);
      }
    },
    120_000,
  );
  it('did each of them, or there was nothing to prove', () => {
    for (const name of Object.keys({ ...ACTIONS, ...MICRO_ACTIONS }))
      expect(done[name] ?? 0, name).toBeGreaterThan(0);
  });
});
