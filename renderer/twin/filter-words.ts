/** How one condition reads as a chip. Owns the text only. */
import type { Condition } from '../../shared/query/selection.ts';
import { MAX_AGE } from './filter-edit.ts';
import type { Wording } from './wording.ts';

function rangeText({ t }: Wording, min: number, max: number): string {
  if (max >= MAX_AGE) return t('twin.age.open', { from: min });
  return t('twin.age.band', { from: min, to: max });
}

/** For instance "性别：男" or "标签（全部）：独居60+、残疾". */
export function conditionText(condition: Condition, wording: Wording): string {
  const { t, column, tag, value } = wording;
  if (condition.type === 'tags') {
    const name = t(condition.table === 'homes' ? 'twin.homeTags' : 'twin.tags');
    const how = condition.tags.length > 1 ? t(`twin.match.${condition.match}`) : '';
    return t('twin.chip', {
      name: how ? t('twin.chip.how', { name, how }) : name,
      value: condition.tags.map(tag).join(t('twin.list')),
    });
  }
  if (condition.type === 'range') {
    const name = condition.column === 'age' ? t('twin.age') : column(condition.table, condition.column);
    return t('twin.chip', { name, value: rangeText(wording, condition.min, condition.max) });
  }
  return t('twin.chip', {
    name: column(condition.table, condition.column),
    value: condition.words
      .map((word) => (word === '' ? t('twin.unknown') : value(condition.table, condition.column, word)))
      .join(t('twin.list')),
  });
}
