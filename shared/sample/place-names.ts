/**
 * Invented names of roads, lanes, compounds and communities: two halves put together at random, never twice in one town.
 * Owns the syllables; no name is taken from a real place on purpose.
 */
import type { Random } from './random.ts';

const FIRST = [
  ...[
    '朝晖',
    '锦绣',
    '云栖',
    '望月',
    '柳叶',
    '听泉',
    '松风',
    '兰汀',
    '青禾',
    '丹枫',
    '碧梧',
    '晴川',
    '澄江',
    '澜溪',
  ],
  ...[
    '芳洲',
    '梅影',
    '竹影',
    '映雪',
    '栖霞',
    '含光',
    '永宁',
    '安和',
    '惠民',
    '德馨',
    '同心',
    '和畅',
    '春华',
    '秋实',
  ],
  ...[
    '白鹭',
    '鹤鸣',
    '燕归',
    '莺歌',
    '双桥',
    '三元',
    '九曲',
    '七里',
    '五福',
    '百合',
    '紫藤',
    '银杏',
    '桂香',
    '荷风',
  ],
  ...[
    '石榴',
    '枇杷',
    '杏林',
    '桑园',
    '茶亭',
    '渔歌',
    '书院',
    '文昌',
    '明德',
    '崇文',
    '敬业',
    '乐群',
    '长乐',
    '太和',
  ],
  ...[
    '瑞云',
    '祥云',
    '星河',
    '月华',
    '雨晴',
    '风荷',
    '霁月',
    '清晏',
    '丰乐',
    '康乐',
    '宁远',
    '致远',
    '思源',
    '怀德',
  ],
];
const SECOND = ['', '东', '西', '南', '北', '中', '新', '上', '下', '前', '后'];

export interface PlaceNames {
  road(): string;
  lane(): string;
  compound(): string;
  community(): string;
  street(): string;
  park(): string;
  office(): string;
  works(): string;
}

export function createPlaceNames(random: Random): PlaceNames {
  const used = new Set<string>();
  const fresh = (endings: string[], second: string[]): string => {
    for (let tries = 0; tries < 200; tries++) {
      const name = random.pick(FIRST) + random.pick(second) + random.pick(endings);
      if (!used.has(name)) {
        used.add(name);
        return name;
      }
    }
    // Every plain combination is taken: two halves make room for thousands more.
    for (;;) {
      const name = random.pick(FIRST) + random.pick(FIRST) + random.pick(endings);
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
  return {
    road: () => fresh(['路', '大街', '街'], SECOND),
    lane: () => fresh(['巷', '里', '弄', '坊'], SECOND),
    compound: () =>
      fresh(['苑', '花园', '新村', '家园', '小区', '公寓', '里小区'], ['', '', '', '东', '西', '新']),
    community: () => fresh(['社区'], SECOND),
    street: () => fresh(['街道'], ['']),
    park: () => fresh(['公园', '园', '游园'], ['']),
    office: () => fresh(['大厦', '中心', '广场'], ['', '国际', '新']),
    works: () => fresh(['工场', '产业园', '仓储'], ['']),
  };
}
