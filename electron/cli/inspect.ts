/**
 * `linli inspect FILE`: what a file holds, as JSON on stdout. Owns reading the arguments and the shape printed; the
 * reading itself is shared/formats. Prints nothing else on stdout.
 */
import messages from '../../assets/locales/formats.en.json';
import { FormatError } from '../../shared/formats/format-error.ts';
import { openFile } from '../../shared/formats/open-file.ts';
import { describeFile } from '../../shared/model/import-describe.ts';
import { diskFile } from '../services/disk-file.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

/**
 * Prints {format, encoding, crs, layers, problems} and returns 0; a file that cannot be read or a wrong call gives
 * {error: {code, message}} and 2.
 */
export async function runInspect(argv: string[]): Promise<number> {
  const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  const paths = argv.filter((argument) => !argument.startsWith('-'));
  if (paths.length !== 1) {
    print({ error: { code: 'usage', message: 'linli inspect FILE' } });
    return 2;
  }
  try {
    const source = await openFile(await diskFile(paths[0]), {}, loadSqliteWasm);
    try {
      print(await describeFile(source));
    } finally {
      source.close();
    }
    return 0;
  } catch (error) {
    print({ error: describeError(error) });
    return 2;
  }
}

/** An error as the JSON of a refusal: code, message in English and where in the file. */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof FormatError) {
    const { code, line, column, place, params } = error;
    return { code, message: englishText(error), line, column, place, ...params };
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'internal';
  return {
    code: code === 'ENOENT' ? 'not-found' : code === 'EISDIR' ? 'not-a-file' : code,
    message: cause.message,
  };
}

/** The message of the page, with its values put in; what to do instead is left to the page. */
function englishText({ code, message, line, column, params }: FormatError): string {
  const template = Object.entries(messages).find(([id]) => id === `error.${code}`)?.[1] ?? message;
  const text = template.replace(/\{(\w+)[^}]*\}/g, (_, name: string) =>
    String(name === 'advice' ? '' : (params[name] ?? '')),
  );
  return `${text.trim()}${line === undefined ? '' : ` (line ${line}, column ${column ?? 1})`}`;
}
