import { describe, expect, it } from 'vitest';
import { type CheckId, FIX_IDS, QUALITY_CHECKS } from '../../../../shared/quality/checks.ts';
import { evaluateChecks } from '../../../../shared/quality/evaluate.ts';
import { applyFix, planFix, previewFix } from '../../../../shared/quality/fixes.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

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
    const fixed = applyFix(bundle, plan);
    expect(countAfter(fixed, check.id)).toBe(before - plan.rows.length);
  });

  it('makes no other error', () => {
    const fixed = applyFix(bundle, plan);
    const after = evaluateChecks(openCommunity(fixed, { today: fixed.asOfDay }));
    for (const [id, rows] of findings) expect(after.get(id)?.count(), id).toBeLessThanOrEqual(rows.count());
  });

  it('changes nothing of the bundle it was given', () => {
    applyFix(bundle, plan);
    expect(evaluateChecks(openCommunity(bundle, { today: bundle.asOfDay }))).toEqual(findings);
  });

  it('shows at most ten records, each with what changes', () => {
    const preview = previewFix(community, plan);
    expect(preview.count).toBe(plan.rows.length);
    expect(preview.rows).toHaveLength(Math.min(10, plan.rows.length));
    for (const { before, after } of preview.rows) expect(after).not.toEqual(before);
  });
});

it('repairs only the rows that are named', () => {
  const [row] = findings.get('idSex')?.toRows() ?? [];
  expect(planFix(community, findings, 'sexFromId', [row]).rows).toEqual([row]);
  expect(planFix(community, findings, 'sexFromId', [row + 1_000_000]).rows).toEqual([]);
});
