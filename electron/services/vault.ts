/**
 * The vault of a profile: `vault.json` on the disk and the roots in memory. Owns when they are open: the core class from the start, by the
 * system's keyring or a file of the owner; the personal class from `unlock` to `lock`. Who may is decided in desk.ts; the format is
 * shared/access/vault-file.ts.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessError } from '../../shared/access/access-error.ts';
import { randomBytes } from '../../shared/access/byte-text.ts';
import { KEY_BYTES } from '../../shared/access/key-box.ts';
import { parseRecoveryText, recoveryText } from '../../shared/access/recovery-key.ts';
import { parseVault, type VaultFile, vaultBytes } from '../../shared/access/vault-file.ts';
import {
  type AllRoots,
  checkPassphrase,
  createVault,
  forgotten,
  guardedSecret,
  type Opener,
  openVault,
  type Roots,
  rotated,
  type Way,
  withWay,
} from '../../shared/access/vault-keys.ts';
import type { KeyChange } from '../../shared/host/access-schemas.ts';
import { HostError, type HostErrorCode } from '../../shared/host/host-error.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, realDisk, replaceFile, TEMPORARY } from './durable-file.ts';

/** The system's keyring: Electron's safeStorage, where it does more than obfuscate. */
export interface Keyring {
  protect(secret: Uint8Array): Promise<Uint8Array>;
  reveal(guarded: Uint8Array): Promise<Uint8Array>;
}

export interface VaultOptions {
  folder: string;
  now: () => number;
  /** Null: there is none; the core class opens by a file of the owner. */
  keyring: Keyring | null;
  disk?: DurableDisk;
}

export class Vault {
  private readonly options: VaultOptions;
  private held: VaultFile | null = null;
  private damage: HostErrorCode | null = null;
  private core: Uint8Array | null = null;
  private pii: Uint8Array | null = null;

  private constructor(options: VaultOptions) {
    this.options = options;
  }

  /** Never rejects for a damaged file: the program starts, and says so. */
  static async open(options: VaultOptions): Promise<Vault> {
    const vault = new Vault(options);
    await vault.sweep();
    try {
      const bytes = await readOrNull(vault.path('vault.json'));
      if (bytes) vault.held = await parseVault(bytes);
    } catch (error) {
      vault.damage = accessHostError(error).code;
    }
    if (vault.held) await vault.openCore(vault.held);
    return vault;
  }

  get state(): 'none' | 'locked' | 'open' | 'damaged' {
    if (this.damage) return 'damaged';
    if (!this.held) return 'none';
    return this.pii ? 'open' : 'locked';
  }

  /** Rejects what cannot go on: HostError 'vault-missing', or what the damage is. */
  get file(): VaultFile {
    if (this.damage) throw new HostError(this.damage);
    if (!this.held) throw new HostError('vault-missing');
    return this.held;
  }

  get coreRoot(): Uint8Array | null {
    return this.core;
  }

  /**
   * What is open now, as a copy: `lock` wipes its own, and must not wipe what a change under way is about to wrap. Throws HostError
   * 'vault-locked' when not even the core class is open.
   */
  get roots(): Roots {
    if (!this.core) throw new HostError('vault-locked');
    return { core: this.core.slice(), pii: this.pii?.slice() ?? null };
  }

  /**
   * Leaves the vault open. Returns the recovery key, which is kept nowhere. `before` writes what must be there when the vault is: a kill in
   * between leaves no vault. Rejects with 'vault-exists', 'weak-secret', 'keyring-failed' or what `before` rejects with.
   */
  async create(
    passphrase: string,
    keyringOpensAll: boolean,
    before: (key: { vault: string; coreRoot: Uint8Array }) => Promise<void>,
  ): Promise<string> {
    if (this.damage) throw new HostError(this.damage);
    if (this.held) throw new HostError('vault-exists');
    return asHost(async () => {
      checkPassphrase(passphrase);
      const recovery = randomBytes(KEY_BYTES);
      const ways: Way[] = [
        { by: 'passphrase', passphrase },
        { by: 'recovery', key: recovery },
        await this.coreWay(keyringOpensAll),
      ];
      const { file, roots } = await createVault(ways, this.options.now());
      await before({ vault: file.id, coreRoot: roots.core });
      await this.write(file);
      this.core = roots.core;
      this.pii = roots.pii;
      return recoveryText(recovery);
    });
  }

  /** Undoes a creation that could not be finished. */
  async discard(): Promise<void> {
    this.lock();
    this.held = null;
    this.core = null;
    await (this.options.disk ?? realDisk).unlink(this.path('vault.json')).catch(() => {});
  }

  /** The roots a secret opens; changes nothing. Rejects with 'wrong-secret', 'vault-damaged', 'recovery-group', 'keyring-failed'. */
  async tryOpen(by: 'passphrase' | 'recovery' | 'keyring', secret: string): Promise<Roots> {
    const { file } = this;
    return asHost(async () => openVault(file, await this.opener(file, by, secret)));
  }

  /** Holds the roots that `tryOpen` gave. `personal` false: the core class only. */
  async hold(roots: Roots, personal: boolean): Promise<void> {
    const hadCore = this.core !== null;
    this.core = roots.core.slice();
    if (personal) this.pii = roots.pii?.slice() ?? null;
    // The keyring or the owner's file was lost: made anew, so that the next start opens the core class by itself.
    if (!hadCore && roots.pii) {
      const all: AllRoots = { core: roots.core, pii: roots.pii };
      const opensAll = this.file.unlockers.some((way) => way.by === 'keyring' && way.roots.pii !== null);
      await this.write(await withWay(this.file, all, await this.coreWay(opensAll)));
    }
  }

  lock(): void {
    this.pii?.fill(0);
    this.pii = null;
  }

  /** Needs both roots: HostError 'vault-locked'. Returns a new recovery key where one was asked for. */
  async change(change: KeyChange): Promise<string | null> {
    const { core, pii } = this.roots;
    if (!pii) throw new HostError('vault-locked');
    const roots: AllRoots = { core, pii };
    return asHost(async () => {
      switch (change.what) {
        case 'passphrase':
          checkPassphrase(change.passphrase);
          await this.write(
            await withWay(this.file, roots, { by: 'passphrase', passphrase: change.passphrase }),
          );
          return null;
        case 'recovery': {
          const key = randomBytes(KEY_BYTES);
          await this.write(await withWay(this.file, roots, { by: 'recovery', key }));
          return recoveryText(key);
        }
        case 'rotate':
          await this.write(await rotated(this.file, roots, change.class, this.options.now()));
          return null;
        case 'keyring':
          if (!this.options.keyring) throw new HostError('keyring-failed');
          await this.write(await withWay(this.file, roots, await this.coreWay(change.opensAll)));
          return null;
        case 'forget':
          await this.write(await forgotten(this.file, roots, change.key));
          return null;
      }
    });
  }

  /** What a kill in the middle of a write left: half a file, or the secret of a vault that never was. */
  private async sweep(): Promise<void> {
    const disk = this.options.disk ?? realDisk;
    const left = (await readdir(this.options.folder).catch(() => [])).filter(
      (name) => name.endsWith(TEMPORARY) && OWN_FILES.some((own) => name.startsWith(own)),
    );
    for (const name of left) await disk.unlink(this.path(name)).catch(() => {});
  }

  private path(name: string): string {
    return join(this.options.folder, name);
  }

  private async openCore(file: VaultFile): Promise<void> {
    for (const { by } of file.unlockers) {
      if (by !== 'keyring' && by !== 'file') continue;
      try {
        this.core = (await openVault(file, await this.opener(file, by, ''))).core;
        return;
      } catch (error) {
        // A keyring of another user, a file that is gone: the passphrase opens it. A forged file is damage.
        if (error instanceof AccessError && error.code === 'vault-damaged') this.damage = 'vault-damaged';
      }
    }
  }

  private async opener(
    file: VaultFile,
    by: 'passphrase' | 'recovery' | 'keyring' | 'file',
    secret: string,
  ): Promise<Opener> {
    switch (by) {
      case 'passphrase':
        return { by, passphrase: secret };
      case 'recovery':
        return { by, key: parseRecoveryText(secret) };
      case 'keyring':
        return { by, secret: await this.fromKeyring(file) };
      case 'file': {
        const bytes = await readOrNull(this.path(CORE_FILE));
        if (!bytes) throw new AccessError('wrong-secret');
        return { by, secret: bytes };
      }
    }
  }

  private async fromKeyring(file: VaultFile): Promise<Uint8Array> {
    const guarded = guardedSecret(file);
    const { keyring } = this.options;
    if (!guarded || !keyring) throw new HostError('keyring-failed');
    try {
      return await keyring.reveal(guarded);
    } catch {
      throw new HostError('keyring-failed');
    }
  }

  /** The way that opens the core class without a person. */
  private async coreWay(all: boolean): Promise<Way> {
    const secret = randomBytes(KEY_BYTES);
    const { keyring } = this.options;
    if (keyring) {
      try {
        return { by: 'keyring', secret, guarded: await keyring.protect(secret), pii: all };
      } catch {
        throw new HostError('keyring-failed');
      }
    }
    await replaceFile(this.path(CORE_FILE), secret, this.options.disk ?? realDisk);
    return { by: 'file', secret };
  }

  /** On the disk before it counts; read back, because nothing can be restored from a vault that was written wrong. */
  private async write(file: VaultFile): Promise<void> {
    const path = this.path('vault.json');
    await replaceFile(path, vaultBytes(file), this.options.disk ?? realDisk);
    this.held = await parseVault(await readFile(path));
  }
}

/** Only its owner may read it (0600); said in the guide. */
const CORE_FILE = 'vault-core.key';
const OWN_FILES = ['vault.json.', 'vault-core.key.', 'people.json.', 'attempts.json.', 'audit-head.json.'];

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw diskError(error);
  }
}

async function asHost<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw accessHostError(error);
  }
}

/** An AccessError in the words of the contract; a HostError passes through, anything else is the disk's. */
export function accessHostError(error: unknown): HostError {
  if (!(error instanceof AccessError)) return diskError(error);
  switch (error.code) {
    case 'vault-damaged':
    case 'vault-future':
    case 'wrong-secret':
    case 'weak-secret':
      return new HostError(error.code);
    case 'recovery-group':
      return new HostError('recovery-group', String(error.values['group'] ?? ''));
    case 'unknown-key':
      return new HostError('not-found', error.code);
    case 'sealed-damaged':
    case 'audit-personal':
      return new HostError('bad-arguments', error.code);
  }
}
