/** What an alert is called: the kind of its device, and that it is silent where that is the alert. */
import type { IntlShape } from 'react-intl';
import type { Alert } from '../../shared/cases/alert.ts';

export function alertName(intl: IntlShape, { kind, condition }: Pick<Alert, 'kind' | 'condition'>): string {
  const name = intl.formatMessage({ id: `word.deviceKind.${kind}` });
  return condition ? intl.formatMessage({ id: `alert.condition.${condition}` }, { name }) : name;
}
