/** What an arrow at the map's edge is called, in the language of the window. */
import type { IntlShape } from 'react-intl';
import { LEVEL_NUMERALS } from '../../shared/cases/alert.ts';
import { isDrill } from './alert-clusters.ts';
import type { EdgeCallbacks } from './edge-buttons.ts';

export function edgeWords(intl: () => IntlShape): EdgeCallbacks {
  const distance = (metres: number): string => {
    const far = metres >= 995;
    const value = far ? metres / 1_000 : Math.round(metres / 10) * 10;
    return intl().formatMessage(
      { id: far ? 'map.edge.km' : 'map.edge.metres' },
      { value: intl().formatNumber(value, { maximumFractionDigits: 1 }) },
    );
  };
  return {
    distance,
    mark: (arrow) => (isDrill(arrow) ? intl().formatMessage({ id: 'map.pin.drill' }) : ''),
    describe: ({ arrow, metres, point }) =>
      intl().formatMessage(
        { id: 'map.edge' },
        {
          ...{ level: LEVEL_NUMERALS[arrow.level], place: arrow.alerts[0].place, distance: distance(metres) },
          ...{
            count: arrow.alerts.length,
            point: intl().formatMessage({ id: `planprint.compass.${point}` }),
          },
        },
      ),
  };
}
