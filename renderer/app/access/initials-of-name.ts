/** Two letters that stand for a name: the last two characters of a Chinese name, the first letters of others. */
export function initialsOfName(name: string): string {
  const plain = name.trim();
  if (/\p{Script=Han}/u.test(plain)) return [...plain.replace(/\s/g, '')].slice(-2).join('');
  return plain
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
