/** The comparison of two plans goes to the map. Owns what the map is told; neither the map nor the panel knows the other. */
import { useEffect } from 'react';
import type { IntlShape } from 'react-intl';
import { useIntl } from 'react-intl';
import type { PlanGrid } from '../../shared/partition/plan-view.ts';
import { useCompare } from '../grids/plan/compare/compare-store.ts';
import { usePlan } from '../grids/plan/plan-edit.ts';
import { planMap } from '../map/plan/plan-store.ts';
import type { PlanComparison } from '../worker/plan-api.ts';
import { gridShapes, tonesFor } from './plan-shapes.ts';

/** Divides the map while two plans are compared. */
export function useDividedMap(): void {
  const intl = useIntl();
  const { open, answer, share } = useCompare();
  const shown = open ? answer : null;
  useEffect(() => {
    planMap.setState({ divided: shown && dividedOf(intl, shown) });
    return () => planMap.setState({ divided: null });
  }, [intl, shown]);
  useEffect(() => {
    const { divided } = planMap.getState();
    if (divided && divided.share !== share) planMap.setState({ divided: { ...divided, share } });
  }, [share]);
}

function dividedOf(intl: IntlShape, comparison: PlanComparison) {
  const { cells, plan } = usePlan.getState();
  const side = (of: 'before' | 'after') => {
    const grids = comparison.grids.flatMap((grid): PlanGrid[] => (grid[of] ? [grid[of]] : []));
    return [...gridShapes(intl, grids, comparison.measures, tonesFor(grids, new Map())).values()];
  };
  const before = comparison.name ?? intl.formatMessage({ id: 'plan.compare.base' });
  return {
    before: side('before'),
    after: side('after'),
    names: { before, after: plan?.name ?? '' },
    moved: [...comparison.cells].flatMap((cell) => {
      const rings = cells.get(cell);
      return rings ? [rings] : [];
    }),
    share: useCompare.getState().share,
    label: intl.formatMessage({ id: 'plan.compare.line' }),
  };
}
