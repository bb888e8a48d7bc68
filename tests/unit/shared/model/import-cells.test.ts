import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../../shared/formats/open-file.ts';
import type { OpenedFile } from '../../../../shared/formats/opened-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { ImportPlan, LayerPlan } from '../../../../shared/model/import-plan.ts';
import { previewImport, runImport } from '../../../../shared/model/import-run.ts';
import { drain, lookAt } from './import-support.ts';

const HEADER = '人员编号,姓名,性别,身份证号,出生日期,手机号,房屋编号,户编号,人口类型,居住地址,标签,备注';
const noWasm = () => Promise.reject(new Error('no database'));

/** Cells as offices write them: mostly plain, some with every oddity a row can have. */
const cell = (...plain: string[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...plain) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        '　',
        '１２３',
        '"引""号"',
        '"两\n行"',
        'x"y',
        '\u00a0空',
        '空\u2003',
        '是不是',
        '-',
        '=1+1',
        '__proto__',
        '😀',
      ),
    },
  );
const row = fc
  .tuple(
    cell('R1', 'R2', 'R3', 'R4', 'R5', '', 'R００6'),
    cell('张三', '李四', '', '王五（户主）', ' 赵六 '),
    cell('男', '女', '1', 'female', '', '不详', '未知人'),
    cell(
      '110101199003078515',
      '11010119900307852x',
      '',
      '1101011990',
      '１１０１０１１９９００３０７８５１５',
    ),
    cell(
      '1990-3-7',
      '1990/03/07',
      '19900307',
      '1990.3',
      '1990年3月7日',
      '',
      '1990-02-30',
      '32874',
      'x',
      '1990-13-1',
      '2000-00-00',
    ),
    cell('13800000000', ''),
    cell('H1', 'H2', ''),
    cell('1', '2', ''),
    cell('户籍', '流动', 'registered', ''),
    cell('幸福小区3幢2单元501室', '幸福小区３号楼（东）', ''),
    cell('', '党员;志愿者'),
    cell('', 'abc'),
  )
  .map((cells) => cells.join(','));
const line = fc.oneof(
  { weight: 30, arbitrary: row },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ',,,,', 'R9,少', `${'x,'.repeat(14)}`, '"R8",开,"', ',,,,,,,,,,,, , '),
  },
);
const file = fc.tuple(fc.array(line, { minLength: 30, maxLength: 90 }), fc.constantFrom('\n', '\r\n'));

/** The same file with every row one by one. */
function slow(source: OpenedFile): OpenedFile {
  return { ...source, read: (layer) => source.read(layer) };
}

async function outcomes(text: string, chunk: number, plan: (layer: LayerPlan) => LayerPlan) {
  const source = memoryFile('居民.csv', new TextEncoder().encode(text), chunk);
  const opened = await openFile(source, {}, noWasm);
  const { plans } = await lookAt(source, 'k');
  const whole: ImportPlan = {
    layers: plans.map(plan),
    mode: 'replace',
    name: { zh: '测', en: 'test' },
    asOfDay: 20_000,
  };
  const { signal } = new AbortController();
  const told = async (file: OpenedFile) => {
    const preview = await drain(previewImport(whole, async () => file, null, signal));
    const run = await drain(runImport(whole, async () => file, null, signal)).catch((error) => String(error));
    return { preview, run };
  };
  return [await told(opened), await told(slow(opened))];
}

describe('rows of cells taken as a block', () => {
  it('make the table, the rejects and the notes that rows one by one make', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.constantFrom(400, 1500, 4000), async ([lines, end], chunk) => {
        const [block, single] = await outcomes([HEADER, ...lines].join(end), chunk, (layer) => layer);
        expect(block).toEqual(single);
      }),
      { numRuns: 30 },
    );
  });

  it('keep what a person chose for words and columns', async () => {
    const lines = Array.from(
      { length: 200 },
      (_, i) => `R${i},名${i},${i % 3 ? '甲' : '乙'},,1990-1-${(i % 28) + 1},,,,,,,登记 ${i}`,
    );
    const [block, single] = await outcomes([HEADER, ...lines].join('\n'), 1000, (layer) => ({
      ...layer,
      choices: layer.choices.map((choice) =>
        choice.name === '性别'
          ? { ...choice, words: [{ value: '甲', word: 'male' }] }
          : choice.name === '备注'
            ? { ...choice, target: { to: 'field', field: 'rawAddress' } }
            : choice,
      ),
    }));
    expect(block).toEqual(single);
    expect(block.preview.report.good).toBe(200);
    expect(block.preview.report.layers[0].unknownWords).toEqual([{ column: '性别', value: '乙', count: 67 }]);
  });

  it('are really used: a row of a block costs no record', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `R${i},名${i},男,,,,,,,,,`);
    const source = memoryFile('居民.csv', new TextEncoder().encode([HEADER, ...lines].join('\n')), 1000);
    const opened = await openFile(source, {}, noWasm);
    let [blocks, records] = [0, 0];
    for await (const batch of opened.read('居民', { blocks: true })) {
      blocks += batch.block?.rows ?? 0;
      records += batch.records.length;
    }
    expect(blocks + records).toBe(300);
    expect(blocks).toBeGreaterThan(200);
  });
});
