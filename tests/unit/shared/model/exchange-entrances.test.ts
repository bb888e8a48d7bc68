/** A community's own export merged into it again: nothing doubles where a record can be known, and nothing moves. */
import { expect, it } from 'vitest';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { inspectImportFile, plansOf } from '../../../../shared/model/import-look.ts';
import { runImport } from '../../../../shared/model/import-run.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { canonical, filesOf, loadWasm } from './exchange-support.ts';
import { drain } from './import-support.ts';

it('merges entrances, homes and the plan into what they came from', async () => {
  const bundle = generateSample('y', 1);
  const wanted = ['grids.csv', 'buildings.csv', 'entrances.csv', 'homes.csv'];
  const files = (await filesOf(bundle, 'csv')).filter(({ name }) => wanted.includes(name));
  const layers = [];
  for (const file of files)
    layers.push(...plansOf(await inspectImportFile(file, file.name, await openFile(file, {}, loadWasm))));
  const plan = { layers, mode: 'merge' as const, name: bundle.name, plainConsent: true, asOfDay: 20_000 };
  const open = async ({ key }: { key: string }) => {
    const file = files.find(({ name }) => name === key);
    if (!file) throw new Error(key);
    return openFile(file, {}, loadWasm);
  };
  const before = canonical(bundle, 'entrances');
  const { bundle: after, merge } = await drain(runImport(plan, open, bundle, new AbortController().signal));
  expect(merge.entrances).toEqual({ new: 0, changed: 0, same: before.length, gone: 0 });
  for (const name of ['grids', 'buildings', 'entrances', 'homes', 'residents'] as const)
    expect(canonical(after, name)).toEqual(canonical(bundle, name));
  expect(canonical(bundle, 'entrances')).toEqual(before);
});
