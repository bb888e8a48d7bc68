/**
 * Counts of words as bars, most first, with a tick where the whole community's share would lie. A bar is a button
 * when it can be filtered by. Draws what it is given; asks nothing.
 */
import { useState } from 'react';
import type { WordCount } from '../../shared/query/selection.ts';
import { useWording } from './wording.ts';

interface Bar extends WordCount {
  label: string;
  /** Count this word would have if its share were that of the whole community; null: not shown. */
  expected: number | null;
}

export interface CountBarsProps {
  title: string;
  counts: WordCount[];
  /** The same for the whole community, to compare shares with. */
  whole?: WordCount[];
  /** What the shares are of, here and in the whole. */
  total?: number;
  wholeTotal?: number;
  label(word: string): string;
  /** Colour token of the bars. */
  tone: 'people' | 'homes' | 'devices';
  pressed?: string[];
  onPick?(word: string): void;
  /** Rows shown before "more". */
  limit?: number;
}

function barsOf({ counts, whole, total, wholeTotal, label }: CountBarsProps): Bar[] {
  const wholeOf = new Map((whole ?? []).map(({ word, count }) => [word, count]));
  return counts
    .filter(({ count, word }) => count > 0 || (wholeOf.get(word) ?? 0) > 0)
    .map(({ word, count }) => ({
      word,
      count,
      label: label(word),
      expected: total && wholeTotal ? ((wholeOf.get(word) ?? 0) / wholeTotal) * total : null,
    }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}

export function CountBars(props: CountBarsProps) {
  const { title, tone, pressed = [], onPick, limit = 6, total = 0 } = props;
  const { t, people, share } = useWording();
  const [all, setAll] = useState(false);
  const bars = barsOf(props);
  if (bars.length === 0) return null;
  const longest = Math.max(1, ...bars.map((bar) => Math.max(bar.count, bar.expected ?? 0)));
  const shown = all ? bars : bars.slice(0, limit);
  return (
    <section className="twin-block" data-tone={tone}>
      <h3>{title}</h3>
      <ul className="twin-bars">
        {shown.map((bar) => (
          <li key={bar.word}>
            <BarRow
              bar={bar}
              longest={longest}
              hint={
                bar.expected === null
                  ? ''
                  : t('twin.bars.expected', { count: people(Math.round(bar.expected)) })
              }
              text={people(bar.count)}
              part={total ? share(bar.count, total) : ''}
              pressed={pressed.includes(bar.word)}
              onPick={onPick}
            />
          </li>
        ))}
      </ul>
      {bars.length > limit && (
        <button type="button" className="twin-link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('twin.less') : t('twin.more', { count: bars.length - limit })}
        </button>
      )}
    </section>
  );
}

interface BarRowProps {
  bar: Bar;
  longest: number;
  hint: string;
  text: string;
  part: string;
  pressed: boolean;
  onPick?(word: string): void;
}

function BarRow({ bar, longest, hint, text, part, pressed, onPick }: BarRowProps) {
  const content = (
    <>
      <span className="twin-bar-label">{bar.label}</span>
      <span className="twin-bar-track" title={hint}>
        <span className="twin-bar-fill" style={{ width: `${(bar.count / longest) * 100}%` }} />
        {bar.expected !== null && (
          <span className="twin-bar-tick" style={{ left: `${Math.min(1, bar.expected / longest) * 100}%` }} />
        )}
      </span>
      <span className="twin-bar-count">{text}</span>
      {part && <span className="twin-bar-share">{part}</span>}
    </>
  );
  if (!onPick) return <div className="twin-bar">{content}</div>;
  return (
    <button type="button" className="twin-bar" aria-pressed={pressed} onClick={() => onPick(bar.word)}>
      {content}
    </button>
  );
}
