/** The store: the newest question wins, undo and redo ask again, opened records and their links. */
import { describe, expect, test, vi } from 'vitest';
import { createTwinStore, type TwinStore } from '../../../../renderer/twin/store.ts';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';
import type { Selection, Shape } from '../../../../shared/query/selection.ts';
import { fakeEngine } from '../../../support/fake-engine.ts';

/** Milliseconds to wait for what happens at once on a machine with nothing else to do. */
const PATIENCE = 20_000;

const building = (row: number): Shape => ({ type: 'members', table: 'buildings', rows: [row] });
const settled = (store: TwinStore) =>
  vi.waitFor(() => expect(store.getState().phase).toBe('ready'), PATIENCE);

/** An engine whose selections are answered only when told to. */
function heldEngine() {
  const asked: Selection[] = [];
  const release: (() => void)[] = [];
  const engine: DataEngine = { ...fakeEngine() };
  const select = engine.select;
  engine.select = async (selection) => {
    asked.push(selection);
    await new Promise<void>((resolve) => release.push(resolve));
    const answer = await select(selection);
    return { ...answer, ms: selection.length };
  };
  return { engine, asked, release };
}

describe('questions', () => {
  test('what is asked while another is under way waits, and only the newest is put', async () => {
    const { engine, asked, release } = heldEngine();
    const store = createTwinStore(engine);
    store.getState().select(building(1), 'replace');
    await vi.waitFor(() => expect(release).toHaveLength(1), PATIENCE);
    store.getState().select(building(2), 'add');
    store.getState().select(building(3), 'add');
    expect(store.getState().answer).toBeNull();
    release[0]();
    await vi.waitFor(() => expect(release).toHaveLength(2), PATIENCE);
    expect(store.getState().answer).toBeNull();
    release[1]();
    await settled(store);
    expect(asked.map((selection) => selection.length)).toEqual([1, 3]);
    expect(store.getState().answer?.ms).toBe(3);
    expect(store.getState().revision).toBe(1);
  });

  test('a failed question tells its code and the next one is asked with the filter again', async () => {
    const engine: DataEngine = { ...fakeEngine() };
    const setFilter = vi.fn(engine.setFilter);
    engine.setFilter = setFilter;
    const select = engine.select;
    engine.select = () => Promise.reject(Object.assign(new Error('no'), { code: 'query-unexpected' }));
    const store = createTwinStore(engine);
    store.getState().refresh();
    await vi.waitFor(() => expect(store.getState().phase).toBe('failed'), PATIENCE);
    expect(store.getState().failure).toBe('query-unexpected');
    engine.select = select;
    store.getState().refresh();
    await settled(store);
    expect(store.getState().failure).toBe('');
    expect(setFilter).toHaveBeenCalledTimes(2);
  });

  test('the filter is sent before the selection, and only when it changed', async () => {
    const calls: string[] = [];
    const engine: DataEngine = { ...fakeEngine() };
    const { setFilter, select } = engine;
    engine.setFilter = (filter) => {
      calls.push('filter');
      return setFilter(filter);
    };
    engine.select = (selection) => {
      calls.push('select');
      return select(selection);
    };
    const store = createTwinStore(engine);
    store.getState().refresh();
    await settled(store);
    store.getState().select(building(1), 'replace');
    await settled(store);
    expect(calls).toEqual(['filter', 'select', 'select']);
  });
});

describe('selection', () => {
  test('adding to nothing begins a selection; steps fold; undo and redo go back and forth', async () => {
    const store = createTwinStore(fakeEngine());
    store.getState().select(building(1), 'add');
    store.getState().select(building(2), 'subtract');
    const steps = () => store.getState().history.present.selection.map((step) => step.combine);
    expect(steps()).toEqual(['replace', 'subtract']);
    store.getState().undo();
    expect(steps()).toEqual(['replace']);
    store.getState().redo();
    expect(steps()).toEqual(['replace', 'subtract']);
    store.getState().clearSelection();
    expect(steps()).toEqual([]);
    store.getState().undo();
    expect(steps()).toEqual(['replace', 'subtract']);
    await settled(store);
  });

  test('one drag of a slider is one undo step', async () => {
    const store = createTwinStore(fakeEngine());
    const set = (min: number) => {
      const { filter } = store.getState().history.present;
      const conditions = [
        { type: 'range' as const, table: 'residents' as const, column: 'age', min, max: 120 },
      ];
      store.getState().setFilter({ ...filter, conditions }, 'age');
    };
    set(10);
    set(20);
    set(30);
    store.getState().settle();
    set(40);
    expect(store.getState().history.past).toHaveLength(2);
    await settled(store);
  });
});

describe('records', () => {
  test('opening one that is in the trail goes back to it', () => {
    const store = createTwinStore(fakeEngine());
    const { open } = store.getState();
    open({ table: 'buildings', row: 1 });
    open({ table: 'homes', row: 2 });
    open({ table: 'residents', row: 3 });
    open({ table: 'homes', row: 2 });
    expect(store.getState().trail).toEqual([
      { table: 'buildings', row: 1 },
      { table: 'homes', row: 2 },
    ]);
    store.getState().backTo(-1);
    expect(store.getState().trail).toEqual([]);
  });

  test('links become lines where both ends have a place apart', async () => {
    const engine = fakeEngine();
    const store = createTwinStore(engine);
    const dossier = await engine.dossier('residents', 30);
    dossier.links[0].point = null;
    dossier.links[1].point = dossier.point;
    store.getState().showLinks(dossier);
    expect(store.getState().linkLines).toHaveLength(dossier.links.length - 2);
    store.getState().setLinksShown(false);
    store.getState().showLinks(dossier);
    expect(store.getState().linkLines).toEqual([]);
  });

  test('selecting closes the dossier unless the choice was made in it', async () => {
    const store = createTwinStore(fakeEngine());
    store.getState().open({ table: 'buildings', row: 1 });
    store.getState().select(building(1), 'replace', true);
    expect(store.getState().trail).toHaveLength(1);
    store.getState().select(building(1), 'replace');
    expect(store.getState().trail).toHaveLength(0);
    await settled(store);
  });

  test('the same place twice is two wishes', () => {
    const store = createTwinStore(fakeEngine());
    store.getState().goTo([1, 2]);
    const first = store.getState().target;
    store.getState().goTo([1, 2]);
    expect(store.getState().target?.stamp).not.toBe(first?.stamp);
  });
});
