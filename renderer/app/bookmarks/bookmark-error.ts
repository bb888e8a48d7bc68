/** How a refusal reads where bookmarks are kept and opened. */
import type { IntlShape } from 'react-intl';

/** The message of the error's code; a sentence with the code where there is none. */
export function errorText(intl: IntlShape, error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  const id = `error.${String(code)}`;
  if (typeof code === 'string' && id in intl.messages) return intl.formatMessage({ id });
  return intl.formatMessage({ id: 'bookmark.failed' }, { code: String(code ?? 'internal') });
}
