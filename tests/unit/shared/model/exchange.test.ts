/** The exchange layout: nothing of a community is lost on the way through a file and back. */
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { CommunityBundle, SampleId } from '../../../../shared/model/bundle.ts';
import { EXCHANGE_FORMATS, writeExchange } from '../../../../shared/model/exchange-files.ts';
import { TABLE_NAMES } from '../../../../shared/model/tables.ts';
import { evaluateChecks } from '../../../../shared/quality/evaluate.ts';
import { qualityReport } from '../../../../shared/quality/report.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { canonical, filesOf, importFiles, joined, loadWasm } from './exchange-support.ts';

const COMMUNITIES: SampleId[] = process.env['LINLI_LONG'] ? ['y', 'zjl'] : ['y'];

/** Records and those that pass, by entity and by grid; residents and those with a home: what the rates are made of. */
function rates(bundle: CommunityBundle) {
  const community = openCommunity(bundle, { today: 20_000 });
  const { entities, grids, residents, linked } = qualityReport(community, evaluateChecks(community));
  const byName = [...grids].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { entities, grids: byName.map(({ grid: _, ...part }) => part), residents, linked };
}

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
      expect(rates(back)).toEqual(rates(bundle));
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
