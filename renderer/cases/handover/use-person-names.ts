/** Who signed: the name of a person, or the part taken at a desk without a vault. */
import { useIntl } from 'react-intl';
import { useNames } from '../use-names.ts';

export function usePersonNames(): (id: string) => string {
  const { formatMessage, messages } = useIntl();
  const names = useNames();
  return (id) => {
    const seat = `cases.role.${id.slice('seat-'.length)}`;
    return id.startsWith('seat-') && seat in messages ? formatMessage({ id: seat }) : names(id);
  };
}
