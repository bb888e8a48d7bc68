/**
 * The life of scans at this window: opened from a file, kept in the host, fetched again, dropped when the vault locks. Owns the order of host,
 * worker and store; pictures are decoded by the browser, after their size was read and found bearable.
 */
import type { SavedScan } from '../../shared/columns/saved-content.ts';
import { ControlPointError } from '../../shared/geo/plane-fit.ts';
import { fitScan, type ScanFit } from '../../shared/geo/scan-fit.ts';
import { readScanSize, SCAN_MOST_BYTES, ScanError } from '../../shared/geo/scan-image.ts';
import { readPlacement, type ScanPlacement, writePlacement } from '../../shared/geo/scan-record.ts';
import { type Scan, SHOWN_SIDE, scanStore } from '../map/scan-layer.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import type { ScanPart, ScanTokens } from '../worker/scan-methods.ts';
import { asWhoIsHere } from './access/seat.ts';
import { codeOf } from './error-code.ts';
import { currentHost } from './open-session.ts';

/** More pictures under one map help nobody, and each takes up to 64 MB decoded. */
const MOST_SCANS = 8;

type Engine = Pick<DataEngine, 'packScan' | 'sendScan' | 'openScan'>;

/** Opens a picture and keeps it. Rejects with ScanError, HostError ('disk-full' ...), AccessNeededError 'vault-locked'; nothing is added then. */
export async function addScan(engine: Engine, file: File): Promise<string> {
  const { scans } = scanStore.getState();
  if (scans.length >= MOST_SCANS) throw new ScanError('scan-too-many', `${scans.length}`);
  if (file.size > SCAN_MOST_BYTES) throw new ScanError('scan-too-large', `${file.size} bytes`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { type } = readScanSize(bytes);
  const { picture, width, height } = await decoded(bytes, type);
  const placement: ScanPlacement = {
    ...{ version: 1 as const, name: file.name.slice(0, 200), type, width, height },
    ...{ points: [], method: null, opacity: 0.7, visible: true },
  };
  const id = newId();
  // The picture first: a placement without one would show nothing and could not be told from a loss.
  await send(engine, id, 'picture', bytes);
  await send(engine, id, 'placement', writePlacement(placement));
  scanStore.setState({ scans: [...scanStore.getState().scans, { id, placement, picture, fit: null }] });
  return id;
}

const saving = new Map<string, Promise<void>>();

/** Shows the change at once and keeps it; the newest wins. Rejects when the host could not keep it; what is shown stays. */
export function changeScan(engine: Engine, id: string, change: Partial<ScanPlacement>): Promise<void> {
  const { scans } = scanStore.getState();
  scanStore.setState({
    scans: scans.map((scan) => {
      if (scan.id !== id) return scan;
      const placement = { ...scan.placement, ...change };
      const refit = 'points' in change || 'method' in change;
      return { ...scan, placement, fit: refit ? (fitOf(placement).fit ?? scan.fit) : scan.fit };
    }),
  });
  const before = saving.get(id) ?? Promise.resolve();
  const next = before
    .catch(() => {})
    .then(async () => {
      const now = scanStore.getState().scans.find((scan) => scan.id === id);
      // Several changes while one was under way are kept as one.
      if (now && saving.get(id) === next) await send(engine, id, 'placement', writePlacement(now.placement));
    });
  saving.set(id, next);
  return next;
}

/** The fit of a placement, or why there is none; `code` null: too few points yet. */
export function fitOf(placement: ScanPlacement): { fit: ScanFit | null; code: string | null } {
  const { points, method } = placement;
  if (points.length < 2) return { fit: null, code: null };
  try {
    return { fit: fitScan(points, placement, method ?? undefined), code: null };
  } catch (error) {
    if (error instanceof ControlPointError) return { fit: null, code: error.code };
    throw error;
  }
}

export async function removeScan(id: string): Promise<void> {
  // What is still being kept would come back after it was taken away.
  await saving.get(id)?.catch(() => undefined);
  for (const part of [`${id}.placement`, `${id}.picture`])
    await asWhoIsHere((host, session) => host.call('scan.remove', { session, part }));
  drop([id]);
}

/** Fetches what the host keeps. Scans that who is at the desk may not see are left out and said to be. */
export async function loadScans(engine: Engine): Promise<void> {
  const host = currentHost();
  const listed = await host.call('scan.list', {});
  const ids = listed.flatMap(({ part }) =>
    part.endsWith('.placement') ? [part.slice(0, -'.placement'.length)] : [],
  );
  const held = new Set(scanStore.getState().scans.map(({ id }) => id));
  const loaded: Scan[] = [];
  let withheld = false;
  for (const id of ids.filter((each) => !held.has(each)).sort()) {
    try {
      loaded.push(await load(engine, id));
    } catch (error) {
      // Locked, or damaged: nothing is taken away for that.
      withheld = true;
      if (codeOf(error) !== 'vault-locked') console.warn('[scan]', codeOf(error));
    }
  }
  scanStore.setState({ scans: [...scanStore.getState().scans, ...loaded], withheld });
}

/** Scans and their bytes, for telling. */
export interface ScanSum {
  count: number;
  bytes: number;
}

/** What the host keeps: sizes as they lie there. */
export async function sumOfScans(): Promise<ScanSum> {
  const listed = await currentHost().call('scan.list', {});
  const whole = idsOf(listed);
  const bytes = listed.reduce(
    (sum, { part, bytes }) => (whole.has(part.split('.')[0]) ? sum + bytes : sum),
    0,
  );
  return { count: whole.size, bytes };
}

/** One fetch of every scan that the host keeps, for a file that is saved. */
export async function scanTokens(): Promise<ScanTokens[]> {
  const host = currentHost();
  const tokens: ScanTokens[] = [];
  for (const id of idsOf(await host.call('scan.list', {}))) {
    const placement = await host.call('scan.get', { part: `${id}.placement` });
    const picture = await host.call('scan.get', { part: `${id}.picture` });
    if (placement && picture) tokens.push({ id, placement: placement.token, picture: picture.token });
  }
  return tokens;
}

/**
 * Keeps scans of a saved file; one that is here already stays as it is here. Resolves to what came back. Rejects with ScanError 'scan-not-kept'
 * at the first that the host could not keep: what was kept before it stays, and doing it again brings the others.
 */
export async function keepScans(engine: Engine, scans: readonly SavedScan[]): Promise<ScanSum> {
  const here = idsOf(await currentHost().call('scan.list', {}));
  const kept: ScanSum = { count: 0, bytes: 0 };
  try {
    for (const { id, placement, picture } of scans) {
      if (here.has(id)) continue;
      await send(engine, id, 'picture', picture);
      await send(engine, id, 'placement', placement);
      kept.count++;
      kept.bytes += picture.length + placement.length;
    }
  } catch (error) {
    throw new ScanError('scan-not-kept', codeOf(error));
  } finally {
    // What is kept is shown at the next start at the latest.
    if (kept.count > 0) await loadScans(engine).catch(() => undefined);
  }
  return kept;
}

/** Ids of which both parts are there. */
function idsOf(listed: readonly { part: string }[]): Set<string> {
  const parts = new Set(listed.map(({ part }) => part));
  const ids = listed.map(({ part }) => part.split('.')[0]);
  return new Set(ids.filter((id) => parts.has(`${id}.picture`) && parts.has(`${id}.placement`)));
}

/** After the vault was made or a key was changed: what lies under another key, or in clear, is sealed anew. */
export async function resealScans(engine: Engine): Promise<void> {
  for (const { part: name } of await currentHost().call('scan.list', {})) {
    const [id, part] = name.split('.') as [string, ScanPart];
    const { bytes, stale } = await fetchPart(engine, id, part);
    if (stale) await send(engine, id, part, bytes);
  }
}

/** Whoever may not see persons sees no scan either. */
export function forgetScans(): void {
  drop(scanStore.getState().scans.map(({ id }) => id));
}

function drop(ids: readonly string[]): void {
  const { scans } = scanStore.getState();
  scanStore.setState({ scans: scans.filter(({ id }) => !ids.includes(id)) });
  for (const scan of scans) if (ids.includes(scan.id)) scan.picture.close();
}

async function load(engine: Engine, id: string): Promise<Scan> {
  const placed = await fetchPart(engine, id, 'placement');
  const placement = readPlacement(placed.bytes);
  const pictured = await fetchPart(engine, id, 'picture');
  const { picture } = await decoded(pictured.bytes, placement.type);
  // Kept before there was a vault, or under a key that was replaced.
  if (placed.stale || pictured.stale)
    await sealAnew(engine, id, { picture: pictured.bytes, placement: placed.bytes });
  return { id, placement, picture, fit: fitOf(placement).fit };
}

/** Who may look and not draw leaves it to the next who may. */
async function sealAnew(engine: Engine, id: string, bytes: Record<ScanPart, Uint8Array>): Promise<void> {
  try {
    await send(engine, id, 'picture', bytes.picture);
    await send(engine, id, 'placement', bytes.placement);
  } catch (error) {
    if (codeOf(error) !== 'not-allowed') throw error;
  }
}

async function fetchPart(engine: Engine, id: string, part: ScanPart) {
  const found = await currentHost().call('scan.get', { part: `${id}.${part}` });
  if (!found) throw new ScanError('scan-damaged', `${part} is not there`);
  return engine.openScan(found.token, id, part);
}

async function send(engine: Engine, id: string, part: ScanPart, bytes: Uint8Array): Promise<void> {
  const packed = await engine.packScan(id, part, bytes);
  const request = { part: `${id}.${part}`, bytes: packed.bytes };
  const { token } = await asWhoIsHere((host, session) => host.call('scan.put', { session, ...request }));
  await engine.sendScan(packed.sha256, token);
  await currentHost().call('scan.commit', { token, sha256: packed.sha256 });
}

/** Turned as its camera says; `width` and `height` are of the whole picture. */
async function decoded(bytes: Uint8Array, type: string) {
  try {
    const whole = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type }));
    const { width, height } = whole;
    const scale = SHOWN_SIDE / Math.max(width, height);
    if (scale >= 1) return { picture: whole, width, height };
    const size = { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale) };
    const picture = await createImageBitmap(whole, { ...size, resizeQuality: 'high' });
    whole.close();
    return { picture, width, height };
  } catch {
    throw new ScanError('scan-damaged');
  }
}

function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
