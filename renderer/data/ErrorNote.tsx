/**
 * An error of a file or an import in the person's language: what happened, where, what to do. An unknown code is
 * shown as such, with the code.
 */
import { Callout } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { ShownError } from './import-desk.ts';

export function ErrorNote({ error }: { error: ShownError }) {
  const text = useErrorText();
  return (
    <Callout className="data-error" icon="issue" role="alert" compact>
      {text(error)}
    </Callout>
  );
}

export function useErrorText(): (error: ShownError) => string {
  const { formatMessage, messages } = useIntl();
  return ({ code, params }) => {
    const known = `error.${code}` in messages;
    const advice = params['advice'] ? formatMessage({ id: `data.advice.${params['advice']}` }) : '';
    const values = { ...params, advice, code };
    const place =
      Number(params['line'] ?? 0) > 0
        ? formatMessage({ id: 'data.at' }, { line: params['line'], column: params['column'] ?? 1 })
        : '';
    return formatMessage({ id: known ? `error.${code}` : 'data.errorUnknown' }, values) + place;
  };
}
