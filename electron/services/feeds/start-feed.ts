/** Which code runs which type of source. */
import type { FeedWhy } from '../../../shared/feeds/feed-status.ts';
import type { Source, SourceSecrets } from '../../../shared/feeds/source.ts';
import type { FeedContext, RunningFeed } from './feed-port.ts';
import { probeMqtt, startMqttFeed } from './mqtt-feed.ts';

export function startFeed(source: Source, secrets: SourceSecrets, context: FeedContext): RunningFeed {
  switch (source.type) {
    case 'mqtt':
      return startMqttFeed(source, secrets, context);
    default:
      throw new TypeError(source.type);
  }
}

/** Whether the source can be reached with these settings; '' : it can. Takes no message. */
export async function probeFeed(source: Source, secrets: SourceSecrets): Promise<FeedWhy> {
  switch (source.type) {
    case 'mqtt':
      return probeMqtt(source, secrets);
    default:
      return '';
  }
}
