/** A community with its scans saved under a passphrase on one machine and restored on another, through the worker. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writePlacement } from '../../../../shared/geo/scan-record.ts';
import { madeMemory, REAL, sealedWindow } from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

/** What the host would hold, by token. */
const host = new Map<string, Uint8Array<ArrayBuffer>>();
vi.mock('../../../../renderer/host.ts', () => ({
  putBulk: async (token: string, bytes: Uint8Array<ArrayBuffer>) => void host.set(token, bytes),
  getBulk: async (token: string) => host.get(token),
}));

const ID = '0123456789abcdef';
const MARK = '张家宅基地平面图 13912345678';
const PASSPHRASE = '湖滨路二〇二六备份';
const PLACEMENT = writePlacement({
  ...{ version: 1, name: MARK, type: 'image/png', width: 640, height: 480 },
  ...{ points: [], method: null, opacity: 0.7, visible: true },
});
/** A PNG as far as its size can be read, with a name in it. */
const PICTURE = new Uint8Array(200);
PICTURE.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
new DataView(PICTURE.buffer).setUint32(16, 640);
new DataView(PICTURE.buffer).setUint32(20, 480);
PICTURE.set(new TextEncoder().encode(MARK), 64);

let here: Databases;
let there: Databases;
beforeEach(async () => {
  [here, there] = [await freshDatabases(), await freshDatabases()];
});
afterEach(() => {
  closeDatabases(here);
  closeDatabases(there);
  host.clear();
});

test('scans go along sealed and come back as they were; a wrong passphrase brings nothing', async () => {
  const { engine } = await sealedWindow(here, madeMemory(), 'administrator');
  for (const [part, bytes] of [
    ['picture', PICTURE],
    ['placement', PLACEMENT],
  ] as const) {
    const { sha256 } = await engine.packScan(ID, part, bytes);
    await engine.sendScan(sha256, part);
  }
  const tokens = [{ id: ID, placement: 'placement', picture: 'picture' }];
  const planner = await sealedWindow(here, madeMemory(), 'planner');
  await expect(planner.engine.saveSealed(PASSPHRASE, tokens)).rejects.toMatchObject({ code: 'not-allowed' });
  const saved = await engine.saveSealed(PASSPHRASE, tokens);
  const bytes = Buffer.from(await saved.arrayBuffer());
  for (const mark of [MARK, 'LINLISAV', 'LINLISNP']) expect(bytes.includes(mark)).toBe(false);

  const other = await sealedWindow(there, madeMemory(), 'administrator');
  const file = new File([bytes], 'x.linlisave');
  const wrong = other.engine.restoreSealed(file, `${PASSPHRASE}.`, () => {});
  await expect(wrong).rejects.toMatchObject({ code: 'sealed-file-passphrase' });
  expect((await other.engine.status())?.generation).toBe('g1');
  const { scans, status } = await other.engine.restoreSealed(file, PASSPHRASE, () => {});
  expect(scans).toEqual([{ id: ID, placement: PLACEMENT, picture: PICTURE }]);
  expect(status.generation).not.toBe('g1');
  expect(status.rows.residents).toBe(REAL.tables.residents?.rows);
});
