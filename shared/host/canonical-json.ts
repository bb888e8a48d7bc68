/**
 * JSON with one spelling: keys sorted, no spaces, `undefined` members left out, and no number that JSON cannot hold.
 * What is hashed, checksummed or compared as bytes goes through here. Follows RFC 8785, except that lone surrogates are escaped.
 */

/** Throws TypeError for NaN, infinities, functions, cycles deeper than the stack and other non-JSON values. */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('JSON has no such number');
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : objectJson(value);
    default:
      throw new TypeError(`JSON has no ${typeof value}`);
  }
}

function objectJson(value: object): string {
  const members: string[] = [];
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record).sort()) {
    const member = record[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}
