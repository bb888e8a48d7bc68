/** Every state, reason, field and fault that the uplink page can show has its message in both languages. */
import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';
import en from '../../../../../assets/locales/uplink.en.json';
import zh from '../../../../../assets/locales/uplink.zh.json';
import { FAMILIES } from '../../../../../shared/uplink/destination.ts';
import {
  DRAFT_FAULTS,
  DRAFT_FIELDS,
  DRAFT_SWITCHES,
  destinationFrom,
  draftOfDestination,
  newDestinationDraft,
} from '../../../../../shared/uplink/destination-draft.ts';
import { RECEIVED_ENDS } from '../../../../../shared/uplink/received.ts';
import {
  HELD_STATES,
  SKIP_REASONS,
  UPLINK_STATES,
  UPLINK_WHYS,
} from '../../../../../shared/uplink/uplink-status.ts';

const LANGUAGES: [string, Record<string, string>][] = [
  ['zh', zh],
  ['en', en],
];
const fields = ['name', ...new Set([...DRAFT_FIELDS.http, ...DRAFT_FIELDS.mqtt])];
const IDS = [
  ...UPLINK_STATES.map((state) => `state.${state}`),
  ...UPLINK_WHYS.filter((why) => why !== '').map((why) => `why.${why}`),
  ...HELD_STATES.map((state) => `held.${state}`),
  ...RECEIVED_ENDS.map((outcome) => `outcome.${outcome}`),
  ...SKIP_REASONS.map((reason) => `reason.${reason}`),
  ...FAMILIES.map((family) => `family.${family}`),
  ...fields.map((field) => `field.${field}`),
  ...fields.flatMap((field) => (field === 'url' ? ['help.http.url', 'help.mqtt.url'] : [`help.${field}`])),
  ...DRAFT_FAULTS.map((fault) => `fault.${fault}`),
  ...DRAFT_SWITCHES.flatMap((name) => [`switch.${name}`, `switch.${name}.help`]),
  ...['waiting', 'sent', 'refused', 'conflicts', 'skipped'].map((figure) => `figure.${figure}`),
  ...['http', 'mqtt'].flatMap((type) => [`type.${type}`, `add.${type}`]),
].map((id) => `uplink.${id}`);

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

describe('a draft', () => {
  const draft = { ...newDestinationDraft('http', 'abc'), name: '街道', url: 'https://street.example/linli' };

  test('becomes a destination and a draft again', () => {
    const made = destinationFrom(draft);
    if (!('destination' in made)) throw new Error(made.faults.join());
    expect(draftOfDestination(made.destination)).toEqual(draft);
  });

  test.each([
    [{ name: ' ' }, ['name']],
    [{ url: 'street' }, ['url']],
    [{ url: 'https://a:b@street.example' }, ['url']],
    [{ url: 'https://street.example/?key=1' }, ['url']],
    [{ url: 'http://street.example' }, ['plain']],
    [{ every: '1' }, ['every']],
    [{ type: 'mqtt' as const, url: 'mqtts://b', topic: 'a/#' }, ['topic']],
  ])('%j is held back by %j', (change, faults) => {
    expect(destinationFrom({ ...draft, ...change })).toEqual({ faults });
  });

  test('without TLS where it is said to be inside', () => {
    expect(destinationFrom({ ...draft, url: 'http://10.0.0.5:8080', inner: true })).toHaveProperty(
      'destination',
    );
  });
});
