/** Every state, reason, field and fault that the sources page can show has its message in both languages. */
import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';
import en from '../../../../../assets/locales/sources.en.json';
import zh from '../../../../../assets/locales/sources.zh.json';
import { FEED_STATES, FEED_WHYS } from '../../../../../shared/feeds/feed-status.ts';
import { OUTCOMES, REASONS } from '../../../../../shared/feeds/outcome.ts';
import { NO_SECRETS } from '../../../../../shared/feeds/source.ts';
import { PLACES, SETTINGS, SOURCE_TYPES } from '../../../../../shared/feeds/source-draft.ts';

const LANGUAGES: [string, Record<string, string>][] = [
  ['zh', zh],
  ['en', en],
];
const settings = SOURCE_TYPES.flatMap((type) => SETTINGS[type]);
const IDS = [
  ...FEED_STATES.map((state) => `feeds.state.${state}`),
  ...FEED_WHYS.filter((why) => why !== '').map((why) => `feeds.why.${why}`),
  ...REASONS.map((reason) => `feeds.reason.${reason}`),
  ...['received', ...OUTCOMES, 'waiting'].map((figure) => `sources.figure.${figure}`),
  ...SOURCE_TYPES.flatMap((type) => [`sources.type.${type}`, `sources.type.${type}.what`]),
  ...['name', ...settings].flatMap((name) => [`sources.setting.${name}`, `sources.fault.${name}`]),
  ...['on', 'off', 'above', 'below', 'kinds', 'place', 'topics'].map((name) => `sources.fault.${name}`),
  ...PLACES.flatMap((place) => [`sources.place.${place}`, `sources.place.${place}.absent`]),
  ...Object.keys(NO_SECRETS).map((name) => `sources.secret.${name}`),
  ...['none', 'kept', 'cleared'].map((state) => `sources.secret.is.${state}`),
  ...['start', 'stop', 'edit', 'remove'].map((what) => `sources.${what}`),
  ...['canary', 'drill', 'enabled'].flatMap((name) => [
    `sources.switch.${name}`,
    `sources.switch.${name}.help`,
  ]),
];

describe.each(LANGUAGES)('%s', (language, messages) => {
  test('no message is missing', () => {
    expect(IDS.filter((id) => !(id in messages))).toEqual([]);
  });

  test('every message can be formatted', () => {
    const failures: string[] = [];
    const intl = createIntl({ locale: language, messages, onError: (error) => failures.push(error.message) });
    for (const [id, text] of Object.entries(messages)) {
      const names = [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]);
      intl.formatMessage({ id }, Object.fromEntries(names.map((name) => [name, 1])));
    }
    expect(failures).toEqual([]);
  });
});
