/** Numbers as every screen shows them: thin grouping (narrow no-break space), the digits of the language. */
import { type IntlShape, useIntl } from 'react-intl';

const THIN = '\u202f';

/** 1 117 500; at most `digits` decimals. */
export function grouped(intl: IntlShape, value: number, digits: number): string {
  return intl
    .formatNumberToParts(value, { maximumFractionDigits: digits })
    .map((part) => (part.type === 'group' ? THIN : part.value))
    .join('');
}

/** A formatter for counts in the language of the window. */
export function useCount(): (value: number) => string {
  const intl = useIntl();
  return (value) => grouped(intl, value, 0);
}

export function Count({ value }: { value: number }) {
  return <>{grouped(useIntl(), value, 0)}</>;
}
