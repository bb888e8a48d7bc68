/**
 * What the workspace of cases opens beside its list: pages of the whole desk (menu of the list) and tools for the case in hand (row of buttons
 * in its file). Owns the two lists; a page or tool stands in its own folder and file.
 */
import type { IconName } from '@blueprintjs/core';
import type { ComponentType } from 'react';
import type { Case } from '../../shared/cases/case.ts';
import { AgendaPage } from './agenda/AgendaPage.tsx';
import { BulletinPage } from './bulletin/BulletinPage.tsx';
import { CallTool } from './call/CallTool.tsx';
import { CamerasTool } from './cameras/CamerasTool.tsx';
import { DrillPage } from './drill/DrillPage.tsx';
import { HandoverPage } from './handover/HandoverPage.tsx';
import { IncidentTool } from './incident/IncidentTool.tsx';
import { IndicatorsPage } from './indicators/IndicatorsPage.tsx';
import { ReplayPage } from './replay/ReplayPage.tsx';
import { RosterPage } from './roster/RosterPage.tsx';
import { RulesPage } from './rules/RulesPage.tsx';
import { SlipTool } from './slip/SlipTool.tsx';

export interface CasePageProps {
  onClose(): void;
  /** Shows a case in its file. */
  onCase(caseId: string): void;
  /** Shows a place on the map. */
  onShow(place: { lng: number; lat: number }): void;
}

/** `narrow` stands at the right edge and leaves the map free, `wide` covers the map. */
type CasePageWidth = 'narrow' | 'wide';

export interface CasePage {
  /** Named by the message `cases.page.<id>`. */
  id: string;
  icon: IconName;
  width: CasePageWidth;
  Page: ComponentType<CasePageProps>;
}

export interface CaseToolProps extends CasePageProps {
  file: Case;
}

export interface CaseTool {
  /** Named by the message `cases.tool.<id>`. */
  id: string;
  icon: IconName;
  width: CasePageWidth;
  /** Whether the tool has anything to do with this case. */
  serves(file: Case): boolean;
  Tool: ComponentType<CaseToolProps>;
}

export const CASE_PAGES: readonly CasePage[] = [
  { id: 'handover', icon: 'swap-horizontal', width: 'wide', Page: HandoverPage },
  { id: 'indicators', icon: 'timeline-bar-chart', width: 'wide', Page: IndicatorsPage },
  { id: 'replay', icon: 'history', width: 'narrow', Page: ReplayPage },
  { id: 'agenda', icon: 'people', width: 'wide', Page: AgendaPage },
  { id: 'drill', icon: 'walk', width: 'narrow', Page: DrillPage },
  { id: 'bulletin', icon: 'manual', width: 'wide', Page: BulletinPage },
  { id: 'rules', icon: 'settings', width: 'wide', Page: RulesPage },
  { id: 'roster', icon: 'people', width: 'wide', Page: RosterPage },
];
export const CASE_TOOLS: readonly CaseTool[] = [
  { id: 'slip', icon: 'print', width: 'wide', serves: () => true, Tool: SlipTool },
  { id: 'call', icon: 'phone', width: 'wide', serves: ({ device }) => device === 'oneKey', Tool: CallTool },
  {
    id: 'cameras',
    icon: 'video',
    width: 'wide',
    serves: ({ place }) => place.lng !== null,
    Tool: CamerasTool,
  },
  {
    id: 'incident',
    icon: 'area-of-interest',
    width: 'narrow',
    serves: ({ level, place }) => level <= 2 && place.lng !== null,
    Tool: IncidentTool,
  },
];
