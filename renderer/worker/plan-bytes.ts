/** The base of a plan as bytes: packed for the host, and read back against its hash. Owns nothing else. */
import { type PlanBase, readPlanBase } from '../../shared/partition/plan-base.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';

/** Packed, for the host. */
export async function gzipped(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Unpacked. Throws PlanError 'plan-damaged' where the bytes are not those that the journal or a file names, or more than `most` bytes when unpacked:
 * what a stranger packed can be a thousand times as large.
 */
export async function readBase(
  bytes: Uint8Array<ArrayBuffer>,
  sha256: string,
  most = Number.POSITIVE_INFINITY,
): Promise<PlanBase> {
  if ((await sha256Of(bytes)) !== sha256) throw new PlanError('plan-damaged', 'other bytes');
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return readPlanBase(text + decoder.decode());
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new PlanError('plan-damaged', 'too large');
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Lower-case hex. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
