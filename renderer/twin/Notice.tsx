/** A quiet panel for empty, failed and not-found states: what happened and what can be done. */
import type { ReactNode } from 'react';

export interface NoticeProps {
  title: string;
  text?: string;
  /** Said aloud when it appears (failures). */
  live?: boolean;
  children?: ReactNode;
}

export function Notice({ title, text, live = false, children }: NoticeProps) {
  return (
    <div className="twin-notice" role={live ? 'alert' : undefined}>
      <p className="twin-notice-title">{title}</p>
      {text && <p>{text}</p>}
      {children && <div className="twin-actions">{children}</div>}
    </div>
  );
}
