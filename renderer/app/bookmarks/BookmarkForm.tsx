/** Names what stands on the screen and keeps it. Says why when it cannot be kept; what was typed stays. */
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type BookmarkChoice, saveBookmark } from './bookmark-actions.ts';
import { errorText } from './bookmark-error.ts';

const PARTS = ['camera', 'layers', 'question'] as const;

export interface BookmarkFormProps {
  /** Ticked at first. */
  start: Omit<BookmarkChoice, 'name'>;
  /** Only the question can be kept: no choice is offered. */
  questionOnly?: boolean;
  onDone(): void;
}

export function BookmarkForm({ start, questionOnly = false, onDone }: BookmarkFormProps) {
  const intl = useIntl();
  const [choice, setChoice] = useState<BookmarkChoice>({ ...start, name: '' });
  const [state, setState] = useState({ busy: false, failure: '' });
  const say = (id: string) => intl.formatMessage({ id });
  const nothing = !PARTS.some((part) => choice[part]);
  const save = async () => {
    setState({ busy: true, failure: '' });
    try {
      await saveBookmark(choice);
      setState({ busy: false, failure: '' });
      setChoice({ ...start, name: '' });
      onDone();
    } catch (error) {
      setState({ busy: false, failure: errorText(intl, error) });
    }
  };
  return (
    <form
      className="twin-form bookmark-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label className="bookmark-name">
        <span>{say('bookmark.name')}</span>
        <input
          type="text"
          maxLength={60}
          value={choice.name}
          placeholder={say('bookmark.namePlaceholder')}
          onChange={(event) => setChoice({ ...choice, name: event.target.value })}
        />
      </label>
      {!questionOnly && (
        <fieldset className="bookmark-parts">
          <legend className="visually-hidden">{say('bookmark.parts')}</legend>
          {PARTS.map((part) => (
            <label key={part} className="twin-check">
              <input
                type="checkbox"
                checked={choice[part]}
                onChange={(event) => setChoice({ ...choice, [part]: event.target.checked })}
              />
              <span>{say(`bookmark.part.${part}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p className="twin-hint" role="status">
        {state.failure || say('bookmark.hint')}
      </p>
      <button
        type="submit"
        className="twin-button twin-primary"
        disabled={state.busy || nothing || choice.name.trim() === ''}
      >
        {say('bookmark.save')}
      </button>
    </form>
  );
}
