import { describe, expect, it } from 'vitest';
import { soundingLevel, TONES } from '../../../../shared/cases/alarm-sound.ts';

const alert = (level: 1 | 2 | 3 | 4, acknowledged = false) => ({ level, acknowledged });

describe('the sound of alerts', () => {
  it('is that of the worst nobody has seen, until somebody has', () => {
    expect(soundingLevel([])).toBeNull();
    expect(soundingLevel([alert(3), alert(1), alert(2)])).toBe(1);
    expect(soundingLevel([alert(3), alert(1, true), alert(2)])).toBe(2);
    expect(soundingLevel([alert(1, true), alert(2, true)])).toBeNull();
  });

  it('is none for level IV', () => {
    expect(soundingLevel([alert(4)])).toBeNull();
  });

  it('has tones that are told apart: a fifth apart where they begin, the graver the more often', () => {
    const first = [TONES[1], TONES[2], TONES[3]].map(({ notes }) => notes[0]);
    expect(first[0] / first[1]).toBeGreaterThanOrEqual(1.2);
    expect(first[1] / first[2]).toBeGreaterThanOrEqual(1.2);
    expect(TONES[1].every).toBeLessThan(TONES[2].every);
    expect(TONES[2].every).toBeLessThan(TONES[3].every);
    for (const { notes, seconds, every } of Object.values(TONES)) {
      expect(notes.every((note) => note >= 200 && note <= 5_000)).toBe(true);
      expect(notes.length * seconds * 1000).toBeLessThan(every);
    }
  });
});
