/** The exchange layout: nothing of a community is lost on the way through a file and back. */
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { CommunityBundle, SampleId } from '../../../../shared/model/bundle.ts';
import { EXCHANGE_FORMATS, writeExchange } from '../../../../shared/model/exchange-files.ts';
import { TABLE_NAMES } from '../../../../shared/model/tables.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { canonical, filesOf, importFiles, joined, loadWasm } from './exchange-support.ts';

const COMMUNITIES: SampleId[] = process.env['LINLI_LONG'] ? ['y', 'zjl'] : ['y'];

describe.each(COMMUNITIES)('sample %s', (id) => {
  let bundle: CommunityBundle;
  beforeAll(() => {
    bundle = generateSample(id, 1);
  });

  it.each(EXCHANGE_FORMATS)(
    'comes back the same from %s',
    async (format) => {
      const { bundle: back, report } = await importFiles(await filesOf(bundle, format));
      expect(
        report.layers.filter(({ bad }) => bad > 0).map(({ role, reasons }) => ({ role, reasons })),
      ).toEqual([]);
      for (const name of TABLE_NAMES) {
        const [before, after] = [canonical(bundle, name), canonical(back, name)];
        expect([name, after.length]).toEqual([name, before.length]);
        const there = new Set(before);
        const strange = after.filter((row) => !there.has(row));
        const here = new Set(after);
        const lost = before.filter((row) => !here.has(row));
        const told = {
          name,
          strange: strange.length,
          lost: lost.length,
          rows: [...strange.slice(0, 2), ...lost.slice(0, 2)],
        };
        expect(told).toEqual({ name, strange: 0, lost: 0, rows: [] });
      }
    },
    120_000,
  );

  it.each(['csv', 'geojson'] as const)(
    'goes in as its archive of %s, not unpacked',
    async (format) => {
      const request = { tables: TABLE_NAMES, personal: true, format, at: 0 };
      const bytes = await joined(writeExchange(bundle, request, loadWasm));
      const { bundle: back, report } = await importFiles([memoryFile(`y.${format}.zip`, bytes)]);
      expect(report.bad).toBe(0);
      for (const name of TABLE_NAMES) expect(canonical(back, name)).toEqual(canonical(bundle, name));
    },
    120_000,
  );
});
