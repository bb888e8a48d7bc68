/**
 * The contract's `feeds.*` methods: who may, the audit entry, then the work. Settings and content are an administrator's; whoever is signed in may look
 * at how it goes. Without a vault there are no roles, and anybody may.
 */
import { auditEvent } from '../../../shared/access/audit.ts';
import { shownPayload, tryMapping } from '../../../shared/feeds/mapping.ts';
import type { Args, Handlers, Result } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { AddressPolicy } from '../basemap/address-policy.ts';
import type { Desk } from '../desk.ts';
import type { FeedRunner } from './feed-runner.ts';
import type { FeedSources } from './feed-sources.ts';
import { placeOfRaw } from './inbox.ts';
import type { Inboxes } from './inboxes.ts';
import type { Raw, RawKeeper } from './raw-message.ts';
import { probeFeed } from './start-feed.ts';

export type FeedHandlers = Pick<Handlers, Extract<keyof Handlers, `feeds.${string}`>>;

export interface FeedDeskParts {
  desk: Desk;
  sources: FeedSources;
  runner: FeedRunner;
  inboxes: Inboxes;
  keeper: RawKeeper;
  /** Which addresses may be polled. */
  policy: AddressPolicy;
}

export function createFeedHandlers(parts: FeedDeskParts): FeedHandlers {
  const { desk, sources, runner, inboxes } = parts;
  const administer = async (session: string | null, act: string, id: string, number = 1) => {
    desk.demandAdministrator(session);
    const detail = { what: 'feed', act, source: id };
    if (session) await desk.appendAudit(session, [auditEvent('desk.configured', { count: number, detail })]);
  };
  return {
    'feeds.list': async ({ session }) => {
      desk.nameOf(session);
      return {
        sources: sources.list().map((source) => ({ source, secrets: sources.secretNames(source.id) })),
      };
    },
    'feeds.save': async ({ session, source, secrets }) => {
      await administer(session, 'save', source.id);
      await sources.save(source, secrets);
      await runner.stop(source.id);
      if (source.enabled) runner.start(source.id);
      runner.changed();
      return null;
    },
    'feeds.remove': async ({ session, id }) => {
      await administer(session, 'remove', sources.get(id).id);
      await runner.remove(id);
      await sources.remove(id);
      return null;
    },
    'feeds.start': async ({ session, id }) => {
      const source = sources.get(id);
      await administer(session, 'start', source.id);
      if (!source.enabled) await sources.save({ ...source, enabled: true }, {});
      runner.start(id);
      return null;
    },
    'feeds.stop': async ({ session, id }) => {
      const source = sources.get(id);
      await administer(session, 'stop', source.id);
      if (source.enabled) await sources.save({ ...source, enabled: false }, {});
      await runner.stop(id);
      return null;
    },
    'feeds.test': async (args) => {
      await administer(args.session, 'test', args.source.id);
      return testSource(parts, args);
    },
    'feeds.quarantine': async ({ session, source }) => {
      desk.nameOf(session);
      const entries = inboxes.quarantine
        .list(source)
        .map(({ key: _key, raw, ...shown }) => ({ ...shown, sealed: 'sealed' in raw }));
      return { entries, dropped: inboxes.quarantine.dropped };
    },
    'feeds.raw': async ({ session, id }) => {
      const entry = inboxes.quarantine.get(id);
      if (!entry) throw new HostError('not-found', 'message');
      await administer(session, 'open', entry.source);
      return shown(await parts.keeper.open(placeOfRaw(entry), entry.raw));
    },
    'feeds.retry': async ({ session, ids }) => {
      await administer(session, 'retry', '', ids.length);
      return retry(parts, ids);
    },
  };
}

async function testSource(
  { sources, runner, policy }: FeedDeskParts,
  { source, secrets, sample }: Args<'feeds.test'>,
): Promise<Result<'feeds.test'>> {
  const why = await probeFeed(source, { ...sources.secretsOf(source.id), ...secrets }, policy);
  const raw = sample
    ? { topic: sample.topic, payload: new TextEncoder().encode(sample.payload) }
    : runner.lastRaw(source.id);
  if (!raw) return { why, sample: null, tried: null };
  const { result, found } = tryMapping(source.mapping, raw.topic, raw.payload);
  const said = runner.saidOf(result);
  const tried =
    typeof said === 'string' ? { reason: said, said: null, found } : { reason: null, said, found };
  return { why, sample: shown(raw), tried };
}

/** A message that still cannot be used stays where it is; one that can goes through the inbox like every other. */
async function retry({ sources, runner, inboxes, keeper }: FeedDeskParts, ids: readonly string[]) {
  const done: string[] = [];
  for (const id of ids) {
    const entry = inboxes.quarantine.get(id);
    const source = sources.list().find((each) => each.id === entry?.source);
    if (!entry || !source) continue;
    const raw = await keeper.open(placeOfRaw(entry), entry.raw);
    const { result } = tryMapping(source.mapping, raw.topic, raw.payload);
    if (typeof runner.saidOf(result) === 'string') continue;
    await runner.receive(source, null, raw);
    done.push(id);
  }
  inboxes.quarantine.remove(done);
  await inboxes.intake.checkpoint();
  runner.changed();
  return { retried: done.length, kept: ids.length - done.length };
}

function shown({ topic, payload }: Raw) {
  return { topic: topic.slice(0, 1000), payload: shownPayload(payload) };
}
