/**
 * What a part of the page says when it has nothing to show. Owns its look alone. It is text, not a heading: the library's own
 * title is always a fourth level, which breaks the outline of a page that has only two.
 */
import { type IconName, type MaybeElement, NonIdealState, type NonIdealStateProps } from '@blueprintjs/core';
import type { ReactNode } from 'react';

interface Props extends Pick<NonIdealStateProps, 'action' | 'className' | 'layout'> {
  icon?: IconName | MaybeElement;
  title?: ReactNode;
  description?: ReactNode;
}

export function EmptyState({ title, description, ...rest }: Props) {
  return (
    <NonIdealState
      {...rest}
      description={
        <>
          {title !== undefined && <p className="bp6-heading empty-title">{title}</p>}
          {description}
        </>
      }
    />
  );
}
