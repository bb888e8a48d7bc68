/**
 * Whom audit events are about, as the log keeps it: the HMAC tag in place of a person's id. Owns nothing else; the key is the vault's and is
 * there only while that is open.
 */
import type { AuditEvent } from '../../shared/access/audit.ts';
import { subjectTag, vaultSecret } from '../../shared/access/vault-keys.ts';
import type { AuditRequest } from '../../shared/host/access-schemas.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { accessHostError, type Vault } from './vault.ts';

/** Rejects with HostError 'vault-locked' when one is about a person and the vault is not open. */
export async function taggedEvents(vault: Vault, requests: readonly AuditRequest[]): Promise<AuditEvent[]> {
  if (!requests.some(({ subject }) => subject !== '')) return [...requests];
  try {
    const { file, roots } = vault;
    if (!roots.pii) throw new HostError('vault-locked');
    const tags = await vaultSecret(file, roots, 'tags');
    return await Promise.all(
      requests.map(async (event) => ({
        ...event,
        subject: event.subject && (await subjectTag(tags, event.subject)),
      })),
    );
  } catch (error) {
    throw error instanceof HostError ? error : accessHostError(error);
  }
}
