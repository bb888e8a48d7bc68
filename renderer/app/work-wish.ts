/** What another workspace asks of the notice and round pages: a draft about these. Taken by the page when it opens. */
import { create } from 'zustand';
import type { TagSubject } from '../../shared/query/tag-rule.ts';
import { useDataPage } from '../data/page-store.ts';
import type { WorkSource } from '../worker/work-api.ts';
import { useNavigation } from './navigation.ts';

export interface WorkWish {
  subject: TagSubject;
  source: WorkSource;
  /** Label it comes from; '' for a selection. */
  tag: string;
  /** As it is called on screen; '' for a selection: the page names it. */
  title: string;
  count: number;
}

interface Wishes {
  notice: WorkWish | null;
  round: WorkWish | null;
}

export const useWorkWish = create<Wishes>(() => ({ notice: null, round: null }));

/** Goes to the page with the draft open. */
export function wish(page: 'notice' | 'round', about: WorkWish): void {
  useWorkWish.setState({ [page]: about });
  useDataPage.getState().show(`${page}s`);
  useNavigation.getState().go('data');
}

export function dropWish(page: 'notice' | 'round'): void {
  useWorkWish.setState({ [page]: null });
}
