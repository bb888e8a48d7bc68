/**
 * From text to syntax tree by recursive descent: or < and < not < comparison. Checks that fields exist, that the
 * sign and the value suit the field, and that words of closed vocabularies are known; tags are checked when
 * evaluated, since they are the community's own. The language is described in docs/guide/expressions.md.
 */
import { WORDS } from '../model/words.ts';
import type { Expression, Value } from './expression.ts';
import { type Field, findField, type Operator, operatorsOf } from './expression-fields.ts';
import { type Token, tokenise } from './expression-lexer.ts';
import { EMPTY_LEXICON, type Lexicon } from './lexicon.ts';
import { QueryError, type Span } from './query-error.ts';

const BASES: readonly string[] = ['registered', 'floating', 'permanent'];
const DEEPEST = 200;

/**
 * Parses an expression; null for an empty one.
 * @throws QueryError with the place in the text.
 */
export function parseExpression(source: string, lexicon: Lexicon = EMPTY_LEXICON): Expression | null {
  const tokens = tokenise(source);
  if (tokens.length === 1) return null;
  const parser = new Parser(tokens, lexicon);
  const tree = parser.either();
  parser.finish();
  return tree;
}

class Parser {
  private readonly tokens: Token[];
  private readonly lexicon: Lexicon;
  private at = 0;
  private depth = 0;

  constructor(tokens: Token[], lexicon: Lexicon) {
    this.tokens = tokens;
    this.lexicon = lexicon;
  }

  either(): Expression {
    if (++this.depth > DEEPEST)
      throw new QueryError('query-too-long', span(this.peek()), { limit: `${DEEPEST}` });
    let left = this.both();
    while (this.take('keyword', 'or')) left = { type: 'or', left, right: this.both() };
    this.depth--;
    return left;
  }

  finish(): void {
    if (this.peek().type !== 'end') throw this.unexpected();
  }

  private both(): Expression {
    let left = this.single();
    while (this.take('keyword', 'and')) left = { type: 'and', left, right: this.single() };
    return left;
  }

  private single(): Expression {
    let flips = 0;
    while (this.take('keyword', 'not')) flips++;
    let node = this.atom();
    for (; flips > 0; flips--) node = { type: 'not', operand: node };
    return node;
  }

  private atom(): Expression {
    if (this.take('sign', '(')) {
      const inner = this.either();
      this.expect('sign', ')');
      return inner;
    }
    const token = this.peek();
    if (token.type === 'keyword' && ['has', 'tag', 'hasTag'].includes(token.text)) return this.tag();
    if (token.type !== 'name') throw this.unexpected();
    this.at++;
    const field = findField(token.text);
    if (!field) throw new QueryError('query-unknown-field', span(token), { found: token.text });
    return this.comparison(field, span(token));
  }

  private tag(): Expression {
    const first = this.next();
    if (first.text === 'has') this.expect('keyword', 'tag');
    this.take('sign', ':');
    const name = this.next();
    if (name.type !== 'text' && name.type !== 'name') throw this.unexpected(name);
    return { type: 'tag', tag: this.lexicon.tags.get(name.text) ?? name.text, at: span(name) };
  }

  private comparison(field: Field, at: Span): Expression {
    const token = this.next();
    if (token.type === 'sign' && ['=', '!=', '<', '<=', '>', '>='].includes(token.text)) {
      const operator = token.text as Operator;
      if (!operatorsOf(field.type).includes(operator)) throw wrongOperator(token, field);
      return { type: 'compare', field: field.name, operator, value: this.value(field), at };
    }
    if (token.type !== 'keyword') throw this.unexpected(token);
    switch (token.text) {
      case 'in':
        return { type: 'in', field: field.name, values: this.list(field), at };
      case 'between':
        return this.between(field, token, at);
      case 'contains':
        return this.match(field, token, 'contains', at);
      case 'starts':
        this.expect('keyword', 'with');
        return this.match(field, token, 'starts with', at);
      case 'startsWith':
        return this.match(field, token, 'starts with', at);
      case 'is':
        if (this.take('keyword', 'known')) return { type: 'known', field: field.name, known: true, at };
        this.expect('keyword', 'unknown');
        return { type: 'known', field: field.name, known: false, at };
      case 'isKnown':
      case 'isUnknown':
        return { type: 'known', field: field.name, known: token.text === 'isKnown', at };
      default:
        throw this.unexpected(token);
    }
  }

  private list(field: Field): Value[] {
    this.expect('sign', '(');
    const values = [this.value(field)];
    while (this.take('sign', ',')) values.push(this.value(field));
    this.expect('sign', ')');
    return values;
  }

  private between(field: Field, token: Token, at: Span): Expression {
    if (!operatorsOf(field.type).includes('<')) throw wrongOperator(token, field);
    const low = this.value(field);
    if (!this.take('keyword', 'and')) this.expect('keyword', 'to');
    return { type: 'between', field: field.name, low, high: this.value(field), at };
  }

  private match(field: Field, token: Token, how: 'contains' | 'starts with', at: Span): Expression {
    if (field.type !== 'text' && field.type !== 'word') throw wrongOperator(token, field);
    const text = this.next();
    if (text.type !== 'text' && text.type !== 'name' && text.type !== 'number') throw this.unexpected(text);
    return { type: 'match', field: field.name, how, text: text.text, at };
  }

  private value(field: Field): Value {
    const token = this.next();
    if (token.type === 'end' || token.type === 'sign') throw this.unexpected(token);
    const wrong = () =>
      new QueryError('query-wrong-value', span(token), { field: field.name, type: field.type });
    switch (field.type) {
      case 'number':
        if (token.type !== 'number') throw wrong();
        return { type: 'number', value: token.value };
      case 'date':
        if (token.type !== 'date') throw wrong();
        return { type: 'date', value: token.value };
      case 'text':
        // Codes and numbers of buildings may be typed without quotes.
        if (token.type === 'keyword' || token.type === 'date') throw wrong();
        return { type: 'text', value: token.text };
      case 'word':
        return { type: 'text', value: this.word(field, token) };
    }
  }

  private word(field: Field, token: Token): string {
    if (!field.words) {
      if (token.type === 'keyword' || token.type === 'date')
        throw new QueryError('query-wrong-value', span(token), { field: field.name, type: field.type });
      return token.text;
    }
    const known = wordsOf(field);
    if (known.includes(token.text)) return token.text;
    const shown = this.lexicon.words.get(field.words)?.get(token.text);
    if (shown && known.includes(shown)) return shown;
    throw new QueryError('query-unknown-word', span(token), {
      field: field.name,
      found: token.text,
      known: known.join(', '),
    });
  }

  private peek(): Token {
    return this.tokens[this.at];
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (token.type !== 'end') this.at++;
    return token;
  }

  private take(type: Token['type'], text: string): boolean {
    const token = this.peek();
    if (token.type !== type || token.text !== text) return false;
    this.at++;
    return true;
  }

  private expect(type: Token['type'], text: string): void {
    if (!this.take(type, text)) throw this.unexpected(this.peek(), text);
  }

  private unexpected(token: Token = this.peek(), expected = ''): QueryError {
    if (token.type === 'end') return new QueryError('query-unfinished', span(token), { expected });
    return new QueryError('query-unexpected', span(token), { found: token.text, expected });
  }
}

/** The closed words of a field; [] when any word may occur. */
export function wordsOf(field: Field): readonly string[] {
  if (!field.words) return [];
  if (field.words === 'base') return BASES;
  return (WORDS as Record<string, readonly string[]>)[field.words] ?? [];
}

function span(token: Token): Span {
  return { position: token.position, length: token.length };
}

function wrongOperator(token: Token, field: Field): QueryError {
  return new QueryError('query-wrong-operator', span(token), {
    found: token.text,
    field: field.name,
    type: field.type,
  });
}
