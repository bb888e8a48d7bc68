/**
 * The worker's part in work by hand: who is meant, who may be meant by the person at the desk, what the lists say. Owns the cut to own grids;
 * nothing is written here, the page hands records to the host's journal.
 */
import * as Comlink from 'comlink';
import { maskedName } from '../../shared/access/mask.ts';
import { type Action, scopeOf } from '../../shared/access/permissions.ts';
import { gridsOfRows } from '../../shared/quality/report.ts';
import { labelAt, linkAt } from '../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../shared/query/community.ts';
import { addressOfHome, refOf } from '../../shared/query/record-labels.ts';
import { evaluateSelection } from '../../shared/query/shapes.ts';
import { rowsForTable } from '../../shared/query/table-rows.ts';
import type { TagSubject } from '../../shared/query/tag-rule.ts';
import { tagSetsOf } from '../../shared/query/tag-rules.ts';
import { communityKey } from '../../shared/work/hand-tags.ts';
import { MOST_ON_A_LIST } from '../../shared/work/notice.ts';
import { idAt, rowsOfIds } from '../../shared/work/record-ids.ts';
import { MOST_HOMES, type Round } from '../../shared/work/round.ts';
import { MOST_BY_HAND } from '../../shared/work/tag-assigned.ts';
import { WorkError } from '../../shared/work/work-error.ts';
import { readNotices, readRounds } from '../store/work-ledger.ts';
import { AccessNeededError } from './access-state.ts';
import { mayReveal } from './disclosure.ts';
import { databasesOf, type EngineState, openedOf } from './engine-state.ts';
import { noticeFile } from './notice-file.ts';
import { openNotes, sealNote } from './round-notes.ts';
import type { Recipient, RoundHome, WorkEngine, WorkSource } from './work-api.ts';

export function workMethods(state: EngineState): WorkEngine {
  const key = () => communityKey(openedOf(state).bundle);
  return {
    async workTargets({ subject, source, tag }) {
      const rows = allowed(state, 'record.edit', subject, rowsMeant(state, subject, source));
      return targets(state, subject, rows, tag);
    },
    roundTargets: async ({ subject, source }) => roundTargets(state, subject, source),
    orphans: async () => [...openedOf(state).orphans].map(([tag, ids]) => ({ tag, ids: [...ids] })),
    notices: () => readNotices(databasesOf(state), key()),
    recipients: async ({ table, ids }) => recipients(state, table, ids),
    async noticeFile(request) {
      const { subject, source } = request;
      const rows = allowed(state, 'notice.list', subject, rowsMeant(state, subject, source));
      if (rows.length === 0) throw new WorkError('work-nobody');
      if (rows.length > MOST_ON_A_LIST) throw new WorkError('work-too-many', { most: MOST_ON_A_LIST });
      const { community } = openedOf(state);
      const bytes = await noticeFile(community, subject, rows, request);
      const ids = rows.map((row) => idAt(community.tables[subject], row)).filter((id) => id !== '');
      return Comlink.transfer({ bytes, count: rows.length, ids }, [bytes.buffer]);
    },
    sealNote: (visit) => sealNote(state.access, openedOf(state).bundle.source.kind === 'sample', visit),
    rounds: () => readRounds(databasesOf(state), key()),
    async roundHomes(id) {
      const round = (await readRounds(databasesOf(state), key())).find((each) => each.id === id);
      const homes = round ? roundHomes(state, round, await openNotes(state.access, round)) : [];
      return { homes, workers: workersOf(openedOf(state).community, homes) };
    },
  };
}

/** In row order, each once. */
function rowsMeant(state: EngineState, subject: TagSubject, source: WorkSource): number[] {
  const { community, selection, filter } = openedOf(state);
  const table = community.tables[subject];
  switch (source.from) {
    case 'rows':
      return [...new Set(source.rows)].filter((row) => row >= 0 && row < (table?.rows ?? 0));
    case 'tag':
      return Array.from(tagSetsOf(community, subject).get(source.tag)?.toRows() ?? []);
    case 'ids':
      return [...rowsOfIds(table, new Set(source.ids)).values()].sort((a, b) => a - b);
    case 'filter':
    case 'selection': {
      const shape = source.from === 'filter' ? evaluateSelection(community, []) : selection;
      const rows = rowsForTable(community, subject, shape, filter);
      return rows ? Array.from(rows.toRows()) : Array.from({ length: table?.rows ?? 0 }, (_, row) => row);
    }
  }
}

/**
 * Those of the rows on whom the person at the desk may act: all, or the ones in the own grids. Rejects with AccessNeededError 'not-allowed'.
 * A sample is fiction, and without a vault nothing is kept from anybody.
 */
function allowed(state: EngineState, action: Action, subject: TagSubject, rows: number[]): number[] {
  const { personal, community } = openedOf(state);
  if (personal === 'plain') return rows;
  const { actor } = state.access;
  const scope = actor ? scopeOf(actor.role, action) : 'none';
  if (personal === 'withheld' || !actor || (scope !== 'all' && scope !== 'ownGrids'))
    throw new AccessNeededError('not-allowed');
  if (scope === 'all') return rows;
  const grids = gridsOfRows(community, subject);
  const { grids: table } = community.tables;
  return rows.filter((row) => actor.grids.includes(labelAt(table, 'code', grids[row])));
}

function targets(
  state: EngineState,
  subject: TagSubject,
  rows: number[],
  tag: { id: string; on: boolean } | undefined,
): { ids: string[]; nameless: number; already: number } {
  const { community, rules } = openedOf(state);
  if (rows.length === 0) throw new WorkError('work-nobody');
  const sets = tagSetsOf(community, subject);
  const rule = rules.find(({ id }) => id === tag?.id);
  const unknown = !rule && !sets.has(tag?.id ?? '');
  if (tag && (rule?.kind === 'rule' || unknown || (rule && rule.subject !== subject)))
    throw new WorkError('work-tag');
  const carried = tag && sets.get(tag.id);
  const changed = tag ? rows.filter((row) => (carried?.has(row) ?? false) !== tag.on) : rows;
  if (changed.length > MOST_BY_HAND) throw new WorkError('work-too-many', { most: MOST_BY_HAND });
  const ids = new Set<string>();
  let nameless = 0;
  for (const row of changed) {
    const id = idAt(community.tables[subject], row);
    if (id === '') nameless++;
    else ids.add(id);
  }
  if (ids.size === 0 && nameless > 0) throw new WorkError('work-no-ids');
  return { ids: [...ids], nameless, already: rows.length - changed.length };
}

function roundTargets(state: EngineState, subject: TagSubject, source: WorkSource) {
  const { community } = openedOf(state);
  const rows = rowsMeant(state, subject, source);
  const all = rowCount(community, 'homes');
  const homes = new Set<number>();
  let homeless = 0;
  for (const row of rows) {
    const home = subject === 'homes' ? row : linkAt(community.tables.residents, 'home', row);
    if (home < all) homes.add(home);
    else homeless++;
  }
  const mine = allowed(state, 'record.edit', 'homes', [...homes]);
  if (rows.length === 0) throw new WorkError('work-nobody');
  if (mine.length === 0) throw new WorkError('work-no-homes');
  if (mine.length > MOST_HOMES) throw new WorkError('work-too-many', { most: MOST_HOMES });
  const ids = mine.map((row) => idAt(community.tables.homes, row)).filter((id) => id !== '');
  if (ids.length === 0) throw new WorkError('work-no-ids');
  return { ids, homeless };
}

function recipients(state: EngineState, table: TagSubject, ids: readonly string[]): Recipient[] {
  const { community } = openedOf(state);
  const rowOf = rowsOfIds(community.tables[table], new Set(ids));
  const grids = gridsOfRows(community, table);
  return ids.map((id) => recipient(state, table, id, rowOf.get(id), grids));
}

function recipient(
  state: EngineState,
  table: TagSubject,
  id: string,
  row: number | undefined,
  grids: ArrayLike<number>,
): Recipient {
  const { community } = openedOf(state);
  if (row === undefined) return { id, row: null, label: '', place: '', grid: '' };
  const grid = labelAt(community.tables.grids, 'name', grids[row]);
  if (table === 'homes') return { id, row, label: addressOfHome(community, row), place: '', grid };
  const { label } = refOf(community, table, row);
  return {
    id,
    row,
    label: mayReveal(state, table, row) ? label : maskedName(label),
    place: homePlace(community, row),
    grid,
  };
}

function homePlace(community: Community, resident: number): string {
  const home = linkAt(community.tables.residents, 'home', resident);
  return home < rowCount(community, 'homes') ? addressOfHome(community, home) : '';
}

function roundHomes(state: EngineState, round: Round, notes: ReadonlyMap<string, string>): RoundHome[] {
  const { community } = openedOf(state);
  const rowOf = rowsOfIds(community.tables.homes, new Set(round.homes));
  const mine = new Set(allowed(state, 'record.edit', 'homes', [...rowOf.values()]));
  const grids = gridsOfRows(community, 'homes');
  const all = rowCount(community, 'grids');
  return round.homes.flatMap((id): RoundHome[] => {
    const row = rowOf.get(id);
    if (row !== undefined && !mine.has(row)) return [];
    const visit = round.visits.get(id) ?? null;
    const gridRow = row === undefined || grids[row] >= all ? -1 : grids[row];
    const people = row === undefined ? 0 : community.residentStarts[row + 1] - community.residentStarts[row];
    const readable = row === undefined || mayReveal(state, 'homes', row);
    const note = (readable && notes.get(id)) || null;
    return [{ ...recipient(state, 'homes', id, row, grids), gridRow, people, visit, note }];
  });
}

/** Grid workers of the grids that the homes lie in. */
function workersOf(community: Community, homes: readonly RoundHome[]): Map<number, string[]> {
  const { workers } = community.tables;
  const names = new Map<number, string[]>();
  for (const { gridRow } of homes) if (gridRow >= 0) names.set(gridRow, []);
  for (let row = 0; row < (workers?.rows ?? 0); row++) {
    if (labelAt(workers, 'role', row) !== 'gridWorker') continue;
    names.get(linkAt(workers, 'grid', row))?.push(labelAt(workers, 'name', row));
  }
  return names;
}
