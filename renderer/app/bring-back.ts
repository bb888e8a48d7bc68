/**
 * Earlier states of the community brought back: what an import replaced, copies that the host keeps, saved files. Owns who may and the order of notes and steps; how a
 * generation becomes the open one is open-session.ts.
 */
import * as Comlink from 'comlink';
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { Undoable } from '../data/desk-engine.tsx';
import { noteRestore, noteUndoImport } from './access/audit-notes.ts';
import { scopeNow } from './access/seat.ts';
import { writeWitness } from './generation-copy.ts';
import { becomeReady, currentEngine, currentHost, keepGeneration, noteActive } from './open-session.ts';
import { keepScans, type ScanSum } from './scan-session.ts';

/** What the last import replaced, while the host holds a copy of it; null: there is no way back. */
export async function undoable(): Promise<Undoable | null> {
  const replaced = await currentEngine().replaced();
  if (!replaced) return null;
  const copies = await currentHost().call('snapshot.list', {});
  const copy = copies.find(({ generation }) => generation === replaced.before);
  return copy ? { generation: copy.generation, name: replaced.name, changes: replaced.changes } : null;
}

/**
 * Brings back what the last import replaced, from the host's copy and through the same flip as any generation, and tells the other windows.
 * Throws 'not-found' when the copy is gone; what is open stays then.
 */
export async function undoImport(report: OnProgress): Promise<void> {
  if (scopeNow('data.import') === 'all') await noteUndoImport();
  await restoreCopy((await undoable())?.generation ?? '', report, false);
}

/**
 * A copy that the host keeps becomes the active generation, under its own id. Throws 'not-found' when it is gone, 'not-allowed' for
 * a role from which the host would not take the note of it; what is open stays then.
 */
export async function restoreCopy(generation: string, report: OnProgress, noted = true): Promise<void> {
  if (scopeNow('data.import') !== 'all')
    throw Object.assign(new Error('the role may not bring back a community'), { code: 'not-allowed' });
  const found = await currentHost().call('snapshot.get', { generation });
  if (!found) throw Object.assign(new Error('no such snapshot'), { code: 'not-found' });
  if (noted) await noteRestore('copy');
  const { status } = await currentEngine().restoreSnapshot(found.token, Comlink.proxy(report));
  await noteActive(status);
  await writeWitness(currentHost(), currentEngine());
  await becomeReady();
}

/**
 * What a saved file holds becomes a new generation, with its copy in the host and the witness; then its scans are kept. Resolves to what of
 * these came back. Errors go to the caller; 'scan-not-kept' says that the community is back and not every scan.
 */
export async function restoreSealed(file: File, passphrase: string, report: OnProgress): Promise<ScanSum> {
  await noteRestore('file');
  const { scans } = await currentEngine().restoreSealed(file, passphrase, Comlink.proxy(report));
  await keepGeneration();
  await becomeReady();
  return keepScans(currentEngine(), scans);
}
