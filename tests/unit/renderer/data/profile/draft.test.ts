/** What is typed becomes the profile and the profile what is shown; names replace messages and nothing in them is read as a message. */
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { localMessages } from '../../../../../renderer/app/local-profile.ts';
import { draftOf, profileOf } from '../../../../../renderer/data/profile/draft.ts';
import { DEFAULT_LOCAL_PROFILE, LocalProfileSchema } from '../../../../../shared/model/local-profile.ts';

const PROFILE = {
  ...DEFAULT_LOCAL_PROFILE,
  levels: { village: { zh: '村民小组', en: "Villagers' {group}" } },
  departments: ['民政办', '应急办'],
};

it('goes there and back', () => {
  for (const profile of [DEFAULT_LOCAL_PROFILE, PROFILE])
    expect(profileOf(draftOf(profile))).toEqual(profile);
});

it('is refused while a number is missing', () => {
  const draft = { ...draftOf(PROFILE), min: '' };
  expect(v.safeParse(LocalProfileSchema, profileOf(draft)).success).toBe(false);
});

it('shows the names of the place, signs of messages as they stand', () => {
  expect(localMessages(PROFILE, 'zh')).toEqual({ 'word.areaLevel.village': '村民小组' });
  expect(localMessages(PROFILE, 'en')).toEqual({ 'word.areaLevel.village': "Villagers'' '{'group'}'" });
});
