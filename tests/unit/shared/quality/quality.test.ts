import { describe, expect, it } from 'vitest';
import type { CheckId } from '../../../../shared/quality/checks.ts';
import { evaluateChecks } from '../../../../shared/quality/evaluate.ts';
import { qualityReport } from '../../../../shared/quality/report.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { generateWithTruth } from '../../../../shared/sample/sample.ts';

describe.each(['y', 'zjl', 'cun'] as const)('sample %s', (sample) => {
  const { bundle, truth } = generateWithTruth(sample, 1);
  const community = openCommunity(bundle, { today: bundle.asOfDay });
  const report = qualityReport(community, evaluateChecks(community));
  const count = (id: CheckId) => report.checks.find((check) => check.id === id)?.count;

  it('finds exactly the faults that were put in', () => {
    const { residentFaults, householdWithoutHead, crowdedHome, vacantWithResidents } = truth;
    const { buildingWithoutFloors, deviceWithoutPlace, deviceSilent } = truth;
    const wanted = {
      ...residentFaults,
      ...{ householdWithoutHead, crowdedHome, vacantWithResidents },
      ...{ buildingWithoutFloors, deviceWithoutPlace, deviceSilent },
    };
    const found = Object.fromEntries(Object.keys(wanted).map((id) => [id, count(id as CheckId)]));
    expect(found).toEqual(wanted);
  });

  it('gives the accuracy and the correlation as generated', () => {
    const people = report.entities.find(({ entity }) => entity === 'residents');
    expect(people).toEqual({
      entity: 'residents',
      records: truth.residents,
      passing: truth.residents - truth.faultyResidents,
    });
    expect(report.linked).toBe(truth.linkedResidents);
    expect(report.residents).toBe(truth.residents);
  });

  it('adds up over the grids', () => {
    const sum = (pick: (grid: (typeof report.grids)[number]) => number) =>
      report.grids.reduce((all, grid) => all + pick(grid), 0);
    expect(sum((grid) => grid.records)).toBe(report.entities.reduce((all, { records }) => all + records, 0));
    const errors = report.checks.filter(({ severity }) => severity === 'error');
    expect(sum((grid) => grid.errors)).toBe(errors.reduce((all, each) => all + (each.count ?? 0), 0));
    for (const check of report.checks) expect(check.byGrid.reduce((a, b) => a + b, 0)).toBe(check.count ?? 0);
  });
});
