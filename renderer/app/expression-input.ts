/**
 * What the expression field needs from the language: where a text is wrong, and which words could stand at the
 * caret. Owns the text handling; the language itself is in shared/query.
 */

/** A mistake in an expression: [start, end) in characters, and the message id's last part with its values. */
export interface ExpressionMistake {
  start: number;
  end: number;
  /** Message id of what is wrong. */
  messageId: string;
  values?: Record<string, string | number>;
}

/** A field that can be asked, in the language of the window, with the words it may hold as they are shown. */
export interface ExpressionField {
  name: string;
  /** Other names it is found by while typing. */
  also: string[];
  words: string[];
}

export interface ExpressionLanguage {
  check(text: string): ExpressionMistake | null;
  /** The same expression in stored codes; what cannot be read stays as it is. */
  canonical(text: string): string;
  fields: readonly ExpressionField[];
}

export interface Completion {
  /** What is put in place of [from, to). */
  insert: string;
  from: number;
  to: number;
  /** The field whose word this is; '' for a field name. */
  field: string;
}

function namesOf({ name, also }: ExpressionField): string[] {
  return [name, ...also].map((each) => each.toLowerCase());
}

const NAME = /[\p{L}\p{N}_.]*$/u;
const COMPARED = /([\p{L}\p{N}_.]+)\s*(?:!=|=|in\s*\(?|,)\s*"?([\p{L}\p{N}_]*)$/u;

function wordsFor(fields: readonly ExpressionField[], before: string): Completion[] | null {
  const compared = COMPARED.exec(before);
  const field = compared && fields.find((each) => namesOf(each).includes(compared[1].toLowerCase()));
  if (!compared || !field || field.words.length === 0) return null;
  const typed = compared[2];
  const quoted = before.length > typed.length && before[before.length - typed.length - 1] === '"';
  const from = before.length - typed.length - (quoted ? 1 : 0);
  return field.words
    .filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()))
    .map((word) => ({ insert: `"${word}"`, from, to: before.length, field: field.name }));
}

/** Words for the place of the caret, best first; none while nothing is typed there. */
export function completions(
  text: string,
  caret: number,
  fields: readonly ExpressionField[],
  limit = 8,
): Completion[] {
  const before = text.slice(0, caret);
  const words = wordsFor(fields, before);
  if (words) return words.slice(0, limit);
  const typed = NAME.exec(before)?.[0] ?? '';
  if (typed === '') return [];
  const low = typed.toLowerCase();
  const found = fields.filter(
    (field) => field.name !== typed && namesOf(field).some((name) => name.includes(low)),
  );
  const begins = (field: ExpressionField) => Number(namesOf(field).some((name) => name.startsWith(low)));
  found.sort((a, b) => begins(b) - begins(a));
  return found
    .slice(0, limit)
    .map(({ name }) => ({ insert: name, from: caret - typed.length, to: caret, field: '' }));
}
