/**
 * What is wrong with drawn areas: gaps, overlaps and slivers with the area that each goes to, rings that are not sound. Owns the table and the
 * rules for all; each place can be gone to and given to another area.
 */
import { Button } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { RingFinding } from '../../../shared/partition/ring-findings.ts';
import type { UnitProblem, UnitRules } from '../../../shared/partition/unit-fixes.ts';
import { Choice } from './PlanFileForm.tsx';

export interface AreaProblemsProps {
  problems: readonly UnitProblem[];
  rings: readonly RingFinding[];
  /** Of the areas, by number. */
  names: readonly string[];
  rules: UnitRules;
  onRules(rules: UnitRules): void;
  /** -1: nobody. */
  onGive(problem: string, area: number): void;
  onPlace(at: [number, number]): void;
}

/** Rows shown at once: the largest come first. */
const MOST = 300;
const NOBODY = -1;
const RULES = {
  gap: ['longest-border', 'nobody'],
  overlap: ['longest-border', 'first', 'last'],
  part: ['longest-border', 'keep'],
} as const;

export function AreaProblems({ problems, rings, names, rules, onRules, onGive, onPlace }: AreaProblemsProps) {
  const { formatMessage, formatNumber } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  if (problems.length === 0 && rings.length === 0)
    return <p className="plan-note">{say('planfile.problems.none')}</p>;
  const place = (at: [number, number] | null) =>
    at && (
      <Button
        size="small"
        variant="minimal"
        icon="locate"
        aria-label={say('planfile.goTo')}
        title={say('planfile.goTo')}
        onClick={() => onPlace(at)}
      />
    );
  const counts = (kind: UnitProblem['kind']) => problems.filter((problem) => problem.kind === kind).length;
  return (
    <div className="planfile-problems">
      <p className="planfile-line" data-problems={problems.length}>
        {say('planfile.problems.total', {
          gaps: counts('gap'),
          overlaps: counts('overlap'),
          parts: counts('part'),
          slivers: problems.filter(({ sliver }) => sliver).length,
          rings: rings.length,
        })}
      </p>
      {problems.length > 0 && (
        <div className="planfile-row">
          {(['gap', 'overlap', 'part'] as const)
            .filter((kind) => counts(kind) > 0)
            .map((kind) => (
              <Choice
                key={kind}
                label={say(`planfile.rule.${kind}`)}
                value={rules[kind]}
                options={RULES[kind].map((rule) => [rule, say(`planfile.rule.${rule}`)])}
                onChange={(rule) => onRules({ ...rules, [kind]: rule } as UnitRules)}
              />
            ))}
        </div>
      )}
      <table className="grids-table planfile-table">
        <thead>
          <tr>
            <th scope="col">{say('planfile.problem')}</th>
            <th scope="col">{say('planfile.problem.between')}</th>
            <th scope="col">{say('planfile.problem.area')}</th>
            <th scope="col">{say('planfile.problem.width')}</th>
            <th scope="col">{say('planfile.problem.to')}</th>
            <th scope="col" aria-label={say('planfile.goTo')} />
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, MOST).map((problem) => (
            <tr key={problem.id}>
              <th scope="row">
                {say(`planfile.kind.${problem.kind}`)}
                {problem.sliver && <span className="chip">{say('planfile.kind.sliver')}</span>}
              </th>
              <td className="planfile-words">{problem.grids.join('、')}</td>
              <td>{formatNumber(problem.area, { maximumFractionDigits: 2 })}</td>
              <td>{formatNumber(problem.meanWidth, { maximumFractionDigits: 3 })}</td>
              <td className="planfile-words">
                <Choice
                  label=""
                  value={String(problem.to)}
                  options={[
                    ...new Set([
                      ...problem.candidates,
                      problem.to,
                      ...(problem.kind === 'gap' ? [NOBODY] : []),
                    ]),
                  ].map((area) => [String(area), names[area] ?? say('planfile.nobody')])}
                  onChange={(area) => onGive(problem.id, Number(area))}
                />
              </td>
              <td>{place(problem.place)}</td>
            </tr>
          ))}
          {rings.slice(0, MOST).map((ring) => (
            <tr key={`${ring.fault} ${ring.grids.join()} ${ring.polygon} ${ring.ring}`}>
              <th scope="row">{say(`planfile.ring.${ring.fault}`)}</th>
              <td className="planfile-words">{ring.grids.join('、')}</td>
              <td>{formatNumber(ring.area, { maximumFractionDigits: 2 })}</td>
              <td />
              <td className="planfile-words">{say('planfile.ring.mended')}</td>
              <td>{place(ring.place)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problems.length > MOST && (
        <p className="plan-note">{say('planfile.more', { count: problems.length - MOST })}</p>
      )}
    </div>
  );
}
