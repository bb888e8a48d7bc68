/**
 * The pages of the Data workspace, in the order of its own menu. One line per page; what a page holds is its own file's.
 */
import type { ComponentType } from 'react';
import { AuditPage } from './access/AuditPage.tsx';
import { KeysPage } from './access/KeysPage.tsx';
import { PeoplePage } from './access/PeoplePage.tsx';
import { ExchangePage } from './exchange/ExchangePage.tsx';
import { ImportPage } from './ImportPage.tsx';
import { LinksPage } from './links/LinksPage.tsx';
import { NoticesPage } from './notices/NoticesPage.tsx';
import { ProfilePage } from './profile/ProfilePage.tsx';
import { QualityPage } from './quality/QualityPage.tsx';
import { RegistersPage } from './registers/RegistersPage.tsx';
import { RoundsPage } from './rounds/RoundsPage.tsx';
import { SourcesPage } from './sources/SourcesPage.tsx';
import { TagsPage } from './tags/TagsPage.tsx';
import { UplinkPage } from './uplink/UplinkPage.tsx';

export interface DataSection {
  /** Message id `data.page.<id>`. */
  id: string;
  Page: ComponentType;
}

export const DATA_SECTIONS: readonly DataSection[] = [
  { id: 'import', Page: ImportPage },
  { id: 'registers', Page: RegistersPage },
  { id: 'links', Page: LinksPage },
  { id: 'quality', Page: QualityPage },
  { id: 'tags', Page: TagsPage },
  { id: 'notices', Page: NoticesPage },
  { id: 'rounds', Page: RoundsPage },
  { id: 'sources', Page: SourcesPage },
  { id: 'uplink', Page: UplinkPage },
  { id: 'exchange', Page: ExchangePage },
  { id: 'people', Page: PeoplePage },
  { id: 'keys', Page: KeysPage },
  { id: 'audit', Page: AuditPage },
  { id: 'profile', Page: ProfilePage },
];
