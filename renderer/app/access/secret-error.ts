/** What a refused secret tells a person: the message and, when it is too early for another try, how long to wait. */

export interface SecretError {
  code: string;
  /** Values of the message. */
  values: Record<string, number>;
  /** Milliseconds since the epoch; 0: no need to wait. */
  until: number;
}

export function secretError(error: unknown, now: number): SecretError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
  const detail = error instanceof Error && 'detail' in error ? Number(error.detail) : Number.NaN;
  const wait = code === 'try-later' && detail > 0 ? detail : 0;
  const values: SecretError['values'] = code === 'recovery-group' && detail > 0 ? { group: detail } : {};
  return { code, values, until: wait > 0 ? now + wait : 0 };
}
