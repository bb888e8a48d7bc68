import { describe, expect, test } from 'vitest';
import {
  type DeskState,
  EMPTY_DESK,
  lookedAt,
  needsVault,
  planFrom,
  putFile,
  removeFile,
  setColumn,
  setOption,
  setRole,
  setSwap,
} from '../../../../renderer/data/import-desk.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { lookAt } from '../../shared/model/import-support.ts';

const AT = { key: 'a', layer: '人口' };

const CSV = '姓名,性别,电话,地址,经度,纬度\n甲,男,1,和平路,121.5,31.2\n';

async function desk(): Promise<DeskState> {
  const looking = putFile(EMPTY_DESK, { key: 'a', name: '人口.csv', bytes: CSV.length, status: 'looking' });
  const file = memoryFile('人口.csv', new TextEncoder().encode(CSV));
  return lookedAt(looking, 'a', (await lookAt(file, 'a')).inspection);
}

const previewed = (state: DeskState): DeskState => ({
  ...state,
  step: {
    name: 'previewed',
    run: { report: { layers: [], good: 1, bad: 0, bounds: null }, links: {}, merge: {} },
    ms: 1,
  },
});

function layer(state: DeskState) {
  const file = state.files[0];
  if (file.status !== 'ready') throw new Error(file.status);
  return file.plans[0].plan;
}

describe('files', () => {
  test('a file that is looked at holds up the plan; a refused one does not take part', async () => {
    const ready = await desk();
    expect(planFrom(ready, 1)?.layers).toHaveLength(1);
    const waiting = putFile(ready, { key: 'b', name: 'b', bytes: 1, status: 'looking' });
    expect(planFrom(waiting, 1)).toBeNull();
    const refused = lookedAt(waiting, 'b', { code: 'empty-file', params: {} });
    expect(refused.files[1].status).toBe('refused');
    expect(planFrom(refused, 1)?.layers).toHaveLength(1);
  });

  test('a file taken off while it was looked at stays off', async () => {
    const gone = removeFile(await desk(), 'a');
    expect(lookedAt(gone, 'a', { code: 'empty-file', params: {} }).files).toEqual([]);
    expect(planFrom(gone, 1)).toBeNull();
  });

  test('the first file names the community, a name given by hand stays', async () => {
    expect((await desk()).communityName).toBe('人口');
    const named = setOption(await desk(), { communityName: '和平社区' });
    expect(planFrom(named, 1)?.name).toEqual({ zh: '和平社区', en: '和平社区' });
    expect(removeFile(named, 'a').communityName).toBe('和平社区');
  });

  test('what our own export put around the name is not part of it', async () => {
    const seen = (await lookAt(memoryFile('linli-和平-2026-11-20.csv', new TextEncoder().encode(CSV)), 'a'))
      .inspection;
    const name = 'linli-和平-2026-11-20.csv';
    const put = putFile(EMPTY_DESK, { key: 'a', name, bytes: CSV.length, status: 'looking' });
    expect(lookedAt(put, 'a', seen).communityName).toBe('和平');
  });

  test('a file taken off takes the name it gave with it', async () => {
    expect(removeFile(await desk(), 'a').communityName).toBe('');
    const second = memoryFile('房屋.csv', new TextEncoder().encode(CSV));
    const two = putFile(await desk(), { key: 'b', name: '房屋.csv', bytes: CSV.length, status: 'looking' });
    const both = lookedAt(two, 'b', (await lookAt(second, 'b')).inspection);
    expect(both.communityName).toBe('人口');
    expect(removeFile(both, 'a').communityName).toBe('房屋');
    expect(removeFile(both, 'b').communityName).toBe('人口');
  });
});

describe('changes', () => {
  test('every change of the plan drops the preview; a name does not', async () => {
    const seen = previewed(await desk());
    for (const changed of [
      setRole(seen, AT, 'places'),
      setSwap(seen, AT, true),
      setColumn(seen, AT, '地址', { to: 'ignored' }),
      setOption(seen, { mode: 'merge' }),
    ]) {
      expect(changed.step.name).toBe('planning');
    }
    expect(setOption(seen, { communityName: '和平' }).step.name).toBe('previewed');
  });

  test('a role guesses its columns anew', async () => {
    const places = layer(setRole(await desk(), AT, 'places'));
    expect(places.choices.find(({ name }) => name === '性别')?.target).toEqual({ to: 'extra' });
    expect(places.choices.find(({ name }) => name === '经度')?.target).toEqual({ to: 'field', field: 'lng' });
  });

  test('a field belongs to one column', async () => {
    const changed = layer(setColumn(await desk(), AT, '地址', { to: 'field', field: 'name' }));
    expect(
      changed.choices
        .filter(({ target }) => target.to === 'field' && target.field === 'name')
        .map(({ name }) => name),
    ).toEqual(['地址']);
    expect(changed.choices.find(({ name }) => name === '姓名')?.target).toEqual({ to: 'ignored' });
  });
});

test('personal columns need the vault, others do not', async () => {
  const start = await desk();
  expect(needsVault(start)).toBe(true);
  expect(needsVault(setRole(start, AT, 'places'))).toBe(false);
});
