/**
 * Residents per year of age with a range brush. The two sliders are the brush: they work by pointer and keyboard;
 * dragging over the bars is a shortcut for the pointer. Knows nothing of the filter.
 */
import { type PointerEvent, useRef, useState } from 'react';
import { MAX_AGE } from './filter-edit.ts';
import { useWording } from './wording.ts';

/** Ages from here on share the last bar. */
export const LAST_BAR = 100;
const BARS = LAST_BAR + 1;
const HEIGHT = 44;

/** Counts per bar: 0, 1, ... 99, 100 and over. */
export function barsOfAges(ages: Uint32Array): number[] {
  const bars = new Array<number>(BARS).fill(0);
  for (let age = 0; age < ages.length; age++) bars[Math.min(age, LAST_BAR)] += ages[age];
  return bars;
}

export interface AgeHistogramProps {
  ages: Uint32Array;
  range: [number, number] | null;
  onRange(from: number, to: number): void;
  /** The pointer or key was let go. */
  onSettled(): void;
}

export function AgeHistogram({ ages, range, onRange, onSettled }: AgeHistogramProps) {
  const { t, people } = useWording();
  const bars = barsOfAges(ages);
  const highest = Math.max(1, ...bars);
  const from = range ? range[0] : 0;
  const to = Math.min(LAST_BAR, range ? range[1] : MAX_AGE);
  const inside = bars.slice(from, to + 1).reduce((sum, each) => sum + each, 0);
  const brush = useBrush((a, b) => onRange(Math.min(a, b), openEnd(Math.max(a, b))), onSettled);
  return (
    <div className="twin-ages">
      <p className="twin-ages-read" aria-live="polite">
        <span>{ageText(t, from, to, range !== null)}</span>
        <b>{people(inside)}</b>
      </p>
      <svg
        className="twin-histogram"
        viewBox={`0 0 ${BARS} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        {...brush}
      >
        {range && <rect className="twin-histogram-window" x={from} width={to - from + 1} height={HEIGHT} />}
        {bars.map((each, age) => {
          const height = (each / highest) * (HEIGHT - 2);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: the index is the age
              key={age}
              className={age >= from && age <= to ? 'twin-histogram-in' : 'twin-histogram-out'}
              x={age + 0.1}
              y={HEIGHT - height}
              width={0.8}
              height={height}
            />
          );
        })}
      </svg>
      <div className="twin-range">
        <AgeSlider
          label={t('twin.age.from')}
          value={from}
          onValue={(age) => onRange(Math.min(age, to), openEnd(to))}
          onSettled={onSettled}
        />
        <AgeSlider
          label={t('twin.age.to')}
          value={to}
          onValue={(age) => onRange(from, openEnd(Math.max(age, from)))}
          onSettled={onSettled}
        />
      </div>
      <div className="twin-axis" aria-hidden="true">
        {[0, 20, 40, 60, 80, 100].map((age) => (
          <span key={age}>{age}</span>
        ))}
      </div>
    </div>
  );
}

/** The last bar holds everyone older too. */
function openEnd(age: number): number {
  return age >= LAST_BAR ? MAX_AGE : age;
}

function ageText(t: ReturnType<typeof useWording>['t'], from: number, to: number, limited: boolean): string {
  if (!limited) return t('twin.age.all');
  return to >= LAST_BAR ? t('twin.age.open', { from }) : t('twin.age.band', { from, to });
}

interface AgeSliderProps {
  label: string;
  value: number;
  onValue(age: number): void;
  onSettled(): void;
}

function AgeSlider({ label, value, onValue, onSettled }: AgeSliderProps) {
  const { t } = useWording();
  return (
    <input
      type="range"
      min={0}
      max={LAST_BAR}
      value={value}
      aria-label={label}
      aria-valuetext={t('twin.age.years', { age: value })}
      onChange={(event) => onValue(Number(event.target.value))}
      onPointerUp={onSettled}
      onKeyUp={onSettled}
      onBlur={onSettled}
    />
  );
}

/** Pointer handlers that turn a drag over the bars into a range of ages. */
function useBrush(onRange: (a: number, b: number) => void, onSettled: () => void) {
  const start = useRef(0);
  const [dragging, setDragging] = useState(false);
  const ageAt = (event: PointerEvent<SVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(LAST_BAR, Math.floor(part * BARS)));
  };
  return {
    onPointerDown(event: PointerEvent<SVGElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = ageAt(event);
      setDragging(true);
    },
    onPointerMove(event: PointerEvent<SVGElement>) {
      if (dragging) onRange(start.current, ageAt(event));
    },
    onPointerUp() {
      setDragging(false);
      onSettled();
    },
  };
}
