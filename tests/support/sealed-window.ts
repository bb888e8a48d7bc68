/** A window's worker over sealed data: made-up people of the sample as if an office had imported them. Owns keys of a test only. */
import type { Databases } from '../../renderer/store/databases.ts';
import { writeGeneration } from '../../renderer/store/generation.ts';
import { NO_ACCESS, writingKeys } from '../../renderer/worker/access-state.ts';
import { createEngine } from '../../renderer/worker/engine.ts';
import type { DataEngine } from '../../renderer/worker/engine-api.ts';
import type { EngineState } from '../../renderer/worker/engine-state.ts';
import type { AnswerMemory } from '../../renderer/worker/rounding.ts';
import { fromBase64, toBase64 } from '../../shared/access/byte-text.ts';
import type { Role } from '../../shared/access/roles.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import { generateSample } from '../../shared/sample/sample.ts';

export const key = (id: string, fill: number, state: 'active' | 'retired' = 'active') => ({
  id,
  state,
  bytes: toBase64(new Uint8Array(32).fill(fill)),
});
export const CORE = [key('core-1', 1)];
export const PII = [key('pii-1', 2)];
export const actor = (role: Role, grids: string[] = []) => ({
  id: `p-${role}`,
  role,
  grids,
  expiresAt: null,
});
const SECRET = toBase64(Uint8Array.from({ length: 32 }, (_, i) => (i * 29 + 3) & 255));
export const REAL: CommunityBundle = { ...generateSample('y', 1), source: { kind: 'import', files: [] } };

export interface MadeMemory extends AnswerMemory {
  bytes: number[];
  refuses: boolean;
  kept: number;
}

/** The host's memory, shared by all windows of a test. */
export function madeMemory(): MadeMemory {
  const memory: MadeMemory = {
    bytes: [],
    refuses: false,
    kept: 0,
    read: async (after) => ({
      memory: toBase64(Uint8Array.from(memory.bytes.slice(after, after + 5_000))),
      size: memory.bytes.length,
    }),
    remember: async (answers, after) => {
      if (memory.refuses) throw new Error('full');
      if (after !== memory.bytes.length) return false;
      memory.bytes.push(...(fromBase64(answers) ?? []));
      memory.kept++;
      return true;
    },
  };
  return memory;
}

export function freshState(databases: Databases): EngineState {
  return { databases, opened: null, abort: null, packed: null, seq: 0, core: false, access: NO_ACCESS() };
}

/** Keeps the sealed community once; then a window with this person at the desk, null: nobody. */
export async function sealedWindow(
  databases: Databases,
  memory: AnswerMemory,
  role: Role | null,
  grids: string[] = [],
): Promise<{ engine: DataEngine; state: EngineState }> {
  const state = freshState(databases);
  const engine = createEngine(state);
  await engine.holdCoreKeys(CORE);
  await engine.holdDisclosure(SECRET, memory);
  if ((await databases.ledger.generations.count()) === 0) {
    await engine.takeDesk(actor('administrator'), PII);
    await writeGeneration(databases, 'g1', REAL, { keys: writingKeys(state.access, REAL), freeSpace: [] });
  }
  const keys = role && role !== 'planner' && role !== 'contractor' ? PII : null;
  await engine.takeDesk(role && actor(role, grids), keys);
  const { outcome } = await engine.start({ profileId: 'test', witness: null, core: false });
  if (outcome !== 'fine') throw new Error(outcome);
  return { engine, state };
}
