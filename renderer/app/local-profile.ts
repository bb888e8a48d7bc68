/**
 * The local profile in this window: read from the host when the session opens, followed when another window changes it. Owns the message ids
 * that its names replace.
 */
import { create } from 'zustand';
import type { Host } from '../../shared/host/contract.ts';
import {
  AREA_LEVELS,
  DEFAULT_LOCAL_PROFILE,
  gridTargetOf,
  type LocalProfile,
} from '../../shared/model/local-profile.ts';
import { asPerson, hasVault } from './access/seat.ts';
import type { Language } from './preferences.ts';
import { useSession } from './session.ts';

export const useLocalProfile = create<{ profile: LocalProfile }>(() => ({ profile: DEFAULT_LOCAL_PROFILE }));

/** Households of one grid that are aimed at in the community that is open. */
export function useGridTarget(): LocalProfile['gridTarget'] {
  const rural = useSession(({ community }) => community?.rural === true);
  return useLocalProfile(({ profile }) => gridTargetOf(profile, rural));
}

/** Rejects with HostError when the file in the profile folder is not one. */
export async function followLocalProfile(host: Host): Promise<void> {
  host.on('local.changed', (profile) => useLocalProfile.setState({ profile }));
  const profile = await host.call('local.read', {});
  if (profile) useLocalProfile.setState({ profile });
}

/** On the disk of the host when it resolves. Rejects with HostError 'not-allowed', 'session-over', 'disk-full'. */
export async function saveLocalProfile(host: Host, profile: LocalProfile): Promise<void> {
  if (hasVault()) await asPerson((to, session) => to.call('local.write', { session, profile }));
  else await host.call('local.write', { session: null, profile });
  useLocalProfile.setState({ profile });
}

/** Shown names of the levels that are called otherwise here, by message id. */
export function localMessages({ levels }: LocalProfile, language: Language): Record<string, string> {
  return Object.fromEntries(
    AREA_LEVELS.flatMap((level) => {
      const name = levels[level]?.[language];
      return name === undefined ? [] : [[`word.areaLevel.${level}`, escaped(name)]];
    }),
  );
}

/** Signs that mean something in a message (ICU) stand for themselves. */
function escaped(name: string): string {
  return name.replace(/'/g, "''").replace(/[{}<>]/g, (sign) => `'${sign}'`);
}
