/**
 * The filter language of shared/query, as the expression field needs it: in the words of the window's language. Owns
 * the bridge only; grammar and fields are in shared/query.
 */
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { printExpression } from '../../shared/query/expression.ts';
import { describeFields } from '../../shared/query/expression-fields.ts';
import { parseExpression, wordsOf } from '../../shared/query/expression-parser.ts';
import { type Lexicon, lexiconOf } from '../../shared/query/lexicon.ts';
import { QueryError } from '../../shared/query/query-error.ts';
import type { ExpressionField, ExpressionLanguage } from './expression-input.ts';

type Messages = Readonly<Record<string, string>>;

function fieldsIn(chinese: boolean, messages: Messages): ExpressionField[] {
  return describeFields().map((field) => ({
    name: chinese ? field.zh : field.name,
    also: [chinese ? field.name : field.zh],
    words: wordsOf(field).map((word) => messages[`word.${field.words}.${word}`] ?? word),
  }));
}

function read(text: string, lexicon: Lexicon): { canonical: string; mistake: QueryError | null } {
  try {
    const tree = parseExpression(text, lexicon);
    return { canonical: tree ? printExpression(tree) : '', mistake: null };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { canonical: text.trim(), mistake: error };
  }
}

/** The language for one locale; `messages` are those of the window. */
export function expressionLanguage(locale: string, messages: Messages): ExpressionLanguage {
  const lexicon = lexiconOf(messages);
  return {
    fields: fieldsIn(locale.startsWith('zh'), messages),
    canonical: (text) => read(text, lexicon).canonical,
    check(text) {
      const { mistake } = read(text, lexicon);
      if (!mistake) return null;
      return {
        start: mistake.position,
        end: mistake.position + mistake.length,
        messageId: `error.${mistake.code}`,
        values: mistake.params,
      };
    },
  };
}

export function useExpressionLanguage(): ExpressionLanguage {
  const { locale, messages } = useIntl();
  return useMemo(() => {
    const plain: Record<string, string> = {};
    for (const [id, message] of Object.entries(messages))
      if (typeof message === 'string') plain[id] = message;
    return expressionLanguage(locale, plain);
  }, [locale, messages]);
}
