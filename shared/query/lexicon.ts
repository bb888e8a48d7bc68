/**
 * What the words and tags of a community are called on screen, so that an expression may use them: 女, 出租, 独居.
 * Built by the caller from the message files; without it only the stored codes are understood.
 */

export interface Lexicon {
  /** Vocabulary -> what is shown -> stored word. */
  words: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What is shown -> tag id. */
  tags: ReadonlyMap<string, string>;
}

export const EMPTY_LEXICON: Lexicon = { words: new Map(), tags: new Map() };

/** Reads the messages `word.<vocabulary>.<word>` and `tag.<id>` of any number of languages. */
export function lexiconOf(...messages: Readonly<Record<string, string>>[]): Lexicon {
  const words = new Map<string, Map<string, string>>();
  const tags = new Map<string, string>();
  for (const language of messages)
    for (const [id, shown] of Object.entries(language)) {
      const [kind, first, word] = id.split('.');
      if (kind === 'tag' && first && !word) tags.set(shown, first);
      if (kind !== 'word' || !first || !word) continue;
      const known = words.get(first) ?? new Map<string, string>();
      words.set(first, known.set(shown, word));
    }
  return { words, tags };
}
