import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importKeys, NO_ACCESS } from '../../../../renderer/worker/access-state.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import { scanMethods } from '../../../../renderer/worker/scan-methods.ts';
import { toBase64 } from '../../../../shared/access/byte-text.ts';

/** What the host would hold, by token. */
const host = new Map<string, Uint8Array<ArrayBuffer>>();
vi.mock('../../../../renderer/host.ts', () => ({
  putBulk: async (token: string, bytes: Uint8Array<ArrayBuffer>) => void host.set(token, bytes),
  getBulk: async (token: string) => host.get(token),
}));

const ID = '0123456789abcdef';
const TEXT = new TextEncoder().encode('张家宅基地平面图 13912345678');
const key = (id: string, fill: number, state: 'active' | 'retired' = 'active') => ({
  ...{ id, state },
  bytes: toBase64(new Uint8Array(32).fill(fill)),
});

let access: EngineState['access'];
const engine = () => scanMethods({ access } as EngineState);
beforeEach(() => {
  access = NO_ACCESS();
});
afterEach(() => host.clear());

async function keep(token: string, part: 'picture' | 'placement' = 'picture') {
  const desk = engine();
  const packed = await desk.packScan(ID, part, TEXT);
  await desk.sendScan(packed.sha256, token);
  return packed;
}

test('without a vault a scan comes back as it was, and its hash is of what was sent', async () => {
  const packed = await keep('t');
  const sent = host.get('t') ?? new Uint8Array();
  expect(packed).toEqual({ bytes: sent.length, sha256: createHash('sha256').update(sent).digest('hex') });
  expect(await engine().openScan('t', ID, 'picture')).toEqual({ bytes: TEXT, stale: false });
});

test('with a vault nothing of it leaves the worker in clear', async () => {
  access.vault = true;
  access.personal = await importKeys([key('pii-1', 2)], 'pii');
  await keep('t');
  expect(Buffer.from(host.get('t') ?? []).includes(Buffer.from('13912345678'))).toBe(false);
  const { bytes, stale } = await engine().openScan('t', ID, 'picture');
  expect([Buffer.from(bytes).toString(), stale]).toEqual([Buffer.from(TEXT).toString(), false]);
});

test('a locked vault neither keeps nor shows a scan, not even one from before there was a vault', async () => {
  await keep('plain');
  access.vault = true;
  await expect(engine().packScan(ID, 'picture', TEXT)).rejects.toMatchObject({ code: 'vault-locked' });
  await expect(engine().openScan('plain', ID, 'picture')).rejects.toMatchObject({ code: 'vault-locked' });
});

test('what was kept plain, or under a key that was replaced, is told to be stale', async () => {
  await keep('plain');
  access.vault = true;
  access.personal = await importKeys([key('pii-1', 2)], 'pii');
  expect((await engine().openScan('plain', ID, 'picture')).stale).toBe(true);
  await keep('old');
  access.personal = await importKeys([key('pii-1', 2, 'retired'), key('pii-2', 3)], 'pii');
  expect((await engine().openScan('old', ID, 'picture')).stale).toBe(true);
});

test('a part put in the place of another, or changed, does not open', async () => {
  access.vault = true;
  access.personal = await importKeys([key('pii-1', 2)], 'pii');
  await keep('t');
  await expect(engine().openScan('t', ID, 'placement')).rejects.toMatchObject({ code: 'chunk-key' });
  await expect(engine().openScan('t', 'fedcba9876543210', 'picture')).rejects.toMatchObject({
    code: 'chunk-key',
  });
  const bytes = host.get('t') ?? new Uint8Array();
  bytes[bytes.length - 1] ^= 1;
  await expect(engine().openScan('t', ID, 'picture')).rejects.toMatchObject({ code: 'chunk-damaged' });
});
