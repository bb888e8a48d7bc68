/** One record of every kind of work by hand, of a real community or of a sample. Owns no rule. */
import type { JournalBody } from '../../shared/host/journal-record.ts';

/** In the order of their numbers in the journal; ids are the sample's or the real community's own. */
export function handWork(by: string, demo: boolean): JournalBody[] {
  const generation = demo ? 'g-demo' : 'g-real';
  const [notice, round] = demo ? ['n-demo00', 'r-demo00'] : ['n-real00', 'r-real00'];
  const stamp = { generation, community: '某社区', by };
  const tag = {
    id: 'handMade',
    name: { zh: '手工', en: 'By hand' },
    colour: 'people' as const,
    owner: '',
    kind: 'manual' as const,
    subject: 'residents' as const,
    expression: '',
  };
  const made = { ...stamp, tag: '', purpose: 'visit' as const, words: '' };
  return [
    { kind: 'tag.saved', tag },
    { kind: 'tag.assigned', ...stamp, tag: tag.id, table: 'residents', ids: ['R1'], on: true },
    { kind: 'notice.made', id: notice, ...made, table: 'residents', title: '体检', ids: ['R1'], count: 1 },
    { kind: 'notice.delivered', notice, ids: ['R1'], state: 'delivered', by },
    { kind: 'round.created', id: round, ...made, name: '走访', items: [], dueDay: 0, homes: ['H1'] },
    { kind: 'round.visited', round, home: 'H1', state: 'done', ticked: [], note: null, by },
    { kind: 'round.closed', round, by },
    { kind: 'tag.removed', id: tag.id },
  ];
}
