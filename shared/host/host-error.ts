/**
 * The one error that crosses the contract. `code` selects the message shown (`error.<code>`); `detail` is for
 * diagnostics and never holds personal data.
 */
export const HOST_ERROR_CODES = [
  'unknown-method',
  'bad-arguments',
  'too-large',
  'not-allowed',
  'bad-result',
  'disconnected',
  'disk-full',
  'disk-denied',
  'journal-broken',
  'not-found',
  /** Somebody else changed the same meanwhile. */
  'conflict',
  'vault-missing',
  'vault-exists',
  'vault-locked',
  'vault-damaged',
  'vault-future',
  'keyring-failed',
  'wrong-secret',
  'weak-secret',
  /** `detail`: number of the group of the recovery key that is wrong. */
  'recovery-group',
  /** `detail`: milliseconds to wait. */
  'try-later',
  'session-over',
  'internal',
] as const;
export type HostErrorCode = (typeof HOST_ERROR_CODES)[number];

export class HostError extends Error {
  readonly code: HostErrorCode;
  readonly detail: string;
  constructor(code: HostErrorCode, detail = '') {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'HostError';
    this.code = code;
    this.detail = detail;
  }
}
