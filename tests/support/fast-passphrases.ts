/**
 * PBKDF2 with one round, whatever was asked for: most tests are not about how slow a passphrase is. What is written still says
 * the real number, so a file made so opens only here.
 */
import { vi } from 'vitest';

export function fastPassphrases(): () => void {
  const { subtle } = crypto;
  const fast = <A extends AlgorithmIdentifier>(how: A): A =>
    typeof how === 'object' && how.name === 'PBKDF2' ? { ...how, iterations: 1 } : how;
  const key = subtle.deriveKey.bind(subtle);
  const bits = subtle.deriveBits.bind(subtle);
  const spies = [
    vi.spyOn(subtle, 'deriveKey').mockImplementation((how, ...rest) => key(fast(how), ...rest)),
    vi.spyOn(subtle, 'deriveBits').mockImplementation((how, ...rest) => bits(fast(how), ...rest)),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}
