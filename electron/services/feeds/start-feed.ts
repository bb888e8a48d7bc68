/** Which code runs which type of source, and tries it. */
import { stat } from 'node:fs/promises';
import type { FeedWhy } from '../../../shared/feeds/feed-status.ts';
import type { Source, SourceSecrets } from '../../../shared/feeds/source.ts';
import type { AddressPolicy } from '../basemap/address-policy.ts';
import type { FeedContext, RunningFeed } from './feed-port.ts';
import { startFileFeed } from './file-feed.ts';
import { probeMqtt, startMqttFeed } from './mqtt-feed.ts';
import { type PollParts, probePoll, startPollFeed } from './poll-feed.ts';
import { startReplayFeed } from './replay-feed.ts';
import { startWebhookFeed } from './webhook-feed.ts';

export function startFeed(
  source: Source,
  secrets: SourceSecrets,
  context: FeedContext,
  parts: PollParts,
): RunningFeed {
  switch (source.type) {
    case 'mqtt':
      return startMqttFeed(source, secrets, context);
    case 'webhook':
      return startWebhookFeed(source, secrets, context);
    case 'poll':
      return startPollFeed(source, secrets, context, parts);
    case 'file':
      return startFileFeed(source, context);
    case 'replay':
      return startReplayFeed(source, context);
  }
}

/** Whether the source can be reached with these settings; '' : it can. Takes no message. */
export async function probeFeed(
  source: Source,
  secrets: SourceSecrets,
  policy: AddressPolicy,
): Promise<FeedWhy> {
  switch (source.type) {
    case 'mqtt':
      return probeMqtt(source, secrets);
    case 'webhook':
      return secrets.token === '' ? 'denied' : '';
    case 'poll':
      return probePoll(source, secrets, policy);
    case 'file':
      return whereIs(source.folder, (found) => found.isDirectory());
    case 'replay':
      return whereIs(source.file, (found) => found.isFile());
  }
}

async function whereIs(
  path: string,
  is: (found: Awaited<ReturnType<typeof stat>>) => boolean,
): Promise<FeedWhy> {
  const found = await stat(path).catch(() => null);
  return found && is(found) ? '' : 'not-found';
}
