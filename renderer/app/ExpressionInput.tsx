/**
 * The expression field: checks while typing, underlines the place of a mistake, offers field names and words at the
 * caret, applies on Enter or when left. Knows no grammar; the language is handed in.
 */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import {
  type Completion,
  completions,
  type ExpressionLanguage,
  type ExpressionMistake,
} from './expression-input.ts';
import './expression.css';

export interface ExpressionInputProps {
  value: string;
  /** null: the text is taken as it is. */
  language: ExpressionLanguage | null;
  onApply(text: string): void;
  /** Told at every key with the stored form; null while it cannot be read. */
  onType?(text: string | null): void;
}

export function ExpressionInput({ value, language, onApply, onType }: ExpressionInputProps) {
  const { formatMessage } = useIntl();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  // Keep what was typed as long as it says the same; a change from elsewhere (undo, a chip) replaces it.
  useEffect(
    () => setText((typed) => (canonical(language, typed) === value ? typed : value)),
    [language, value],
  );
  const mistake = text.trim() === '' || !language ? null : language.check(text);
  const offers = caret === null || !language ? [] : completions(text, caret, language.fields);

  const type = (next: string) => {
    setText(next);
    onType?.(next.trim() !== '' && language?.check(next) ? null : canonical(language, next));
  };
  const take = (offer: Completion) => {
    type(text.slice(0, offer.from) + offer.insert + text.slice(offer.to));
    setCaret(null);
    field.current?.focus();
  };
  const apply = () => {
    setCaret(null);
    if (!mistake) onApply(canonical(language, text));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = offers[Math.min(active, offers.length - 1)];
    if (chosen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : offers.length - 1;
      setActive((Math.min(active, offers.length - 1) + step) % offers.length);
    } else if (chosen && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Enter') {
      apply();
    } else if (event.key === 'Escape' && offers.length > 0) {
      event.stopPropagation();
      setCaret(null);
    }
  };
  return (
    <div className="twin-expression">
      <div className="twin-expression-field" data-wrong={mistake !== null}>
        <Underline text={text} mistake={mistake} />
        <input
          ref={field}
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          value={text}
          placeholder={formatMessage({ id: 'twin.expression.example' })}
          aria-label={formatMessage({ id: 'twin.expression' })}
          aria-invalid={mistake !== null}
          aria-describedby={`${id}-say`}
          aria-autocomplete="list"
          aria-expanded={offers.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={
            offers.length > 0 ? `${id}-${Math.min(active, offers.length - 1)}` : undefined
          }
          onChange={(event) => {
            type(event.target.value);
            setCaret(event.target.selectionStart);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={apply}
        />
      </div>
      <Offers id={id} offers={offers} active={active} onTake={take} />
      <p id={`${id}-say`} className="twin-expression-say" role="status">
        {mistake
          ? formatMessage({ id: mistake.messageId }, mistake.values)
          : formatMessage({ id: 'twin.expression.hint' })}
      </p>
    </div>
  );
}

function canonical(language: ExpressionLanguage | null, text: string): string {
  return language ? language.canonical(text) : text.trim();
}

/** A copy of the text behind the field that carries the underline under the wrong place. */
function Underline({ text, mistake }: { text: string; mistake: ExpressionMistake | null }) {
  if (!mistake) return null;
  const start = Math.min(mistake.start, Math.max(0, text.length - 1));
  const end = Math.max(mistake.end, start + 1);
  return (
    <span className="twin-expression-under" aria-hidden="true">
      {text.slice(0, start)}
      <u>{text.slice(start, end)}</u>
      {text.slice(end)}
    </span>
  );
}

interface OffersProps {
  id: string;
  offers: Completion[];
  active: number;
  onTake(offer: Completion): void;
}

function Offers({ id, offers, active, onTake }: OffersProps) {
  const { formatMessage } = useIntl();
  return (
    <ul
      id={`${id}-list`}
      role="listbox"
      aria-label={formatMessage({ id: 'twin.expression.offers' })}
      className="twin-offers"
      hidden={offers.length === 0}
    >
      {offers.map((offer, index) => (
        <li
          key={offer.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === Math.min(active, offers.length - 1)}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(offer);
          }}
        >
          <code>{offer.insert}</code>
        </li>
      ))}
    </ul>
  );
}
