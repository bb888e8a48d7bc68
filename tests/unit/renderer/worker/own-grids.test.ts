import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { type EngineState, openedOf } from '../../../../renderer/worker/engine-state.ts';
import { breakGlass } from '../../../../shared/access/break-glass.ts';
import { linkAt } from '../../../../shared/query/column-access.ts';
import { actor, madeMemory, sealedWindow } from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => closeDatabases(databases));

function gridRowOf(state: EngineState, table: 'residents' | 'homes' | 'vehicles', row: number): number {
  const { tables, plan } = openedOf(state).community;
  const home = table === 'homes' ? row : linkAt(tables[table], 'home', row);
  return plan.gridOfBuilding[linkAt(tables.homes, 'building', home)];
}

/** Somebody of this role whose only grid is that of the first building with homes. */
async function inOwnGrid(role: 'gridWorker' | 'gridManager') {
  const first = await sealedWindow(databases, madeMemory(), 'administrator');
  const { plan, homeStarts } = openedOf(first.state).community;
  const home = plan.gridOfBuilding.findIndex((_, b) => homeStarts[b] < homeStarts[b + 1]);
  const grid = plan.gridOfBuilding[home];
  const { code } = (await first.engine.status())!.grids.find(({ row }) => row === grid)!;
  const made = await sealedWindow(databases, madeMemory(), role, [code]);
  return { ...made, grid, code, home };
}

describe('who works in some grids only', () => {
  test.each(['gridWorker', 'gridManager'] as const)(
    '%s lists persons, homes and vehicles of these alone',
    async (role) => {
      const { engine, state, grid } = await inOwnGrid(role);
      for (const table of ['residents', 'homes', 'vehicles'] as const) {
        const request = { table, columns: ['id'], scope: 'all', sort: null, from: 0, to: 5_000 } as const;
        const { rows, total } = await engine.page({ ...request, columns: ['id'] });
        expect(total).toBeGreaterThan(0);
        expect(total).toBeLessThan(openedOf(state).community.tables[table]!.rows);
        for (const row of rows) expect(gridRowOf(state, table, row)).toBe(grid);
      }
      const everybody = {
        table: 'residents',
        columns: ['id'],
        scope: 'all',
        sort: null,
        from: 0,
        to: 1,
      } as const;
      await engine.breakGlass(breakGlass(actor(role), 'emergency', Date.now())!);
      expect((await engine.page({ ...everybody, columns: ['id'] })).total).toBeGreaterThan(5_000);
    },
  );

  test('exports and notice lists end at the own grids; a grid worker exports nothing', async () => {
    const { engine, code } = await inOwnGrid('gridManager');
    const { total } = await engine.page({
      table: 'residents',
      columns: ['id'],
      scope: 'all',
      sort: null,
      from: 0,
      to: 1,
    });
    const request = {
      table: 'residents',
      scope: 'all',
      sort: null,
      format: 'csv',
      title: '',
      headings: {},
      words: {},
    } as const;
    const file = new TextDecoder().decode(
      await engine.exportRows({ ...request, columns: ['name', 'phone'] }),
    );
    expect(file.trim().split('\n')).toHaveLength(total + 1);
    const name = (await engine.status())!.grids.find((grid) => grid.code === code)!.name;
    const notice = await engine.noticeFile({
      subject: 'residents',
      source: { from: 'tag', tag: 'disabled' },
      headings: ['a', 'b', 'c', 'd', 'e'],
      format: 'csv',
      mark: 'mark',
      sheet: 'sheet',
    });
    const lines = new TextDecoder().decode(notice.bytes).trim().split('\n').slice(1);
    expect(lines).toHaveLength(notice.count);
    for (const line of lines) expect(line).toContain(name);
    const worker = await sealedWindow(databases, madeMemory(), 'gridWorker', [code]);
    await expect(worker.engine.exportRows({ ...request, columns: ['id'] })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  test('a stacking plan opens in the own grid, or when glass was broken', async () => {
    const { engine, state, grid, home } = await inOwnGrid('gridWorker');
    const { gridOfBuilding } = openedOf(state).community.plan;
    const { homeStarts } = openedOf(state).community;
    const other = gridOfBuilding.findIndex((each, b) => each !== grid && homeStarts[b] < homeStarts[b + 1]);
    expect((await engine.building(home)).cells.length).toBeGreaterThan(0);
    expect(await engine.building(other)).toMatchObject({ cells: [], withheld: true });
    await engine.breakGlass(breakGlass(actor('gridWorker'), 'emergency', Date.now())!);
    expect((await engine.building(other)).cells.length).toBeGreaterThan(0);
    const operator = await sealedWindow(databases, madeMemory(), 'dutyOperator');
    expect((await operator.engine.building(home)).withheld).toBe(true);
  });

  test('names of other grids are not found', async () => {
    const { engine, state, grid } = await inOwnGrid('gridWorker');
    const hits = await engine.search('王', 200);
    const people = hits.filter(({ table }) => table === 'residents');
    expect(people.every(({ row }) => gridRowOf(state, 'residents', row) === grid)).toBe(true);
  });
});
