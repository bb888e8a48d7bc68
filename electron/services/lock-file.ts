/**
 * A lock file that names its owner, so that one left behind by a killed process can be taken over. Holds the process id and,
 * where /proc tells it, the start time of that process, because ids are used again.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A takeover lasts microseconds; a guard this old was left by a process that died in it. */
const GUARD_MS = 5000;
const GUARD_WAIT_MS = 20;

export interface LockOwner {
  pid: number;
  /** Start time in clock ticks since boot; empty where unknown. */
  started: string;
  /** Free text of the owner, such as the address it serves. */
  note: string;
}

export type LockResult = { held: true; release(): Promise<void> } | { held: false; owner: LockOwner };

/** Takes `path` or names the living owner. A process may take the same path only once. */
export async function takeLock(path: string, note = ''): Promise<LockResult> {
  const mine = JSON.stringify({ pid: process.pid, started: startTime(process.pid), note });
  for (;;) {
    if (await create(path, mine)) return { held: true, release: () => releaseLock(path, mine) };
    const text = await readText(path);
    if (text === null) continue;
    const owner = parseOwner(text);
    if (owner && isAlive(owner)) return { held: false, owner };
    await removeStale(path, text);
  }
}

/** Written aside and linked into place: a lock is never seen half written. False when `path` exists. */
async function create(path: string, mine: string): Promise<boolean> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.new`;
  await writeFile(aside, mine, { mode: 0o600 });
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(aside).catch(() => {});
  }
}

/** The living owner of `path`, or null. */
export async function lockOwner(path: string): Promise<LockOwner | null> {
  const text = await readText(path);
  const owner = text === null ? null : parseOwner(text);
  return owner && isAlive(owner) ? owner : null;
}

async function releaseLock(path: string, mine: string): Promise<void> {
  if ((await readText(path)) === mine) await unlink(path).catch(() => {});
}

/**
 * Removes the lock if it still says `stale`. Only the holder of the guard folder may, and it looks again first: otherwise a slow
 * process could remove the fresh lock of a quick one.
 */
async function removeStale(path: string, stale: string): Promise<void> {
  const guard = `${path}.takeover`;
  try {
    await mkdir(guard);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    const age = Date.now() - (await stat(guard).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > GUARD_MS) await rmdir(guard).catch(() => {});
    await delay(GUARD_WAIT_MS);
    return;
  }
  try {
    if ((await readText(path)) === stale) await unlink(path);
  } finally {
    await rmdir(guard).catch(() => {});
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Null for what is no lock of ours. */
function parseOwner(text: string): LockOwner | null {
  try {
    const { pid, started, note } = JSON.parse(text) as Partial<LockOwner>;
    return typeof pid === 'number' ? { pid, started: started ?? '', note: note ?? '' } : null;
  } catch {
    return null;
  }
}

function isAlive(owner: LockOwner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if (!isCode(error, 'EPERM')) return false;
  }
  const started = startTime(owner.pid);
  return started === '' || owner.started === '' || started === owner.started;
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the command name before it may hold spaces and brackets. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
