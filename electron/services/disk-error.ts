/** Gives a system error of the disk its name in the contract. The detail holds the system's code only: paths may be personal. */
import { HostError } from '../../shared/host/host-error.ts';

/** disk-full, disk-denied, or 'internal' for anything else; a HostError passes through. */
export function diskError(error: unknown): HostError {
  if (error instanceof HostError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new HostError('disk-full', code);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new HostError('disk-denied', code);
  return new HostError('internal', code || (error instanceof Error ? error.name : ''));
}
