/** The number of a key in groups, two lines of four: read out by one, followed with a finger by the other. */
import { useIntl } from 'react-intl';

export function KeyDigits({ digits }: { digits: readonly string[] }) {
  const { formatMessage } = useIntl();
  return (
    <ol className="signed-digits" aria-label={formatMessage({ id: 'signed.key.number' })}>
      {digits.map((group, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups repeat, their places do not.
        <li key={i}>{group}</li>
      ))}
    </ol>
  );
}
