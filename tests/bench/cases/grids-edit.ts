/**
 * grids.edit: from a move of the brush to the numbers of the sidebar, script of worker and page together. grids.edit.flat: the same with many
 * grids and with few. grids.drag: the same while a corner that grids share is drawn.
 */
import type { Remote } from 'comlink';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { MESSAGES } from '../../../renderer/app/messages.ts';
import { PlanTable } from '../../../renderer/grids/plan/PlanTable.tsx';
import { usePlan } from '../../../renderer/grids/plan/plan-edit.ts';
import type { DataEngine } from '../../../renderer/worker/engine-api.ts';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import type { BenchWorker } from '../data.worker.ts';
import type { PlanSize } from '../made-plan.ts';
import { median } from '../measure.ts';
import { atMost, type BenchResult } from '../result.ts';

/** Half of a frame of 16 ms. */
const BUDGET_MS = 8;
const ROUNDS = 6;

const nextFrame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** The sidebar with a plan in it, and what a move of the hand costs there. */
class Sidebar {
  private readonly data: Remote<BenchWorker>;
  private readonly place = document.createElement('div');
  private readonly root = createRoot(this.place);

  constructor(data: Remote<BenchWorker>) {
    this.data = data;
    document.body.append(this.place);
    const intl = { locale: 'zh-CN', messages: MESSAGES.zh };
    this.root.render(createElement(IntlProvider, intl, createElement(PlanTable)));
  }

  async open(plan: string): Promise<void> {
    usePlan.getState().open(await this.data.planView(plan));
    await nextFrame();
  }

  /** Milliseconds of script: the worker's, and the page's from its answer until React has put it in. */
  async move(plan: string, action: PlanAction): Promise<number> {
    let [inWorker, began] = [0, 0];
    const { port1, port2 } = new MessageChannel();
    const settled = new Promise<number>((done) => {
      port1.onmessage = () => done(performance.now());
    });
    const engine = {
      tryAction: async (each: PlanAction) => {
        const { ms, preview } = await this.data.tryOn(plan, each);
        inWorker = ms;
        began = performance.now();
        // A message comes after everything that the answer itself sets off.
        port2.postMessage(null);
        return preview;
      },
    } as unknown as DataEngine;
    usePlan.getState().attempt(engine, action);
    const inPage = (await settled) - began;
    port1.close();
    await nextFrame();
    return inWorker + inPage;
  }

  async moves(plan: string, strokes: readonly PlanAction[][]): Promise<number[]> {
    await this.open(plan);
    const times: number[] = [];
    for (const stroke of strokes) {
      for (const action of stroke) times.push(await this.move(plan, action));
      usePlan.getState().cancel();
    }
    return times;
  }

  remove(): void {
    this.root.unmount();
    this.place.remove();
  }
}

const p95 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(0.95 * times.length)];

export async function gridsEdit(data: Remote<BenchWorker>, scale: number): Promise<BenchResult[]> {
  const smoke = scale < 1;
  const all = smoke ? { columns: 25, rows: 20 } : { columns: 100, rows: 100 };
  const many: PlanSize = { ...all, across: smoke ? 10 : 20, down: smoke ? 2 : 10 };
  const few: PlanSize = { ...all, across: 5, down: 1 };
  const sidebar = new Sidebar(data);
  const sizes = { many, few };
  const times = { many: [] as number[], few: [] as number[] };
  for (const name of ['many', 'few'] as const) await data.makePlan(name, sizes[name]);
  for (let round = 0; round < (smoke ? 1 : ROUNDS); round++)
    for (const name of ['many', 'few'] as const) {
      const told = await sidebar.moves(name, await data.planStrokes(name, smoke ? 1 : 5, 15, round));
      // The first round warms up.
      if (round > 0 || smoke) times[name].push(...told);
    }
  sidebar.remove();
  const grids = many.across * many.down;
  const budget = `half a frame; p95, ${all.columns * all.rows} buildings, ${grids} grids, 12 measures`;
  const same = `the same with ${few.across} grids instead of ${grids}, median`;
  const edit = { value: p95(times.many), unit: 'ms', reference: budget, referenceValue: BUDGET_MS };
  const flat = { value: median(times.many), unit: 'ms', reference: same, referenceValue: median(times.few) };
  return [atMost({ name: 'grids.edit', ...edit }, 1), atMost({ name: 'grids.edit.flat', ...flat }, 1.3)];
}

export async function gridsDrag(data: Remote<BenchWorker>, scale: number): Promise<BenchResult[]> {
  const smoke = scale < 1;
  const size: PlanSize = { columns: smoke ? 18 : 72, rows: smoke ? 14 : 70, across: 4, down: 3 };
  await data.makePlan('drag', size);
  const sidebar = new Sidebar(data);
  const times: number[] = [];
  for (let round = 0; round < (smoke ? 1 : ROUNDS); round++) {
    const told = await sidebar.moves('drag', await data.planDrags('drag', smoke ? 1 : 5, 20, round));
    if (round > 0 || smoke) times.push(...told);
  }
  sidebar.remove();
  const reference = `half a frame; p95, ${size.columns * size.rows} cells, ${size.across * size.down} grids`;
  const measured = { value: p95(times), unit: 'ms', reference, referenceValue: BUDGET_MS };
  return [atMost({ name: 'grids.drag', ...measured }, 1)];
}
