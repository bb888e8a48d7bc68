/** The code that a new grid is offered. Owns the offer only: which codes are sound and free is the worker's to say. */

/** One more than the highest of those that are figures; '' where there is none to go on from. */
export function nextCode(codes: readonly string[]): string {
  const highest = codes
    .filter((code) => /^\d{1,20}$/.test(code))
    .reduce((most, code) => (code > most ? code : most), '');
  return highest === '' ? '' : String(BigInt(highest) + 1n).padStart(highest.length, '0');
}
