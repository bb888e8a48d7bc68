/** The border of a grid in words. Owns the putting together of messages; what the border is, border-walk.ts says. */
import type { IntlShape } from 'react-intl';
import type { SheetLeg, SheetSide } from '../../../shared/partition/sheets/plan-sheets.ts';

const COMPASS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

/** 'N', 'NE' … of a bearing in degrees. */
export function compassOf(bearing: number): (typeof COMPASS)[number] {
  return COMPASS[Math.round(bearing / 45) % 8];
}

/** 'to People's Road, next to the second grid'. Stretches of less than a tenth of the side are left out. */
export function sideWords({ formatMessage, formatNumber }: IntlShape, { stretches }: SheetSide): string {
  const whole = stretches.reduce((sum, { length }) => sum + length, 0);
  const shown = stretches.filter(({ length }) => length * 10 >= whole);
  if (shown.length === 0) return formatMessage({ id: 'planprint.side.none' });
  return shown
    .map(({ along, other, length }) => {
      const kind = along === '' ? (other === '' ? 'edge' : 'next') : other === '' ? 'along' : 'both';
      const metres = formatNumber(Math.round(length));
      return formatMessage({ id: `planprint.side.${kind}` }, { along, other, metres });
    })
    .join(formatMessage({ id: 'planprint.side.then' }));
}

export function legWords({ formatMessage, formatNumber }: IntlShape, leg: SheetLeg): string {
  const way = formatMessage({ id: `planprint.compass.${compassOf(leg.bearing)}` });
  const metres = formatNumber(Math.round(leg.length));
  return formatMessage(
    { id: leg.along === '' ? 'planprint.leg' : 'planprint.leg.along' },
    { way, metres, along: leg.along },
  );
}
