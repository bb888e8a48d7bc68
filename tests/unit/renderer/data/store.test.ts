import { beforeEach, describe, expect, test } from 'vitest';
import type { DataDeskEngine } from '../../../../renderer/data/desk-engine.tsx';
import { EMPTY_DESK } from '../../../../renderer/data/import-desk.ts';
import { shownError, useData } from '../../../../renderer/data/store.ts';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import type { SourceFile } from '../../../../shared/formats/source-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { previewImport, runImport } from '../../../../shared/model/import-run.ts';
import { desk, drain, lookAt } from '../../shared/model/import-support.ts';

/** The worker's part, in the page: what the shell will do behind a proxy. */
function localEngine(): DataDeskEngine & { kept: string[] } {
  const files = new Map<string, SourceFile>();
  let stop = new AbortController();
  const of = desk(files);
  const kept: string[] = [];
  return {
    kept,
    async inspectFile(key, [file], reading) {
      const kept = memoryFile(file.name, new Uint8Array(await file.arrayBuffer()));
      files.set(key, kept);
      return (await lookAt(kept, key, reading)).inspection;
    },
    async forgetFile(key) {
      files.delete(key);
    },
    previewImport: (plan) => drain(previewImport(plan, of, null, (stop = new AbortController()).signal)),
    async runImport(plan) {
      const { bundle, ...told } = await drain(
        runImport(plan, of, null, (stop = new AbortController()).signal),
      );
      kept.push(bundle.name.zh);
      return { ...told, ms: 1 };
    },
    async loadSample() {
      throw Object.assign(new Error('full'), { code: 'storage-quota' });
    },
    outline: async () => null,
    undoable: async () =>
      kept.length > 0 ? { generation: 'before', name: { zh: '原社区', en: 'Before' }, changes: 0 } : null,
    async undo() {
      if (kept.length === 0) throw Object.assign(new Error('gone'), { code: 'not-found' });
      kept.pop();
    },
    async cancel() {
      stop.abort();
    },
  };
}

const file = (name: string, text: string) => new File([text], name);

beforeEach(() =>
  useData.setState({ desk: EMPTY_DESK, sample: { name: 'idle' }, busy: false, undo: { name: 'none' } }),
);

describe('an import by hand', () => {
  test('look, preview, import', async () => {
    const engine = localEngine();
    await useData.getState().addFiles(engine, [file('点位.csv', 'name,lng,lat\na,121.5,31.2\nb,999,1\n')]);
    await useData.getState().preview(engine);
    const { step } = useData.getState().desk;
    expect(step.name === 'previewed' && [step.run.report.good, step.run.report.bad]).toEqual([1, 1]);
    expect(engine.kept).toEqual([]);
    await useData.getState().runImport(engine);
    expect(useData.getState().desk.step.name).toBe('done');
    expect(engine.kept).toEqual(['点位']);
    expect(useData.getState().busy).toBe(false);
  });

  test('files that come after an import do not take the imported ones in once more', async () => {
    const engine = localEngine();
    const { addFiles, runImport } = useData.getState();
    await addFiles(engine, [file('点位.csv', 'name,lng,lat\na,121.5,31.2\n')]);
    await runImport(engine);
    await addFiles(engine, [file('其他点位.csv', 'name,lng,lat\nb,121.5,31.2\n')]);
    const { desk } = useData.getState();
    expect(desk.files.map((each) => each.name)).toEqual(['其他点位.csv']);
    expect(desk.step.name).not.toBe('done');
  });

  test('stopping clears the desk and keeps nothing', async () => {
    const engine = localEngine();
    await useData.getState().addFiles(engine, [file('a.csv', 'name,lng,lat\na,121.5,31.2\n')]);
    await useData.getState().preview(engine);
    useData.getState().clear(engine);
    expect(useData.getState().desk).toEqual(EMPTY_DESK);
    expect(engine.kept).toEqual([]);
  });

  test('a file that is not read says why; a failed import too', async () => {
    const engine = localEngine();
    await useData
      .getState()
      .addFiles(engine, [file('a.dwg', 'AC1032 and more'), file('人口.csv', '姓名,性别\n甲,男\n')]);
    expect(useData.getState().desk.files[0]).toMatchObject({
      status: 'refused',
      error: { code: 'unsupported', params: { format: 'DWG', advice: 'model' } },
    });
    useData.getState().change((desk) => ({ ...desk, files: desk.files.slice(1) }));
    engine.runImport = () => Promise.reject(Object.assign(new Error('no'), { code: 'vault-needed' }));
    await useData.getState().runImport(engine);
    expect(useData.getState().desk.step).toMatchObject({ name: 'failed', error: { code: 'vault-needed' } });
  });

  test('another encoding is looked at again', async () => {
    const engine = localEngine();
    await useData.getState().addFiles(engine, [file('a.csv', '名称,lng,lat\na,121.5,31.2\n')]);
    const { key } = useData.getState().desk.files[0];
    await useData.getState().lookAgain(engine, key, { encoding: 'gb18030' });
    const again = useData.getState().desk.files[0];
    expect(again.status === 'ready' && again.plans[0].plan.reading.encoding).toBe('gb18030');
  });
});

test('a sample that cannot be loaded says why', async () => {
  await useData.getState().loadSample(localEngine(), 'y');
  expect(useData.getState().sample).toEqual({
    name: 'failed',
    sample: 'y',
    error: { code: 'storage-quota', params: {} },
  });
});

test('errors keep their code, place and values', () => {
  const error = new FormatError('unsupported-crs', { line: 3, column: 4 }, { crs: 'EPSG:4547' });
  expect(shownError(error)).toEqual({
    code: 'unsupported-crs',
    params: { line: 3, column: 4, crs: 'EPSG:4547' },
  });
  expect(shownError('x')).toEqual({ code: 'internal', params: {} });
});

describe('undo', () => {
  test('is offered only while there is a way back, and clears the report of what is gone', async () => {
    const engine = localEngine();
    const { lookForUndo, undoImport } = useData.getState();
    await lookForUndo(engine);
    expect(useData.getState().undo.name).toBe('none');
    await useData.getState().addFiles(engine, [file('点位.csv', 'name,lng,lat\na,121.5,31.2\n')]);
    await useData.getState().runImport(engine);
    await lookForUndo(engine);
    expect(useData.getState().undo).toMatchObject({ name: 'offered', to: { generation: 'before' } });
    await undoImport(engine);
    expect(useData.getState().undo).toMatchObject({ name: 'done', to: { generation: 'before' } });
    expect(useData.getState().desk).toEqual(EMPTY_DESK);
    expect(engine.kept).toEqual([]);
    await lookForUndo(engine);
    expect(useData.getState().undo.name).toBe('done');
  });

  test('a copy that went meanwhile is told, nothing else changes', async () => {
    const engine = localEngine();
    const to = { generation: 'before', name: { zh: '原社区', en: 'Before' }, changes: 0 };
    useData.setState({ undo: { name: 'offered', to } });
    await useData.getState().undoImport(engine);
    expect(useData.getState().undo).toEqual({ name: 'failed', error: { code: 'not-found', params: {} } });
    expect(useData.getState().busy).toBe(false);
  });
});

describe('reading otherwise', () => {
  test('another delimiter keeps the encoding that was chosen', async () => {
    const engine = localEngine();
    await useData.getState().addFiles(engine, [file('a.csv', 'name;lng,lat\na;121.5,31.2\n')]);
    const key = useData.getState().desk.files[0].key;
    await useData.getState().lookAgain(engine, key, { encoding: 'gb18030' });
    await useData.getState().lookAgain(engine, key, { delimiter: ';' });
    const [again] = useData.getState().desk.files;
    if (again.status !== 'ready') throw new Error(again.status);
    expect(again.plans[0].plan.reading).toMatchObject({ encoding: 'gb18030', delimiter: ';' });
    expect(again.inspection.layers[0].columns.map(({ name }) => name)).toEqual(['name', 'lng,lat']);
  });
});
