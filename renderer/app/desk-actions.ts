/**
 * What other workspaces ask of the Map workspace: to open a record there, to show who carries a label. Owns these wishes;
 * the desk says once how they are carried out, so that no workspace knows another.
 */
import { create } from 'zustand';
import type { TableName } from '../../shared/model/tables.ts';
import type { Condition } from '../../shared/query/selection.ts';
import type { TagSubject } from '../../shared/query/tag-rule.ts';
import type { TwinStore } from '../twin/store.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { useNavigation } from './navigation.ts';
import { usePreferences } from './preferences.ts';

interface DeskActions {
  /** Its page beside the map, the map over it. */
  openRecord(table: TableName, row: number): void;
  /** The filter asks for this label alone; with `list` the table of who carries it is open. */
  showTag(subject: TagSubject, tag: string, list: boolean): void;
  /** These records alone are the selection, under no filter. */
  showRows(table: TableName, rows: number[]): void;
}

export const useDeskActions = create<DeskActions>(() => ({ openRecord() {}, showTag() {}, showRows() {} }));

export function joinDeskActions(engine: DataEngine, twin: TwinStore): void {
  useDeskActions.setState({
    openRecord(table, row) {
      useNavigation.getState().go('map');
      twin.getState().open({ table, row });
      engine.dossier(table, row).then(
        ({ point }) => point && twin.getState().goTo(point),
        // The page of the record tells itself why it cannot be read.
        () => undefined,
      );
    },
    showTag(subject, tag, list) {
      const condition: Condition = { type: 'tags', table: subject, tags: [tag], match: 'any' };
      // An open record makes room for the answer. Every record counts: the number beside the label is of all.
      twin.getState().clearSelection();
      twin.getState().backTo(-1);
      twin.getState().setFilter({ base: 'all', conditions: [condition], expression: '' });
      if (list) {
        twin.getState().showTable(subject, 'all');
        usePreferences.getState().set({ drawerOpen: true });
      }
      useNavigation.getState().go('map');
    },
    showRows(table, rows) {
      twin.getState().backTo(-1);
      twin.getState().setFilter({ base: 'all', conditions: [], expression: '' });
      twin.getState().select({ type: 'rows', table, rows }, 'replace');
      useNavigation.getState().go('map');
    },
  });
}
