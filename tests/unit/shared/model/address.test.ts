/** Spellings of addresses as registers hold them, and what each is in normal form. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey, normalAddress } from '../../../../shared/model/address-form.ts';
import { parseAddress } from '../../../../shared/model/address-parse.ts';
import { numeralValue } from '../../../../shared/model/address-text.ts';

const SPELLINGS: Record<string, string[]> = {
  幸福小区3号楼2单元501室: [
    '幸福小区3号楼2单元501室',
    '幸福小区3幢2单元501室',
    '幸福小区3栋2单元501',
    '幸福小区3栋2单元501房',
    '幸福小区３号楼２单元５０１室',
    '幸福小区三号楼二单元五〇一室',
    '幸福小区三号楼二单元501',
    '幸福小区三幢二单元五零一',
    '幸福小区第三幢2单元501室',
    '幸福小区3#2单元501',
    '幸福小区3#楼2单元501室',
    '幸福小区3-2-501',
    '幸福小区 3-2-501',
    '幸福小区3－2－501室',
    '幸福小区3—2—501',
    '幸福小区03-02-0501',
    '幸福小区3号楼2单元5层501室',
    '幸福小区3号楼2单元5楼501室',
    '幸福小区3幢2门501室',
    '幸福小区3幢2门洞501室',
    '幸福小区3幢2梯501',
    '幸福小区3幢2-501',
    '幸福小区3号2单元501',
    '幸福小区3座2单元501户',
    '幸福小区(3幢)2单元501',
    '幸福小区3幢2单元501室（后门）',
    '幸福小区3幢2单元501（出租）',
    '幸福小区3幢2单元501后门',
    '幸福小区3幢2单元501室旁',
    '幸福小区3幢2单元501楼上',
    '幸福小区，3幢，2单元，501室',
    '幸福小区 3 幢 2 单元 501 室',
    '幸福小区3楼2单元501室',
    '幸福小区3号楼2单元5层1室',
    '幸福小区3幢2号501室',
    '幸福小区3幢2单元501号',
  ],
  朝晖路12号: [
    '朝晖路12号',
    '朝晖路十二号',
    '朝晖路１２号',
    '朝晖路12#',
    '朝晖路 12 号',
    '朝晖路012号',
    '朝晖路12号旁',
  ],
  朝晖路12号501室: [
    '朝晖路12号501',
    '朝晖路12号501室',
    '朝晖路12号5楼501室',
    '朝晖路12号五楼五〇一室',
    '朝晖路十二号501',
    '朝晖路12号501号',
  ],
  朝晖路12号3号楼501室: [
    '朝晖路12号3幢501室',
    '朝晖路12号3号楼501',
    '朝晖路12号三栋501',
    '朝晖路12号3号501室',
  ],
  朝晖路123弄5号602室: [
    '朝晖路123弄5号602室',
    '朝晖路一百二十三弄5号602',
    '朝晖路123弄5号602',
    '朝晖路123弄５号６０２室',
  ],
  朝晖路12号幸福小区3号楼501室: ['朝晖路12号幸福小区3幢501', '朝晖路12号幸福小区三幢501室'],
  姑苏区平江街道钮家巷社区平江路12号: [
    '江苏省苏州市姑苏区平江街道钮家巷社区平江路12号',
    '苏州市姑苏区平江街道钮家巷社区平江路十二号',
    '姑苏区平江街道钮家巷居委会平江路12号',
  ],
  曹杨5村12号楼: ['曹杨五村12号', '曹杨5村12幢', '曹杨五村十二号楼'],
  阳光花园东区8号楼1单元302室: [
    '阳光花园东区8幢1单元302室',
    '阳光花园东区八幢一单元302',
    '阳光花园东区8-1-302',
  ],
  阳光花园2期8号楼302室: ['阳光花园二期8幢302', '阳光花园2期8栋302室', '阳光花园二期8-302'],
  科技大厦5层: ['科技大厦5楼', '科技大厦5层', '科技大厦五楼', '科技大厦5F'],
  科技大厦a号楼1201室: [
    '科技大厦A座1201',
    '科技大厦Ａ座1201室',
    '科技大厦a座12层1201室',
    '科技大厦A座12楼1201',
  ],
  '幸福小区3号楼501-1室': [
    '幸福小区3幢501-1',
    '幸福小区3幢501之1',
    '幸福小区3幢501之一',
    '幸福小区3幢501-1室',
  ],
  '朝晖路12-1号': ['朝晖路12-1号', '朝晖路12之1号', '朝晖路十二之一号'],
  赵家村3组15号楼: ['赵家村3组15号', '赵家村三组十五号'],
  幸福小区3号楼2单元: ['幸福小区3幢2单元', '幸福小区3-2', '幸福小区三幢二单元'],
  幸福小区3号楼501室: [
    '幸福小区3幢501',
    '幸福小区3-501',
    '幸福小区三号楼501室',
    '幸福小区3号501室',
    '幸福小区3#501',
  ],
  幸福小区3号楼2单元东室: ['幸福小区3幢2单元东户', '幸福小区3幢2单元东室'],
  幸福小区3号楼东单元501室: ['幸福小区3幢东单元501', '幸福小区3幢东门501室'],
  幸福小区3号楼负1层: ['幸福小区3幢负1层', '幸福小区3幢地下一层', '幸福小区3幢负一楼'],
  幸福小区23号楼: ['幸福小区二十三号楼', '幸福小区23幢', '幸福小区二三幢', '幸福小区23号'],
  五福路三元里8号楼: ['五福路三元里8号', '五福路三元里八幢'],
  幸福小区3号楼1203室: [
    '幸福小区3幢1203',
    '幸福小区3号楼12层03室',
    '幸福小区3号楼12楼3室',
    '幸福小区3幢一二〇三室',
  ],
};

describe('spellings', () => {
  for (const [form, spellings] of Object.entries(SPELLINGS)) {
    test.each(spellings)(`%s is ${form}`, (text) => {
      expect(normalAddress(text)).toBe(form);
      expect(addressKey(text)).toBe(addressKey(form));
    });
  }

  test('the table holds about a hundred', () => {
    expect(Object.values(SPELLINGS).flat().length).toBeGreaterThan(95);
  });

  test.each(['不详', '同户主', '地址待补', '', '菜场后面', '（无）'])('%s names no house', (text) => {
    expect(addressKey(text)).toBe('');
  });

  test('different homes keep different keys', () => {
    const homes = [
      '幸福小区3幢2单元501',
      '幸福小区3幢2单元502',
      '幸福小区3幢1单元501',
      '幸福小区2幢3单元501',
      '新福小区3幢2单元501',
      '幸福小区3幢2单元501-1',
    ];
    expect(new Set(homes.map(addressKey)).size).toBe(homes.length);
  });

  test('district, street and community are found and do not change the key', () => {
    const address = parseAddress('姑苏区平江街道钮家巷社区平江路12号3幢501');
    expect(address).toMatchObject({
      district: '姑苏区',
      street: '平江街道',
      community: '钮家巷社区',
      road: '平江路',
      number: '12',
      building: '3',
      door: '501',
    });
    expect(addressKey('姑苏区平江街道钮家巷社区平江路12号3幢501')).toBe(addressKey('平江路十二号3栋501室'));
  });

  test('a remark is kept as such', () => {
    expect(parseAddress('柳叶村12号后排搭建房').note).toBe('后排搭建房');
  });
});

describe('numerals', () => {
  test.each([
    ['十', '10'],
    ['十二', '12'],
    ['二十', '20'],
    ['二十三', '23'],
    ['一百零三', '103'],
    ['一百一十', '110'],
    ['二百二十二', '222'],
    ['五零一', '501'],
    ['两', '2'],
  ])('%s is %s', (text, value) => expect(numeralValue(text)).toBe(value));
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '幸福小区',
    '朝晖路',
    '平江街道',
    '姑苏区',
    '社区',
    '3',
    '12',
    '501',
    '05',
    '号',
    '幢',
    '号楼',
    '单元',
    '室',
    '-',
    '之',
    '#',
    '二十三',
    '五〇一',
    '(',
    ')',
    '后门',
    '弄',
    '楼',
    '层',
    'a',
    '座',
    '东户',
    ' ',
    '负',
    '村',
    '门',
    '第',
  );

  test('the normal form of a normal form is itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
          fc.string(),
          fc.string({ unit: 'grapheme' }),
        ),
        (text) => {
          const once = normalAddress(text);
          expect(normalAddress(once)).toBe(once);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('long hostile texts end at once', () => {
    const began = performance.now();
    for (const text of ['(', '3-', '一', '号', '路', '((((3)', '区', '3号楼', 'a', '　'])
      for (const times of [200, 100_000])
        expect(normalAddress(text.repeat(times)).length).toBeLessThanOrEqual(120);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
