/**
 * A platform by HTTP: one POST an event under an idempotency key, and its inbox asked with a cursor. Addresses are checked, redirects are not
 * followed, certificates are looked at.
 */

import { parsePayload } from '../../../shared/feeds/payload.ts';
import type { SourceSecrets } from '../../../shared/feeds/source.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { DestinationOf } from '../../../shared/uplink/destination.ts';
import type { UplinkWhy } from '../../../shared/uplink/uplink-status.ts';
import type { AddressPolicy } from '../basemap/address-policy.ts';
import { boundedBody, checkedRequest, PrivateAddressError } from '../checked-fetch.ts';
import { type Link, type LinkContext, type SendOutcome, shortly } from './link.ts';

const MOST_ANSWER = 16 * 1024;
const MOST_INBOX = 4 * 1024 * 1024;
/** Pages of the inbox asked for one after the other while the cursor moves. */
const MOST_PAGES = 20;

export class HttpLink implements Link {
  readonly width = 8;
  private readonly destination: DestinationOf<'http'>;
  private readonly secrets: SourceSecrets;
  private readonly policy: AddressPolicy;
  private readonly context: LinkContext | null;
  private readonly aborter = new AbortController();
  private readonly stopTimer: () => void = () => {};
  private asking: Promise<void> | null = null;

  private readonly timeoutMs: number;

  /** `context` null: for one trial. */
  constructor(
    destination: DestinationOf<'http'>,
    secrets: SourceSecrets,
    policy: AddressPolicy,
    context: LinkContext | null,
    timeoutMs = 20_000,
  ) {
    this.timeoutMs = timeoutMs;
    this.destination = destination;
    this.secrets = secrets;
    this.policy = policy;
    this.context = context;
    if (!context || !destination.takes) return;
    this.stopTimer = context.clock.every(destination.every * 1000, () => this.ask());
    this.ask();
  }

  async send({ id, text }: { id: string; text: string }): Promise<SendOutcome> {
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      accept: 'application/json, text/plain',
      'idempotency-key': id,
      ...this.authorization(),
    };
    const body = new TextEncoder().encode(text);
    try {
      const response = await this.request('events', { method: 'POST', headers, body });
      const { statusCode = 0 } = response;
      const after = Number(response.headers['retry-after']);
      // An answer that is too long, or breaks off, still says what became of the event.
      const said = await boundedBody(response, MOST_ANSWER).catch(() => new Uint8Array(0));
      return outcomeOf(statusCode, Number.isFinite(after) ? after * 1000 : 0, new TextDecoder().decode(said));
    } catch (error) {
      return { kind: 'later', why: whyOf(error), afterMs: 0 };
    }
  }

  async stop(): Promise<void> {
    this.stopTimer();
    this.aborter.abort();
    await this.asking;
  }

  /** Asks for orders now. */
  ask(): void {
    this.asking ??= this.askAll()
      // Stopped, nobody listens any more.
      .catch((error) => this.context?.state(whyOf(error)))
      .finally(() => {
        this.asking = null;
      });
  }

  private async askAll(): Promise<void> {
    const { context } = this;
    if (!context) return;
    for (let page = 0; page < MOST_PAGES; page++) {
      const before = context.cursor();
      const query = before === '' ? '' : `?after=${encodeURIComponent(before)}`;
      const headers = { accept: 'application/json', ...this.authorization() };
      const response = await this.request(`inbox${query}`, { method: 'GET', headers });
      if (response.statusCode !== 200) {
        response.destroy();
        return;
      }
      context.state('');
      const parsed = parsePayload(await boundedBody(response, MOST_INBOX), MOST_INBOX);
      const answer =
        'value' in parsed ? (parsed.value as { events?: unknown; cursor?: unknown } | null) : null;
      if (!answer || !Array.isArray(answer.events)) return;
      // The cursor moves when everything that came with it is kept.
      await context.receiveAll(answer.events);
      const cursor = typeof answer.cursor === 'string' ? answer.cursor.slice(0, 500) : '';
      if (cursor === '' || cursor === before) return;
      await context.keepCursor(cursor);
      if (answer.events.length === 0) return;
    }
  }

  private authorization(): Record<string, string> {
    return this.secrets.token === '' ? {} : { authorization: `Bearer ${this.secrets.token}` };
  }

  private request(
    path: string,
    asked: Pick<Parameters<typeof checkedRequest>[2], 'method' | 'headers' | 'body'>,
  ) {
    const { ca, certificate, key } = this.secrets;
    const tls = {
      ...(ca !== '' && { ca }),
      ...(certificate !== '' && { cert: certificate, key }),
    };
    const url = new URL(`${this.destination.url.replace(/\/+$/, '')}/${path}`);
    const signal = AbortSignal.any([this.aborter.signal, AbortSignal.timeout(this.timeoutMs)]);
    return checkedRequest(url, this.policy, { ...asked, tls }, signal);
  }
}

/** What an answer means. Whatever says that we or the address are wrong is no fault of the event: it waits. */
export function outcomeOf(status: number, afterMs: number, said: string): SendOutcome {
  const later = (why: UplinkWhy): SendOutcome => ({ kind: 'later', why, afterMs });
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status >= 300 && status < 400) return later('redirect');
  if (status === 401 || status === 403 || status === 407) return later('denied');
  if (status === 404 || status === 405) return later('not-found');
  if (status === 408 || status === 425 || status === 429) return later('busy');
  if (status === 409) return { kind: 'conflict', status, said: shortly(said) };
  if (status >= 400 && status < 500) return { kind: 'refused', status, said: shortly(said) };
  if (status === 503) return later('busy');
  return later(status >= 500 ? 'failing' : 'protocol');
}

function whyOf(error: unknown): UplinkWhy {
  if (error instanceof PrivateAddressError) return 'private';
  if (error instanceof HostError) return 'failed';
  const { name = '', code = '', cause } = (error ?? {}) as { name?: string; code?: unknown; cause?: unknown };
  const ended = (cause ?? {}) as { name?: string };
  if (name === 'TimeoutError' || ended.name === 'TimeoutError') return 'slow';
  return whyOfCode(String(code));
}

/** Node's codes of TLS are many and all mean that we cannot trust who answers. */
export function whyOfCode(code: string): UplinkWhy {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS|ERR_SSL|EPROTO/.test(code)) return 'certificate';
  return code.startsWith('HPE_') ? 'protocol' : 'unreachable';
}
