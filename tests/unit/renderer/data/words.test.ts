/**
 * Everything the Data workspace can show has its message in both languages.
 */
import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';
import dataEn from '../../../../assets/locales/data.en.json';
import dataZh from '../../../../assets/locales/data.zh.json';
import entitiesEn from '../../../../assets/locales/entities.en.json';
import entitiesZh from '../../../../assets/locales/entities.zh.json';
import exchangeEn from '../../../../assets/locales/exchange.en.json';
import exchangeZh from '../../../../assets/locales/exchange.zh.json';
import formatsEn from '../../../../assets/locales/formats.en.json';
import formatsZh from '../../../../assets/locales/formats.zh.json';
import { FIVE_ELEMENTS, THREE_ACTUALS } from '../../../../renderer/data/five-elements.ts';
import { ENCODINGS } from '../../../../shared/formats/encoding.ts';
import { FORMAT_ERROR_CODES } from '../../../../shared/formats/format-error.ts';
import { FORMATS } from '../../../../shared/formats/sniff.ts';
import { READ_REASONS } from '../../../../shared/formats/source-record.ts';
import { EXCHANGE_FORMATS } from '../../../../shared/model/exchange-files.ts';
import { IMPORT_ROLES, ROLES } from '../../../../shared/model/import-roles.ts';
import { TABLE_NAMES } from '../../../../shared/model/tables.ts';

const LANGUAGES: [string, Record<string, string>][] = [
  ['zh', { ...dataZh, ...formatsZh, ...exchangeZh, ...entitiesZh }],
  ['en', { ...dataEn, ...formatsEn, ...exchangeEn, ...entitiesEn }],
];
const IDS = [
  ...FORMAT_ERROR_CODES.map((code) => `error.${code}`),
  ...READ_REASONS.map((reason) => `data.reason.${reason}`),
  ...ENCODINGS.map((encoding) => `encoding.${encoding}`),
  ...FORMATS.map((format) => `format.${format}`),
  ...IMPORT_ROLES.map((role) => `data.role.${role}`),
  ...Object.values(ROLES).flatMap(({ fields }) => Object.keys(fields).map((field) => `data.field.${field}`)),
  ...EXCHANGE_FORMATS.map((format) => `exchange.format.${format}`),
  ...FIVE_ELEMENTS.map(({ id }) => `data.element.${id}`),
  ...THREE_ACTUALS.map(({ id }) => `data.actual.${id}`),
];

describe.each(LANGUAGES)('%s', (language, messages) => {
  test('no message is missing', () => {
    expect(IDS.filter((id) => !(id in messages))).toEqual([]);
  });

  test('every message can be formatted', () => {
    const failures: string[] = [];
    const intl = createIntl({ locale: language, messages, onError: (error) => failures.push(error.message) });
    for (const [id, text] of Object.entries(messages)) {
      const names = [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]);
      intl.formatMessage({ id }, Object.fromEntries(names.map((name) => [name, 1])));
    }
    expect(failures).toEqual([]);
  });
});

test('both languages hold the same messages', () => {
  expect(Object.keys(LANGUAGES[0][1]).sort()).toEqual(Object.keys(LANGUAGES[1][1]).sort());
});

test('the five elements hold every table once', () => {
  expect(FIVE_ELEMENTS.flatMap(({ tables }) => tables).sort()).toEqual([...TABLE_NAMES].sort());
});
