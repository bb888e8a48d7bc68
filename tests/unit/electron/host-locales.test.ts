import { describe, expect, it } from 'vitest';
import en from '../../../assets/locales/host.en.json';
import zh from '../../../assets/locales/host.zh.json';
import { HOST_ERROR_CODES } from '../../../shared/host/host-error.ts';

describe('the messages of the host', () => {
  it('exist in both languages, with the same values', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    for (const id of Object.keys(en) as (keyof typeof en)[]) {
      expect(zh[id].match(/\{\w+\}/g)?.sort()).toEqual(en[id].match(/\{\w+\}/g)?.sort());
      expect(zh[id]).toMatch(/\p{Script=Han}/u);
    }
  });

  it('name every error that can cross the contract', () => {
    for (const code of HOST_ERROR_CODES) expect(Object.keys(en)).toContain(`error.${code}`);
  });
});
