/** The words of both languages that the filter language understands, from the locale files. Data only. */
import en from '../../assets/locales/model.en.json' with { type: 'json' };
import zh from '../../assets/locales/model.zh.json' with { type: 'json' };
import { lexiconOf } from '../../shared/query/lexicon.ts';

export const LEXICON = lexiconOf(zh, en);
