/**
 * The worker's part of the links page: the work list of the open community, worked out once a generation and plan, and accepted links as
 * a new generation.
 */
import { scopeOf } from '../../shared/access/permissions.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import { type AcceptedLink, withLinks } from '../../shared/model/link-accept.ts';
import {
  LINK_REASONS,
  LinkDesk,
  type LinkItem,
  type LinkTable,
  type LinkWork,
} from '../../shared/model/link-work.ts';
import { labelAt } from '../../shared/query/column-access.ts';
import type { Community } from '../../shared/query/community.ts';
import { AccessNeededError } from './access-state.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import { loading } from './generation-methods.ts';
import type { LinkEngine, LinkQuery } from './link-api.ts';
import { localDay } from './local-day.ts';

interface Known {
  community: Community;
  version: number;
  desk: LinkDesk;
  work: Partial<Record<LinkTable, LinkWork>>;
}

export function linkMethods(state: EngineState): LinkEngine {
  let known: Known | null = null;
  const open = (): Known => {
    const opened = openedOf(state);
    const { actor } = state.access;
    const free = opened.personal === 'plain';
    if (!free && (opened.personal === 'withheld' || !actor || scopeOf(actor.role, 'record.edit') !== 'all'))
      throw new AccessNeededError('not-allowed');
    const { community } = opened;
    if (known?.community !== community || known.version !== community.plan.version) {
      const desk = new LinkDesk(community.tables, community.plan.gridOfBuilding);
      known = { community, version: community.plan.version, desk, work: {} };
    }
    return known;
  };
  const workOf = (table: LinkTable): LinkWork => {
    const { work, desk } = open();
    work[table] ??= desk.work(table);
    return work[table];
  };
  const itemsOf = ({ table, grid, reason }: LinkQuery): LinkItem[] =>
    workOf(table).items.filter(
      (item) => (grid === null || item.grid === grid) && (reason === null || item.reason === reason),
    );
  const keep = (
    table: LinkTable,
    links: AcceptedLink[],
    onProgress: Parameters<LinkEngine['applyLinks']>[2],
  ) =>
    loading(state, onProgress, async () => withLinks(currentBundle(state), table, links, localDay()), {
      joins: true,
    });
  return {
    async linkWork(query) {
      const { desk, community } = open();
      const work = workOf(query.table);
      const counts = new Map<string, number>();
      for (const { reason } of work.items) counts.set(reason, (counts.get(reason) ?? 0) + 1);
      const items = itemsOf(query);
      const rows = items.slice(query.from, query.to).map(({ row, reason, grid }) => ({
        row,
        title: label(community, query.table, query.table === 'residents' ? 'name' : 'id', row),
        address: query.table === 'residents' ? label(community, 'residents', 'rawAddress', row) : '',
        reason,
        grid: label(community, 'grids', 'name', grid),
        suggestions: desk.suggestions(query.table, row),
      }));
      return {
        total: work.total,
        grids: work.grids.map((rate) => ({ ...rate, name: label(community, 'grids', 'name', rate.grid) })),
        reasons: LINK_REASONS.flatMap((reason) => {
          const count = counts.get(reason);
          return count ? [{ reason, count }] : [];
        }),
        matching: items.length,
        rows,
      };
    },
    linkable: async (query) => itemsOf(query).filter(({ best }) => best >= query.percent).length,
    homesOfBuilding: async (building) => open().desk.homesOf(building),
    applyLinks: async (table, links, onProgress) => {
      open();
      return keep(table, links, onProgress);
    },
    async applySuggestions(query, onProgress) {
      const { desk } = open();
      const links = itemsOf(query).flatMap(({ row, best }): AcceptedLink[] => {
        if (best === 0 || best < query.percent) return [];
        const [{ to, percent, why }] = desk.suggestions(query.table, row);
        return [
          {
            row,
            to,
            method: why === 'nearest' ? 'nearest' : query.table === 'devices' ? 'footprint' : 'address',
            percent,
          },
        ];
      });
      return keep(query.table, links, onProgress);
    },
  };
}

function label(
  community: Community,
  table: 'residents' | 'devices' | 'grids',
  column: string,
  row: number,
): string {
  const found = community.tables[table];
  return found && row < found.rows ? labelAt(found, column, row) : '';
}

/** The open community with the plan as it stands now. */
function currentBundle(state: EngineState): CommunityBundle {
  const { bundle, community } = openedOf(state);
  return { ...bundle, plan: { ...bundle.plan, gridOfBuilding: community.plan.gridOfBuilding } };
}
