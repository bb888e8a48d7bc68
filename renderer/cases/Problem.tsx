/** What stood against the last step; nothing when nothing did. */
import { Callout } from '@blueprintjs/core';

export function Problem({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <Callout intent="warning" compact role="alert">
      {text}
    </Callout>
  );
}
