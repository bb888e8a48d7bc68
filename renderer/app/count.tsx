/** Numbers as every screen shows them: thin grouping (narrow no-break space), the digits of the language. */
import { type IntlShape, useIntl } from 'react-intl';
import { useSession } from './session.ts';

const THIN = '\u202f';

/** 1 117 500; at most `digits` decimals. */
export function grouped(intl: IntlShape, value: number, digits: number): string {
  return intl
    .formatNumberToParts(value, { maximumFractionDigits: digits })
    .map((part) => (part.type === 'group' ? THIN : part.value))
    .join('');
}

/** Rounded numbers below this are not told apart (shared/access/disclose.ts). */
export const SMALL = 10;

/** A number of people: where numbers are rounded a small one is only said to be small. */
export function peopleText(intl: IntlShape, value: number, rounded: boolean): string {
  return rounded && value < SMALL
    ? intl.formatMessage({ id: 'count.fewer' }, { most: SMALL })
    : grouped(intl, value, 0);
}

/** Whether the numbers about people in this window are rounded for who sits here. */
export function useRounded(): boolean {
  return useSession((session) => session.community?.numbers === 'rounded');
}

/** A formatter for counts of people, in the language of the window and for who sits here. */
export function usePeopleCount(): (value: number) => string {
  const intl = useIntl();
  const rounded = useRounded();
  return (value) => peopleText(intl, value, rounded);
}

/** Why numbers are as they are; nothing where they are exact. */
export function RoundedNote() {
  const { formatMessage } = useIntl();
  if (!useRounded()) return null;
  return <p className="rounded-note">{formatMessage({ id: 'count.rounded' }, { most: SMALL })}</p>;
}

/** A formatter for counts in the language of the window. */
export function useCount(): (value: number) => string {
  const intl = useIntl();
  return (value) => grouped(intl, value, 0);
}

export function PeopleCount({ value }: { value: number }) {
  return <>{usePeopleCount()(value)}</>;
}
