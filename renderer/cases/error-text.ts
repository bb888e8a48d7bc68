/** A failure of a command in the person's language: what the host said, else that the program failed. */
import type { IntlShape } from 'react-intl';
import { codeOf } from '../app/error-code.ts';

export function errorText({ messages, formatMessage }: IntlShape, error: unknown): string {
  const id = `error.${codeOf(error)}`;
  return formatMessage({ id: id in messages ? id : 'error.internal' });
}
