/**
 * The profile folder: its id (names the browser's databases), the port and the page's session token, and the lock that keeps two
 * hosts from writing to it. Files are for the owner alone (0600, folders 0700). What is inside the folders belongs to other services.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { readJson, replaceFile } from './durable-file.ts';
import { type LockOwner, lockOwner, takeLock } from './lock-file.ts';

/** IndexedDB belongs to the origin, port included: a changed port would look like lost data. */
export const DEFAULT_PORT = 17653;

const ProfileSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]{16}$/)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  /** Secret of the page's cookie. It outlives a restart so that open pages find their way back. */
  token: v.pipe(v.string(), v.minLength(32)),
});
export type ProfileFile = v.InferOutput<typeof ProfileSchema>;

export interface Profile {
  folder: string;
  id: string;
  token: string;
  port: number;
  /** Keeps the port for the next start. */
  keepPort(port: number): Promise<void>;
  release(): Promise<void>;
}

/** The profile is held by a living process; `owner.note` is the address it serves, or empty. */
export class ProfileInUseError extends Error {
  readonly code = 'profile-in-use';
  readonly owner: LockOwner;
  constructor(owner: LockOwner) {
    super(`the profile is in use by process ${owner.pid}`);
    this.name = 'ProfileInUseError';
    this.owner = owner;
  }
}

/** The user's own data folder, by the customs of the system. */
export function defaultProfileFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Linli');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Linli');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'linli');
}

/** Opens and locks the profile, making it when it is new. Rejects with ProfileInUseError. */
export async function openProfile(folder: string): Promise<Profile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await takeLock(join(folder, 'lock'));
  if (!lock.held) throw new ProfileInUseError(lock.owner);
  try {
    const path = join(folder, 'profile.json');
    let file = await readProfileFile(folder);
    if (!file) {
      file = { id: newId(), port: DEFAULT_PORT, token: randomBytes(32).toString('base64url') };
      await writeProfile(path, file);
    }
    const kept = file;
    return {
      folder,
      id: kept.id,
      token: kept.token,
      port: kept.port,
      keepPort: async (port) => {
        if (port !== kept.port) await writeProfile(path, { ...kept, port });
      },
      release: lock.release,
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What the profile file says, without the lock; null when there is none. A broken file is never replaced silently. */
export function readProfileFile(folder: string): Promise<ProfileFile | null> {
  return readJson(join(folder, 'profile.json'), ProfileSchema);
}

/** The living process that holds the profile, or null. */
export function profileOwner(folder: string): Promise<LockOwner | null> {
  return lockOwner(join(folder, 'lock'));
}

async function writeProfile(path: string, file: ProfileFile): Promise<void> {
  await replaceFile(path, new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`));
}

function newId(): string {
  return randomBytes(16).toString('hex').slice(0, 16);
}
