/**
 * The worker's part of the quality desk and of labels: keeps the findings of the open community, names records for lists,
 * writes repairs as a new generation. Checks, repairs and rules themselves are in shared/.
 */
import { maskedName } from '../../shared/access/mask.ts';
import { scopeOf } from '../../shared/access/permissions.ts';
import type { Bitset } from '../../shared/columns/bitset.ts';
import { checkOf } from '../../shared/quality/checks.ts';
import { evaluateChecks, type Findings } from '../../shared/quality/evaluate.ts';
import { applyFix, planFix, previewFix } from '../../shared/quality/fixes.ts';
import { gridsOfRows, type QualityReport, qualityReport, rowsOfCheck } from '../../shared/quality/report.ts';
import { drawSample } from '../../shared/quality/spot-check.ts';
import { labelAt, linkAt, valueAt } from '../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../shared/query/community.ts';
import { addressOfHome, buildingLabel, refOf } from '../../shared/query/record-labels.ts';
import type { TagRule, TagSubject } from '../../shared/query/tag-rule.ts';
import { BUILT_IN_TAGS, rowsOfRule } from '../../shared/query/tag-rules.ts';
import { readQualityPoints, readSpotResults } from '../store/quality-ledger.ts';
import { AccessNeededError } from './access-state.ts';
import { mayReveal } from './disclosure.ts';
import { databasesOf, type EngineState, type Opened, openedOf } from './engine-state.ts';
import { loading } from './generation-methods.ts';
import { LEXICON } from './lexicon.ts';
import { localDay } from './local-day.ts';
import type { QualityEngine, QualityRows, SheetRow, TagListing } from './quality-api.ts';

interface Kept {
  version: number;
  findings: Findings;
  report: QualityReport;
}
/** One pass a community and plan; gone with the community. */
const kept = new WeakMap<Community, Kept>();

function keptOf({ community }: Opened): Kept {
  const known = kept.get(community);
  if (known?.version === community.plan.version) return known;
  const began = performance.now();
  const findings = known?.findings ?? evaluateChecks(community);
  const report = qualityReport(community, findings);
  report.ms = performance.now() - began;
  const fresh = { version: community.plan.version, findings, report };
  kept.set(community, fresh);
  return fresh;
}

export function qualityMethods(state: EngineState): QualityEngine {
  const opened = () => openedOf(state);
  const plan = (fix: Parameters<QualityEngine['previewFix']>[0], rows: number[] | null) =>
    planFix(opened().community, keptOf(opened()).findings, fix, rows);
  return {
    qualityReport: async () => keptOf(opened()).report,
    qualityRows: async (request) => qualityRows(state, request),
    async previewFix(fix, rows) {
      // It shows values as they are.
      demandEdit(state);
      return previewFix(opened().community, plan(fix, rows));
    },
    applyFix: (fix, rows, onProgress) =>
      loading(
        state,
        onProgress,
        async () => {
          demandEdit(state);
          const { bundle, community } = opened();
          const now = { ...bundle, plan: { ...bundle.plan, gridOfBuilding: community.plan.gridOfBuilding } };
          return applyFix(now, plan(fix, rows), localDay());
        },
        { joins: true },
      ),
    spotSheet: async (count, seed) => spotSheet(state, count, seed),
    async qualityHistory() {
      const databases = databasesOf(state);
      return { points: await readQualityPoints(databases), spots: await readSpotResults(databases) };
    },
    tagRules: async () => opened().rules,
    tagListings: async () => tagListings(opened()),
    async countRule(subject, expression) {
      const began = performance.now();
      const rows = rowsOfRule(opened().community, subject, expression, LEXICON);
      return { count: rows.count(), ms: performance.now() - began };
    },
  };
}

/** A sample is fiction, and without a vault nothing is kept from anybody. */
function demandEdit(state: EngineState): void {
  const { personal } = openedOf(state);
  if (personal === 'plain') return;
  const { actor } = state.access;
  if (personal === 'withheld' || !actor || scopeOf(actor.role, 'record.edit') !== 'all')
    throw new AccessNeededError('not-allowed');
}

function qualityRows(
  state: EngineState,
  { check, grid, from, to }: Parameters<QualityEngine['qualityRows']>[0],
): QualityRows {
  const opened = openedOf(state);
  const { community } = opened;
  const { entity } = checkOf(check);
  const all = rowsOfCheck(community, keptOf(opened).findings, check, grid);
  const rows = Array.from(all.subarray(from, to), (row) => {
    const ref = refOf(community, entity, row);
    const hidden = entity === 'residents' && !mayReveal(state, entity, row);
    return {
      ...ref,
      label: hidden ? maskedName(ref.label) : ref.label,
      place: placeText(community, entity, row),
    };
  });
  return { total: all.length, rows };
}

/** Building and door; '' where nothing is known. */
function placeText(
  community: Community,
  table: 'residents' | 'homes' | 'buildings' | 'devices',
  row: number,
) {
  if (table === 'buildings') return buildingLabel(community, row);
  const record = community.tables[table];
  if (table === 'homes') return buildingLabel(community, linkAt(record, 'building', row));
  const home = linkAt(record, 'home', row);
  if (home < rowCount(community, 'homes')) return addressOfHome(community, home);
  return buildingLabel(community, linkAt(record, 'building', row));
}

function gridNames(community: Community): string[] {
  const { grids } = community.tables;
  return Array.from({ length: grids?.rows ?? 0 }, (_, row) => labelAt(grids, 'name', row));
}

function spotSheet(state: EngineState, count: number, seed: number): SheetRow[] {
  const { community } = openedOf(state);
  const grids = gridsOfRows(community, 'residents');
  const names = gridNames(community);
  const { residents } = community.tables;
  return drawSample(grids, count, seed).map((row) => {
    const shown = mayReveal(state, 'residents', row);
    const [year, month] = [valueAt(residents, 'birthYear', row), valueAt(residents, 'birthMonth', row)];
    const name = labelAt(residents, 'name', row);
    return {
      row,
      grid: names[grids[row]] ?? '',
      name: shown ? name : maskedName(name),
      sex: labelAt(residents, 'sex', row),
      birth: year === 0 ? '' : `${year}${month === 0 ? '' : `-${String(month).padStart(2, '0')}`}`,
      phone: shown ? labelAt(residents, 'phone', row) : '',
      address: placeText(community, 'residents', row) || (shown ? labelAt(residents, 'rawAddress', row) : ''),
    };
  });
}

function setsOf(community: Community, subject: TagSubject): Map<string, Bitset> {
  return subject === 'residents' ? community.population.tags : community.homeTags;
}

/** A label that only the register knows. */
function imported(id: string, subject: TagSubject): TagRule {
  const colour = subject === 'residents' ? 'people' : 'homes';
  return { id, name: { zh: id, en: id }, colour, owner: '', kind: 'imported', subject, expression: '' };
}

function tagListings({ community, rules, orphans }: Opened): TagListing[] {
  const builtIn = new Set(BUILT_IN_TAGS.map(({ id }) => id));
  return (['residents', 'homes'] as const).flatMap((subject) => {
    const grids = gridsOfRows(community, subject);
    const sets = setsOf(community, subject);
    const listed = rules.filter((tag) => tag.subject === subject);
    const known = new Set(listed.map(({ id }) => id));
    const others = [...sets.keys()].filter((id) => !known.has(id)).map((id) => imported(id, subject));
    return [...listed, ...others].map((tag) => {
      const byGrid = new Array<number>(rowCount(community, 'grids') + 1).fill(0);
      let count = 0;
      sets.get(tag.id)?.forEach((row) => {
        byGrid[grids[row]]++;
        count++;
      });
      const lost = orphans.get(tag.id)?.length ?? 0;
      return { ...tag, builtIn: builtIn.has(tag.id), count, byGrid, orphans: lost };
    });
  });
}
