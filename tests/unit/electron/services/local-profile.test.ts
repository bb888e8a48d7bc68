/** The local profile on the disk, and what is a profile at all. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { openLocalProfile } from '../../../../electron/services/local-profile.ts';
import { DEFAULT_LOCAL_PROFILE, LocalProfileSchema } from '../../../../shared/model/local-profile.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const VILLAGE = {
  ...DEFAULT_LOCAL_PROFILE,
  levels: { village: { zh: '村民小组', en: 'Villagers’ group' } },
  gridTarget: { min: 200, max: 300 },
  departments: ['民政办', '应急办'],
};

describe('the service', () => {
  it('keeps what was written, over a restart', async () => {
    const folder = temporaryFolder();
    const service = openLocalProfile(folder);
    expect(await service.read()).toBeNull();
    await Promise.all([service.write(DEFAULT_LOCAL_PROFILE), service.write(VILLAGE)]);
    expect(await service.read()).toEqual(VILLAGE);
    expect(await openLocalProfile(folder).read()).toEqual(VILLAGE);
  });

  it('does not take a broken file for an empty one', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'local-profile.json'), '{"version":1}');
    await expect(openLocalProfile(folder).read()).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('the schema', () => {
  it.each([
    ['target upside down', { gridTarget: { min: 500, max: 300 } }],
    ['half a household', { gridTarget: { min: 1.5, max: 300 } }],
    ['a level without its English name', { levels: { village: { zh: '村', en: '' } } }],
    ['a level that is none', { levels: { planet: { zh: '星', en: 'Planet' } } }],
    ['the same department twice', { departments: ['民政办', '民政办'] }],
    ['a name as long as a letter', { teams: ['队'.repeat(41)] }],
    ['a field of another kind', { clocks: [] }],
    ['a newer version', { version: 2 }],
  ])('refuses %s', (_, change) => {
    expect(v.safeParse(LocalProfileSchema, { ...VILLAGE, ...change }).success).toBe(false);
    expect(v.safeParse(LocalProfileSchema, VILLAGE).success).toBe(true);
  });
});
