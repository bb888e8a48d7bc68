/**
 * A list behind an HTTP address as a feed: asked every so often, with a cursor and an ETag where the other side has them, through the host's address
 * policy. The cursor moves, and is kept, only when everything that came with it is kept.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import type { FeedWhy } from '../../../shared/feeds/feed-status.ts';
import { atPath } from '../../../shared/feeds/mapping.ts';
import { parsePayload } from '../../../shared/feeds/payload.ts';
import type { SourceOf, SourceSecrets } from '../../../shared/feeds/source.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { AddressPolicy } from '../basemap/address-policy.ts';
import { boundedBody, checkedGet, PrivateAddressError } from '../checked-fetch.ts';
import { readJson, replaceFile } from '../durable-file.ts';
import type { FeedContext, RunningFeed } from './feed-port.ts';

const MOST_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 20_000;
/** Pages asked for one after the other while the cursor moves. */
const MOST_PAGES = 20;

const CursorSchema = v.object({ url: v.string(), cursor: v.string() });

export interface PollParts {
  policy: AddressPolicy;
  /** Where the cursor is kept. */
  folder: string;
}

export function startPollFeed(
  source: SourceOf<'poll'>,
  secrets: SourceSecrets,
  context: FeedContext,
  parts: PollParts,
): RunningFeed {
  const feed = new PollFeed(source, secrets, context, parts);
  return { stop: () => feed.stop() };
}

/** Asks once, and takes nothing. '' : it answered with something that can be read. */
export async function probePoll(
  source: SourceOf<'poll'>,
  { token }: SourceSecrets,
  policy: AddressPolicy,
): Promise<FeedWhy> {
  try {
    await ask(source, token, policy, { cursor: '', etag: '' }, AbortSignal.timeout(TIMEOUT_MS));
    return '';
  } catch (error) {
    return whyOf(error);
  }
}

class PollFeed {
  private readonly source: SourceOf<'poll'>;
  private readonly token: string;
  private readonly context: FeedContext;
  private readonly parts: PollParts;
  private readonly aborter = new AbortController();
  private readonly stopTimer: () => void;
  private asking: Promise<void> | null = null;
  private place: { cursor: string; etag: string } | null = null;

  constructor(source: SourceOf<'poll'>, { token }: SourceSecrets, context: FeedContext, parts: PollParts) {
    this.source = source;
    this.token = token;
    this.context = context;
    this.parts = parts;
    context.state('connecting', '');
    this.stopTimer = context.clock.every(source.every * 1000, () => this.poll());
    this.poll();
  }

  async stop(): Promise<void> {
    this.stopTimer();
    this.aborter.abort();
    await this.asking;
  }

  private poll(): void {
    this.asking ??= this.pollOnce()
      .catch((error) => this.context.state('interrupted', whyOf(error)))
      .finally(() => {
        this.asking = null;
      });
  }

  private async pollOnce(): Promise<void> {
    const { source, token, context } = this;
    this.place ??= { cursor: await this.keptCursor(), etag: '' };
    for (let page = 0; page < MOST_PAGES; page++) {
      const signal = AbortSignal.any([this.aborter.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const answer = await ask(source, token, this.parts.policy, this.place, signal);
      context.heard();
      context.state('running', '');
      if (!answer) return;
      await Promise.all(
        answer.items.map((parsed) =>
          context.receive(
            null,
            { topic: 'poll', payload: Buffer.from(JSON.stringify(parsed)) },
            { parsed, named: true },
          ),
        ),
      );
      const moved = answer.cursor !== '' && answer.cursor !== this.place.cursor;
      if (moved) await this.keepCursor(answer.cursor);
      this.place = { cursor: answer.cursor || this.place.cursor, etag: answer.etag };
      if (!moved || answer.items.length === 0) return;
    }
  }

  private async keptCursor(): Promise<string> {
    const kept = await readJson(this.cursorFile(), CursorSchema).catch(() => null);
    return kept?.url === this.source.url ? kept.cursor : '';
  }

  private keepCursor(cursor: string): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify({ url: this.source.url, cursor }));
    return replaceFile(this.cursorFile(), bytes);
  }

  private cursorFile(): string {
    return join(this.parts.folder, `cursor-${this.source.id}.json`);
  }
}

interface Answer {
  items: unknown[];
  cursor: string;
  etag: string;
}

class StatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Null: nothing has changed. */
async function ask(
  source: SourceOf<'poll'>,
  token: string,
  policy: AddressPolicy,
  place: { cursor: string; etag: string },
  signal: AbortSignal,
): Promise<Answer | null> {
  const url = new URL(source.url);
  if (place.cursor !== '' && source.parameter !== '') url.searchParams.set(source.parameter, place.cursor);
  const headers = {
    accept: 'application/json',
    ...(token !== '' && { authorization: `Bearer ${token}` }),
    ...(place.etag !== '' && { 'if-none-match': place.etag }),
  };
  const response = await checkedGet(url, policy, headers, signal);
  const { statusCode = 0 } = response;
  if (statusCode !== 200) {
    response.destroy();
    if (statusCode === 304 || statusCode === 204) return null;
    throw new StatusError(statusCode);
  }
  const parsed = parsePayload(await boundedBody(response, MOST_BYTES), MOST_BYTES);
  const items = 'value' in parsed ? atPath(source.items, parsed.value) : undefined;
  if (!('value' in parsed) || !Array.isArray(items)) throw new StatusError(0);
  const cursor = source.cursor === '' ? '' : atPath(source.cursor, parsed.value);
  const isCursor = typeof cursor === 'string' || typeof cursor === 'number';
  return { items, cursor: isCursor ? String(cursor) : '', etag: response.headers.etag ?? '' };
}

function whyOf(error: unknown): FeedWhy {
  if (error instanceof PrivateAddressError) return 'private';
  if (error instanceof HostError) return error.code === 'disk-full' ? 'disk-full' : 'behind';
  if (!(error instanceof StatusError)) return 'unreachable';
  if (error.status === 401 || error.status === 403) return 'denied';
  return error.status === 404 ? 'not-found' : 'protocol';
}
