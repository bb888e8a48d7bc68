/**
 * A button with a small panel under it. Closes on Escape (focus goes back to the button), on a press outside, and when
 * the focus leaves. Owns no content.
 */
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';

export interface PopupProps {
  label: string;
  /** Shown in the button; the label when absent. */
  face?: ReactNode;
  align?: 'start' | 'end';
  children(close: () => void): ReactNode;
}

export function Popup({ label, face, align = 'end', children }: PopupProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  // A picture has no name of its own.
  const named = face !== undefined && typeof face !== 'string';
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  useLayoutEffect(() => {
    if (open && panel.current) keepInside(panel.current);
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div
      ref={root}
      className="twin-popup"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
      }}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className="twin-button"
        aria-expanded={open}
        aria-controls={id}
        aria-label={named ? label : undefined}
        title={named ? label : undefined}
        onClick={() => setOpen(!open)}
      >
        {face ?? label}
      </button>
      {open && (
        <div
          ref={panel}
          id={id}
          className="twin-popup-panel"
          data-align={align}
          role="group"
          aria-label={label}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** A side panel cuts off what hangs out of it: then the popup moves in by as much. */
function keepInside(panel: HTMLElement): void {
  const room = panel.closest('.twin-panel')?.getBoundingClientRect();
  if (!room) return;
  const { left, right } = panel.getBoundingClientRect();
  const margin = 8;
  const shift =
    right > room.right - margin ? room.right - margin - right : Math.max(0, room.left + margin - left);
  panel.style.translate = `${shift}px`;
}
