/**
 * The pages of the Data workspace, in the order of its own menu. One line per page; what a page holds is its own file's.
 */
import type { ComponentType } from 'react';
import { ImportPage } from './ImportPage.tsx';

export interface DataSection {
  /** Message id `data.page.<id>`. */
  id: string;
  Page: ComponentType;
}

export const DATA_SECTIONS: readonly DataSection[] = [{ id: 'import', Page: ImportPage }];
