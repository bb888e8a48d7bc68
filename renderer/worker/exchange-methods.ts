/**
 * The worker's part of exports and saved files: asks whether it may go out, runs the pure writers of shared/ over the open community and
 * gathers their pieces into a Blob, which the browser keeps off the heap.
 */
import * as Comlink from 'comlink';
import { scopeOf } from '../../shared/access/permissions.ts';
import { openSealedFile, sealFile } from '../../shared/access/sealed-file.ts';
import { joinSaved, type SavedScan, splitSaved } from '../../shared/columns/saved-content.ts';
import { packSnapshot, unpackSnapshot } from '../../shared/columns/snapshot.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import { writeExchange } from '../../shared/model/exchange-files.ts';
import { AccessNeededError } from './access-state.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import type { ExchangeEngine } from './exchange-api.ts';
import { loading } from './generation-methods.ts';
import { openScans } from './scan-methods.ts';
import { sourceFile } from './source-file.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

export function exchangeMethods(state: EngineState): ExchangeEngine {
  return {
    async exportCommunity({ format, tables, personal }) {
      const opened = openedOf(state);
      mayTake(state, opened, 'data.export', personal);
      const request = { format, tables, personal, at: Date.now() };
      return gathered(writeExchange(asItIs(opened), request, loadSqliteWasm), 'application/octet-stream');
    },
    async saveSealed(passphrase, tokens) {
      const opened = openedOf(state);
      mayTake(state, opened, 'desk.administer', true);
      const scans = await openScans(state, tokens);
      const snapshot = await packSnapshot(asItIs(opened), opened.info.generation);
      return gathered(sealFile(joinSaved(snapshot, scans), passphrase), 'application/octet-stream');
    },
    async restoreSealed(file, passphrase, onProgress) {
      let scans: SavedScan[] = [];
      const report = await loading(state, onProgress, async (signal) => {
        const { vault, actor } = state.access;
        if (vault && (!actor || scopeOf(actor.role, 'data.import') !== 'all'))
          throw new AccessNeededError('not-allowed');
        const bytes = await openSealedFile(sourceFile(file), passphrase, (done, total) =>
          onProgress({ stage: 'stage.unseal', done, total }),
        );
        signal.throwIfAborted();
        const saved = splitSaved(bytes);
        // Copies: a view would send the whole file along.
        scans = saved.scans.map(({ id, placement, picture }) => ({
          id,
          placement: placement.slice(),
          picture: picture.slice(),
        }));
        return (await unpackSnapshot(saved.snapshot)).bundle;
      });
      return Comlink.transfer(
        { ...report, scans },
        scans.flatMap(({ placement, picture }) => [placement.buffer, picture.buffer]),
      );
    },
  };
}

/** Whole communities go out only by roles whose right reaches all of it; persons only where they are open. */
function mayTake(
  { access }: EngineState,
  { personal: columns, bundle }: Opened,
  action: 'data.export' | 'desk.administer',
  personal: boolean,
): void {
  if (personal && columns === 'withheld') throw new AccessNeededError('vault-locked');
  if (!access.vault || bundle.source.kind === 'sample') return;
  if (!access.actor || scopeOf(access.actor.role, action) !== 'all')
    throw new AccessNeededError('not-allowed');
}

/** The bundle with the plan of the moment. */
function asItIs({ bundle, community }: Opened): CommunityBundle {
  return { ...bundle, plan: { ...bundle.plan, gridOfBuilding: community.plan.gridOfBuilding.slice() } };
}

const PIECE = 8 * 1024 * 1024;

/** Pieces as one file, which the browser keeps off the heap. */
export async function gathered(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  type: string,
): Promise<Blob> {
  const pieces: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    waiting.push(new Uint8Array(chunk));
    bytes += chunk.length;
    if (bytes < PIECE) continue;
    pieces.push(new Blob(waiting));
    waiting = [];
    bytes = 0;
  }
  return new Blob([...pieces, ...waiting], { type });
}
