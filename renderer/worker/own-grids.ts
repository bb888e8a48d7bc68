/**
 * The part of a community that lies in a person's own grids: for lists, exports and notices of who works in some grids only. Kept by the
 * program, not by keys: the worker holds the whole community.
 */
import { type Action, allows, scopeOf } from '../../shared/access/permissions.ts';
import { Bitset } from '../../shared/columns/bitset.ts';
import { labelAt, linkValues } from '../../shared/query/column-access.ts';
import { type Community, residentsOfBuilding, rowCount } from '../../shared/query/community.ts';
import type { FilterResult } from '../../shared/query/filter.ts';
import { type EngineState, openedOf } from './engine-state.ts';

type Own = Record<'residents' | 'homes' | 'vehicles', Bitset>;

/** The rows the person may list by this action; null: all, or somebody broke glass for more. */
export function ownRows(state: EngineState, action: Action): Own | null {
  const { access, opened } = state;
  const { actor, glass } = access;
  if (!opened || opened.personal === 'plain' || !actor || scopeOf(actor.role, action) !== 'ownGrids')
    return null;
  if (allows(actor, 'person.see', { now: Date.now(), breakGlass: glass }).allowed) return null;
  return rowsOfGrids(opened.community, actor.grids);
}

/** The filter in force, cut to those rows; the same object for the same question, so that a list is put in order once. */
export function ownFilter(state: EngineState, action: Action): FilterResult {
  const { filter } = openedOf(state);
  const own = ownRows(state, action);
  if (!own) return filter;
  const known = cut.get(filter);
  if (known?.own === own) return known.filter;
  const passes = { ...filter.passes };
  for (const table of ['residents', 'homes', 'vehicles'] as const) {
    const before = passes[table];
    passes[table] = before ? before.clone().and(own[table]) : own[table];
  }
  const made = { ...filter, passes };
  cut.set(filter, { own, filter: made });
  return made;
}

const cut = new WeakMap<FilterResult, { own: Own; filter: FilterResult }>();
const kept = new WeakMap<Community, { key: string; own: Own }>();

function rowsOfGrids(community: Community, codes: readonly string[]): Own {
  const key = `${community.plan.version} ${codes.join()}`;
  const known = kept.get(community);
  if (known?.key === key) return known.own;
  const { tables, plan, homeStarts } = community;
  const grids = rowCount(community, 'grids');
  const isOwn = Array.from({ length: grids }, (_, row) => codes.includes(labelAt(tables.grids, 'code', row)));
  const own: Own = {
    residents: new Bitset(rowCount(community, 'residents')),
    homes: new Bitset(rowCount(community, 'homes')),
    vehicles: new Bitset(rowCount(community, 'vehicles')),
  };
  for (let building = 0; building < plan.gridOfBuilding.length; building++) {
    if (!isOwn[plan.gridOfBuilding[building]]) continue;
    own.residents.fill(...residentsOfBuilding(community, building));
    own.homes.fill(homeStarts[building], homeStarts[building + 1]);
  }
  linkValues(tables.vehicles, 'home').forEach((home, row) => {
    if (home < own.homes.size && own.homes.has(home)) own.vehicles.add(row);
  });
  kept.set(community, { key, own });
  return own;
}
