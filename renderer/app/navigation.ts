/** Which workspace is in front. Owns the list of workspaces, their order and their keys. */
import { create } from 'zustand';

export const WORKSPACES = ['map', 'grids', 'cases', 'data'] as const;
export type Workspace = (typeof WORKSPACES)[number];

export const WORKSPACE_KEY: Record<Workspace, string> = { map: 'm', grids: 'g', cases: 'c', data: 'd' };

interface Navigation {
  workspace: Workspace;
  helpOpen: boolean;
  go(workspace: Workspace): void;
  setHelp(open: boolean): void;
}

export const useNavigation = create<Navigation>((set) => ({
  workspace: 'map',
  helpOpen: false,
  go: (workspace) => set({ workspace }),
  setHelp: (helpOpen) => set({ helpOpen }),
}));
