import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { writingKeys } from '../../../../renderer/worker/access-state.ts';
import { createEngine, startState } from '../../../../renderer/worker/engine.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import { toBase64 } from '../../../../shared/access/byte-text.ts';
import type { Role } from '../../../../shared/access/roles.ts';
import type { Case } from '../../../../shared/cases/case.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { labelAt, linkAt } from '../../../../shared/query/column-access.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { pointOf } from '../../../../shared/query/record-labels.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { MadeCase, type Opening } from '../../shared/cases/made-case.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

const key = (id: string, fill: number) => ({
  ...{ id, state: 'active' as const, bytes: toBase64(new Uint8Array(32).fill(fill)) },
});
const CORE = [key('core-1', 1)];
const PII = [key('pii-1', 2)];
const actor = (role: Role, grids: string[] = []) => ({ id: `p-${role}`, role, grids, expiresAt: null });
const SAMPLE = generateSample('y', 1);
/** As if an office had imported it. */
const REAL: CommunityBundle = { ...SAMPLE, source: { kind: 'import', files: [] } };
const KNOWN = openCommunity(SAMPLE, { today: SAMPLE.asOfDay });
const { devices, homes, buildings, residents } = KNOWN.tables;
/** The first one-key device that is somebody's. */
const DEVICE = Array.from({ length: devices!.rows }, (_, row) => row).find(
  (row) => labelAt(devices, 'kind', row) === 'oneKey' && linkAt(devices, 'resident', row) < residents!.rows,
)!;
const HOME = linkAt(devices, 'home', DEVICE);
const BUILDING = linkAt(homes, 'building', HOME);
const [lng, lat] = pointOf(KNOWN, 'devices', DEVICE)!;

let databases: Databases;
let state: EngineState;
let file: Case;
beforeEach(async () => {
  databases = await freshDatabases();
  state = { ...startState(), databases };
});
afterEach(() => closeDatabases(databases));

function opens(more: Partial<Opening> = {}): Case {
  const made = MadeCase.dispatched({
    ...{ device: 'oneKey', matter: 'callForHelp', level: 1, grid: '' },
    alert: `${labelAt(devices, 'id', DEVICE)}:oneKey:abc`,
    place: { lng, lat, building: labelAt(buildings, 'id', BUILDING), text: '' },
    ...more,
  });
  state.cases = Promise.resolve({ files: new Map([[made.now.caseId, made.now]]), marks: new Map() });
  return made.now;
}

async function sealedDesk(role: Role) {
  const desk = createEngine(state);
  await desk.holdCoreKeys(CORE);
  await desk.takeDesk(actor('administrator'), PII);
  await writeGeneration(databases, 'g1', REAL, { keys: writingKeys(state.access, REAL), freeSpace: [] });
  await desk.start({ profileId: 'test', witness: null, core: false });
  await desk.takeDesk(actor(role), role === 'planner' ? null : PII);
  return desk;
}

describe('the call sheet of a sealed community', () => {
  test('is masked until it is asked for, and whole for the duty operator of an open grave case', async () => {
    const desk = await sealedDesk('dutyOperator');
    file = opens();
    const masked = await desk.callSheet(file.caseId, false);
    expect(masked.masked).toEqual({ mayReveal: true });
    expect(masked.home).toBe(HOME);
    expect(masked.resident?.name).toMatch(/＊＊$/);
    expect(JSON.stringify([masked.resident, masked.household, masked.contacts])).not.toMatch(/1\d{10}/);
    expect(masked.plan?.cells.length).toBeGreaterThan(0);
    const shown = await desk.callSheet(file.caseId, true);
    expect(shown.masked).toBeNull();
    expect(shown.resident?.name).toBe(labelAt(residents, 'name', shown.resident!.row));
    expect(shown.contacts.length + shown.household.length).toBeGreaterThan(0);
  });

  test.each([
    ['a drill', { drill: true }],
    ['a light case', { level: 3 as const }],
    ['a case of another place', { alert: '', place: { lng, lat, building: '', text: '' } }],
  ])('shows the operator nobody for %s', async (_name, more) => {
    const desk = await sealedDesk('dutyOperator');
    file = opens(more);
    const sheet = await desk.callSheet(file.caseId, false);
    expect(sheet.masked).toEqual({ mayReveal: false });
    await expect(desk.callSheet(file.caseId, true)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('is refused to a planner, and to anybody for a case that is not there', async () => {
    const desk = await sealedDesk('planner');
    file = opens();
    await expect(desk.callSheet(file.caseId, false)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(
      desk.incident(file.caseId, { type: 'circle', center: [lng, lat], radius: 80 }),
    ).rejects.toThrow();
    await desk.takeDesk(actor('administrator'), PII);
    await expect(desk.callSheet('c-none', false)).rejects.toThrow(RangeError);
  });
});

describe('an incident', () => {
  test('counts homes and people of every building with a door within, and names the case’s own alone', async () => {
    const desk = await sealedDesk('dutyOperator');
    file = opens({ device: 'smoke', matter: 'fire' });
    const shape = { type: 'circle' as const, center: [lng, lat] as [number, number], radius: 90 };
    const found = await desk.incident(file.caseId, shape);
    expect(found.named).toEqual([BUILDING]);
    expect(found.buildings.length).toBeGreaterThan(0);
    const own = found.buildings.find(({ row }) => row === BUILDING)!;
    expect(own.homes.length).toBe(KNOWN.homeStarts[BUILDING + 1] - KNOWN.homeStarts[BUILDING]);
    expect(own.homes[0].floor).toBeGreaterThanOrEqual(own.homes.at(-1)!.floor);
    const all = found.buildings.flatMap(({ homes: each }) => each);
    expect(found.homes).toBe(all.length);
    expect(found.people).toBe(all.reduce((sum, { people }) => sum + people, 0));
    expect(found.helped).toBe(all.reduce((sum, { helped }) => sum + helped, 0));
    expect(all.every(({ helped, people }) => helped <= people)).toBe(true);
    expect((await desk.incidentNames(file.caseId, HOME)).length).toBeGreaterThan(0);
    const other = found.buildings.find(({ row, homes: each }) => row !== BUILDING && each.length > 0);
    if (other)
      await expect(desk.incidentNames(file.caseId, other.homes[0].row)).rejects.toMatchObject({
        code: 'not-allowed',
      });
    const wider = await desk.incident(file.caseId, { ...shape, radius: 250 });
    expect(wider.homes).toBeGreaterThanOrEqual(found.homes);
  });
});
