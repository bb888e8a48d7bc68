/** Which page of the Data workspace is in front. Outlives the workspace, so that who comes back finds it as it was. */
import { create } from 'zustand';

interface DataPageStore {
  page: string;
  show(page: string): void;
}

export const useDataPage = create<DataPageStore>((set) => ({
  page: 'import',
  show: (page) => set({ page }),
}));
