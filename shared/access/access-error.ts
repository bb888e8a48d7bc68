/**
 * The one error of keys, vault, people and audit. `code` selects the message (`error.<code>`), `values` fill it. Holds neither secrets nor
 * personal data, and does not tell why a secret was refused: wrong and damaged look alike on purpose.
 */
export const ACCESS_ERROR_CODES = [
  /** The vault's file is not what was written: truncated, changed, or not one at all. */
  'vault-damaged',
  /** Made by a newer version. */
  'vault-future',
  /** No wrapped key opens with this passphrase, recovery key or keyring. */
  'wrong-secret',
  /** Too short or too simple to be a passphrase or PIN. */
  'weak-secret',
  /** A group of the recovery key has a letter wrong; values {group}. */
  'recovery-group',
  /** What was sealed cannot be opened: changed, moved to another record, or under a key that is not here. */
  'sealed-damaged',
  'unknown-key',
  /** An audit entry that carries what looks like a personal value. */
  'audit-personal',
] as const;
export type AccessErrorCode = (typeof ACCESS_ERROR_CODES)[number];

export class AccessError extends Error {
  readonly code: AccessErrorCode;
  readonly values: Readonly<Record<string, number>>;
  constructor(code: AccessErrorCode, values: Record<string, number> = {}) {
    super(code);
    this.name = 'AccessError';
    this.code = code;
    this.values = values;
  }
}
