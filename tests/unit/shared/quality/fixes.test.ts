import { describe, expect, it } from 'vitest';
import type { DictColumn } from '../../../../shared/columns/column.ts';
import { readSources, sourceOf } from '../../../../shared/model/field-sources.ts';
import { type CheckId, FIX_IDS, QUALITY_CHECKS } from '../../../../shared/quality/checks.ts';
import { evaluateChecks } from '../../../../shared/quality/evaluate.ts';
import { applyFix, planFix, previewFix } from '../../../../shared/quality/fixes.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

const DAY = '2026-11-30';
const bundle = generateSample('y', 1);
const community = openCommunity(bundle, { today: bundle.asOfDay });
const findings = evaluateChecks(community);

function countAfter(fixed: typeof bundle, id: CheckId): number {
  return (
    evaluateChecks(openCommunity(fixed, { today: fixed.asOfDay }))
      .get(id)
      ?.count() ?? -1
  );
}

describe.each(FIX_IDS)('%s', (fix) => {
  const plan = planFix(community, findings, fix);
  const check = QUALITY_CHECKS.find((each) => each.fix === fix);

  it('leaves as many findings less as it changes records', () => {
    if (!check) throw new Error('a repair of no check');
    const before = findings.get(check.id)?.count() ?? 0;
    expect(plan.rows.length).toBeGreaterThan(0);
    const fixed = applyFix(bundle, plan, DAY);
    expect(countAfter(fixed, check.id)).toBe(before - plan.rows.length);
  });

  it('makes no other error', () => {
    const fixed = applyFix(bundle, plan, DAY);
    const after = evaluateChecks(openCommunity(fixed, { today: fixed.asOfDay }));
    for (const [id, rows] of findings) expect(after.get(id)?.count(), id).toBeLessThanOrEqual(rows.count());
  });

  it('changes nothing of the bundle it was given', () => {
    applyFix(bundle, plan, DAY);
    expect(evaluateChecks(openCommunity(bundle, { today: bundle.asOfDay }))).toEqual(findings);
  });

  it('shows at most ten records, each with what changes', () => {
    const preview = previewFix(community, plan);
    expect(preview.count).toBe(plan.rows.length);
    expect(preview.rows).toHaveLength(Math.min(10, plan.rows.length));
    for (const { before, after } of preview.rows) expect(after).not.toEqual(before);
  });
});

it('says of the fields that it changed, and of no other, that they come from a repair of the day', () => {
  const plan = planFix(community, findings, 'sexFromId');
  const sourcesOf = (of: typeof bundle, row: number) => {
    const column = of.tables.residents?.columns['sources'] as DictColumn;
    return column.words[column.codes[row]];
  };
  const fixed = applyFix(bundle, plan, DAY);
  const [row] = plan.rows;
  const before = readSources(sourcesOf(bundle, row));
  const after = readSources(sourcesOf(fixed, row));
  expect(sourceOf(after, 'sex')).toBe('修复 2026-11-30');
  expect(sourceOf(after, 'phone')).toBe(sourceOf(before, 'phone'));
  const untouched = plan.rows[0] === 0 ? plan.rows.findIndex((each, i) => each !== i) : 0;
  expect(sourcesOf(fixed, untouched)).toBe(sourcesOf(bundle, untouched));
  const homes = applyFix(bundle, planFix(community, findings, 'rentedFromResidents'), DAY);
  expect(homes.tables.residents).toBe(bundle.tables.residents);
});

it('repairs only the rows that are named', () => {
  const [row] = findings.get('idSex')?.toRows() ?? [];
  expect(planFix(community, findings, 'sexFromId', [row]).rows).toEqual([row]);
  expect(planFix(community, findings, 'sexFromId', [row + 1_000_000]).rows).toEqual([]);
});
