import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { accessMethods } from '../../../../renderer/worker/access-methods.ts';
import { NO_ACCESS, writingKeys } from '../../../../renderer/worker/access-state.ts';
import { disclosed } from '../../../../renderer/worker/disclosure.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import { generationMethods } from '../../../../renderer/worker/generation-methods.ts';
import { questionMethods } from '../../../../renderer/worker/question-methods.ts';
import { breakGlass } from '../../../../shared/access/break-glass.ts';
import { toBase64 } from '../../../../shared/access/byte-text.ts';
import type { Role } from '../../../../shared/access/roles.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

const key = (id: string, fill: number) => ({
  id,
  state: 'active' as const,
  bytes: toBase64(new Uint8Array(32).fill(fill)),
});
const CORE = [key('core-1', 1)];
const PII = [key('pii-1', 2)];
const actor = (role: Role, grids: string[] = []) => ({ id: `p-${role}`, role, grids, expiresAt: null });

/** As if an office had imported it. */
const REAL: CommunityBundle = { ...generateSample('y', 1), source: { kind: 'import', files: [] } };

let databases: Databases;
let state: EngineState;
beforeEach(async () => {
  databases = await freshDatabases();
  state = { databases, opened: null, abort: null, packed: null, seq: 0, core: false, access: NO_ACCESS() };
});
afterEach(() => closeDatabases(databases));

const engine = () => ({
  ...generationMethods(state),
  ...disclosed(state, questionMethods(state)),
  ...accessMethods(state),
});

/** A sealed community, started by a window where nobody has signed in. */
async function sealedDesk(): Promise<ReturnType<typeof engine>> {
  const desk = engine();
  await desk.holdCoreKeys(CORE);
  await desk.takeDesk(actor('administrator'), PII);
  await writeGeneration(databases, 'g1', REAL, { keys: writingKeys(state.access, REAL), freeSpace: [] });
  await desk.takeDesk(null, null);
  expect((await desk.start({ profileId: 'test', witness: null, core: false })).outcome).toBe('fine');
  return desk;
}

const names = async (desk: ReturnType<typeof engine>) => {
  const { cells } = await desk.page({
    table: 'residents',
    columns: ['name', 'phone'],
    scope: 'all',
    sort: null,
    from: 0,
    to: 200,
  });
  return cells;
};

describe('a sealed community', () => {
  test('opens its core without a person, the rest beside it when a key comes, and drops it again', async () => {
    const desk = await sealedDesk();
    expect((await desk.status())?.personal).toBe('withheld');
    expect((await names(desk)).name.every((name) => name === '')).toBe(true);
    await desk.setFilter({ base: 'all', conditions: [], expression: '' });
    const before = await desk.select([]);
    expect(await desk.takeDesk(actor('administrator'), PII)).toBe('open');
    expect((await names(desk)).name.some((name) => name !== '')).toBe(true);
    expect((await desk.select([])).whole).toEqual(before.whole);
    expect(await desk.takeDesk(actor('planner'), null)).toBe('withheld');
    expect(Object.keys(state.opened?.bundle.tables.residents?.columns ?? {})).not.toContain('name');
    expect(state.access.personal).toEqual([]);
  });

  test('a wrong key opens nothing', async () => {
    const desk = await sealedDesk();
    const wrong = [{ ...PII[0], bytes: toBase64(new Uint8Array(32).fill(9)) }];
    await expect(desk.takeDesk(actor('administrator'), wrong)).rejects.toMatchObject({ code: 'chunk-key' });
    expect((await names(desk)).name.every((name) => name === '')).toBe(true);
  });

  test('without the core key it is locked, not lost', async () => {
    await sealedDesk();
    state.access.core = [];
    state.opened = null;
    await expect(engine().start({ profileId: 'test', witness: null, core: false })).rejects.toMatchObject({
      code: 'chunk-locked',
    });
  });

  test('is never written plain beside a vault', async () => {
    const desk = engine();
    await desk.holdCoreKeys(CORE);
    expect(() => writingKeys(state.access, REAL)).toThrowError('vault-locked');
    expect(writingKeys(state.access, generateSample('y', 1))).toBeUndefined();
  });
});

describe('who sees what of it', () => {
  const dossierOf = (desk: ReturnType<typeof engine>, row: number) => desk.dossier('residents', row);
  const value = (dossier: Awaited<ReturnType<typeof dossierOf>>, column: string) =>
    String(dossier.fields.find((field) => field.column === column)?.value);
  const gridOfRow = (row: number): string => {
    const { community } = state.opened!;
    const home = (community.tables.residents!.columns['home'] as { values: Uint32Array }).values[row];
    const building = (community.tables.homes!.columns['building'] as { values: Uint32Array }).values[home];
    const grid = community.plan.gridOfBuilding[building];
    return state.opened!.gridState().counts.grids.find((info) => info.row === grid)!.code;
  };

  test('the administrator sees masked values until a reason is given', async () => {
    const desk = await sealedDesk();
    await desk.takeDesk(actor('administrator'), PII);
    const masked = await dossierOf(desk, 0);
    expect(masked.masked).toEqual({ mayReveal: true, mayBreakGlass: false });
    const whole = await desk.reveal({ table: 'residents', row: 0 });
    expect(whole.masked).toBeUndefined();
    expect(value(masked, 'name')).toBe(`${value(whole, 'name')[0]}＊＊`);
    expect(value(masked, 'phone')).not.toBe(value(whole, 'phone'));
    expect((await desk.search(value(whole, 'name'), 24)).length).toBeGreaterThan(0);
  });

  test('a grid worker works with the own grid and meets nobody of another', async () => {
    const desk = await sealedDesk();
    await desk.takeDesk(actor('gridWorker', [gridOfRow(0)]), PII);
    const own = await dossierOf(desk, 0);
    expect(own.masked).toBeUndefined();
    const rows = state.opened!.community.tables.residents!.rows;
    const other = Array.from({ length: 200 }, (_, i) => i * Math.floor(rows / 400)).find(
      (row) => gridOfRow(row) !== gridOfRow(0),
    )!;
    const stranger = await dossierOf(desk, other);
    expect(stranger.masked).toEqual({ mayReveal: false, mayBreakGlass: true });
    await expect(desk.reveal({ table: 'residents', row: other })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await desk.breakGlass(breakGlass(actor('gridWorker'), 'emergency', Date.now())!);
    const seen = await desk.reveal({ table: 'residents', row: other });
    expect(value(seen, 'name')).not.toContain('＊');
    const everybody = { table: 'residents', columns: ['name'], scope: 'all', sort: null } as const;
    const file = {
      ...everybody,
      columns: ['name'],
      format: 'csv',
      title: '',
      headings: {},
      words: {},
    } as const;
    await expect(desk.exportRows({ ...file, columns: ['name'] })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  test('the duty operator sees nobody before glass is broken', async () => {
    const desk = await sealedDesk();
    await desk.takeDesk(actor('dutyOperator'), PII);
    expect((await names(desk)).name.every((name) => name === '' || String(name).endsWith('＊＊'))).toBe(true);
    expect((await dossierOf(desk, 3)).masked).toEqual({ mayReveal: false, mayBreakGlass: true });
  });

  test('the planner meets no single person, not even without a name', async () => {
    const desk = await sealedDesk();
    await desk.takeDesk(actor('administrator'), PII);
    const name = String((await names(desk)).name.find((each) => each !== ''));
    await desk.takeDesk(actor('planner'), null);
    await expect(dossierOf(desk, 0)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(names(desk)).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await desk.search(name, 24)).filter(({ table }) => table === 'residents')).toEqual([]);
  });
});
