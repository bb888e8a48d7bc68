/** The base of a plan as bytes: packed for the host, and read back against its hash. Owns nothing else. */
import { type PlanBase, readPlanBase } from '../../shared/partition/plan-base.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';

/** Packed, for the host. */
export async function gzipped(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Unpacked. Throws PlanError 'plan-damaged' where the bytes are not those that the journal names. */
export async function readBase(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<PlanBase> {
  if ((await sha256Of(bytes)) !== sha256) throw new PlanError('plan-damaged', 'other bytes');
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return readPlanBase(await new Response(stream).text());
}

/** Lower-case hex. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
