/** Who lives within a shape, whatever is filtered and selected elsewhere: for pages about one place. Base: permanent. */
import { summarise } from './aggregate.ts';
import type { Community } from './community.ts';
import { evaluateFilter } from './filter.ts';
import { NO_FILTER, type Shape, type Summary, type WordCount } from './selection.ts';
import { evaluateSelection } from './shapes.ts';

export interface AroundCounts {
  residents: number;
  households: number;
  homes: number;
  buildings: number;
  /** 0 to 14, 60 and over, 80 and over. */
  children: number;
  aged60: number;
  aged80: number;
  /** Labels of residents with at least one, most first. */
  tags: WordCount[];
}

/** Bands of five years. */
const BAND = 5;

export function countAround(community: Community, shape: Shape): AroundCounts {
  const selection = evaluateSelection(community, [{ combine: 'replace', shape }]);
  return aroundOf(summarise(community, selection, evaluateFilter(community, NO_FILTER)));
}

/** What a summary says of a place. */
export function aroundOf(summary: Summary): AroundCounts {
  const { male, female } = summary.pyramid;
  const aged = (from: number, to = male.length * BAND) => {
    let sum = 0;
    for (let band = from / BAND; band < to / BAND; band++) sum += male[band] + female[band];
    return sum;
  };
  return {
    residents: summary.counts.residents ?? 0,
    households: summary.households,
    homes: summary.counts.homes ?? 0,
    buildings: summary.counts.buildings ?? 0,
    children: aged(0, 15),
    aged60: aged(60),
    aged80: aged(80),
    tags: summary.tags.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
  };
}
