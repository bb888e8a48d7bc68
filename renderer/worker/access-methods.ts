/** The worker's part in who is at the desk: takes keys in, opens and drops personal columns under the open community. */
import { fromBase64 } from '../../shared/access/byte-text.ts';
import { withoutPersonal } from '../../shared/columns/bundle-codec.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import { recordDossier } from '../../shared/query/dossier.ts';
import { readPersonal } from '../store/generation.ts';
import type { AccessEngine, PersonalState } from './access-api.ts';
import { AccessNeededError, importKeys, keysOf, personalState } from './access-state.ts';
import { mayReveal } from './disclosure.ts';
import { databasesOf, type EngineState, openedOf } from './engine-state.ts';
import { isOfPlaces, isRounded } from './rounded-answers.ts';
import { Rounding } from './rounding.ts';

export function accessMethods(state: EngineState): Omit<AccessEngine, 'sealing' | 'reseal'> {
  const { access } = state;
  // A lock that comes while columns are being opened must have the last word.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  return {
    async holdCoreKeys(keys) {
      access.core = await importKeys(keys, 'core');
      access.vault = true;
    },
    async holdDisclosure(secret, memory) {
      const bytes = fromBase64(secret);
      if (!bytes) throw new AccessNeededError('vault-locked');
      access.rounding = new Rounding(bytes, memory);
    },
    takeDesk: (actor, keys) =>
      inTurn(async () => {
        access.actor = actor;
        access.glass = undefined;
        try {
          access.personal = keys ? await importKeys(keys, 'pii') : [];
          const personal = await followKeys(state);
          dropPersons(state);
          return personal;
        } catch (error) {
          // A key that opens nothing must not be what the next import is sealed with.
          access.personal = [];
          throw error;
        }
      }),
    async breakGlass(glass) {
      access.glass = glass;
    },
    async reveal({ table, row }) {
      const { community } = openedOf(state);
      if (!mayReveal(state, table, row)) throw new AccessNeededError('not-allowed');
      return recordDossier(community, table, row);
    },
  };
}

/** Opens or drops the personal columns of what is open, as the keys now say. */
async function followKeys(state: EngineState): Promise<PersonalState> {
  const { opened, access } = state;
  if (!opened || state.core) return 'plain';
  const now = personalState(access, opened.bundle.source);
  if (now === opened.personal) return now;
  let bundle: CommunityBundle = opened.bundle;
  if (now === 'withheld') bundle = withoutPersonal(bundle);
  else if (opened.personal === 'withheld')
    bundle = await readPersonal(databasesOf(state), opened.info.generation, bundle, keysOf(access));
  state.opened = opened.reopened(bundle, now);
  return now;
}

/** A selection of single persons ends when somebody sits down who may not see any. */
function dropPersons(state: EngineState): void {
  if (state.opened && isRounded(state) && !isOfPlaces(state.opened.asked)) state.opened.setSelection([]);
}
