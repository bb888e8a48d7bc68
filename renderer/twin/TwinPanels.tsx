/**
 * The Map workspace around its map: layers and filter left, inspector or dossier right, table below, omnibox on top.
 * Owns the places only; what is folded is a preference of the window, whose keys the shell handles.
 */
import { type ReactNode, useEffect, useState } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import { useSeat } from '../app/access/seat.ts';
import { allCommands, type Command } from '../app/commands.ts';
import type { SavedEdit } from '../app/edit-session.ts';
import { usePreferences } from '../app/preferences.ts';
import { DossierPanel } from './DossierPanel.tsx';
import { FilterPanel } from './FilterPanel.tsx';
import { useForm } from './form-store.ts';
import { Inspector } from './Inspector.tsx';
import { Omnibox } from './Omnibox.tsx';
import { PickList } from './PickList.tsx';
import { RecordForm } from './RecordForm.tsx';
import { Splitter } from './Splitter.tsx';
import { TableDrawer } from './TableDrawer.tsx';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';
import './panels.css';
import './controls.css';
import './record.css';
import './dossiers/dossiers.css';
import './charts.css';
import './table.css';
import './stacking.css';
import './omnibox.css';

export interface TwinPanelsProps {
  /** The map canvas; fills the middle. */
  map: ReactNode;
  /** Layer list of the left panel. */
  layers: ReactNode;
  /** Stands in the left panel in place of layers and filter while something is drawn. */
  drawing?: ReactNode;
  /** Tool bar and map controls, laid over the map under the omnibox. */
  tools?: ReactNode;
  /** Beside the omnibox: kept views, the wall. */
  beside?: ReactNode;
  /** Commands offered by the omnibox; all that are registered when absent. */
  commands?(): Command[];
}

const START_HEIGHT = 280;

export function TwinPanels({ map, layers, drawing, tools, beside, commands = allCommands }: TwinPanelsProps) {
  const { t } = useWording();
  const { leftOpen, rightOpen, drawerOpen, set } = usePreferences();
  useRoom();
  const store = useTwinStore();
  // What the last person typed and found is not the next one's.
  const person = useSeat((seat) => seat.person?.id ?? '');
  const [height, setHeight] = useState(START_HEIGHT);
  const openTable = (table = store.getState().table) => {
    store.getState().showTable(table);
    set({ drawerOpen: true });
  };
  return (
    <div className="twin" data-left={leftOpen} data-right={rightOpen}>
      {leftOpen && (
        <div className="twin-left twin-panel">
          {drawing ?? (
            <>
              <section aria-label={t('twin.layers')}>{layers}</section>
              <FilterPanel />
            </>
          )}
        </div>
      )}
      <div className="twin-middle">
        <div className="twin-map">
          {map}
          <div className="twin-top">
            <FoldButton side="left" open={leftOpen} onToggle={() => set({ leftOpen: !leftOpen })} />
            <Omnibox key={person} commands={commands} />
            {beside}
            <FoldButton side="right" open={rightOpen} onToggle={() => set({ rightOpen: !rightOpen })} />
          </div>
          {tools}
          <PickList />
        </div>
        {drawerOpen && (
          <>
            <Splitter height={height} onHeight={setHeight} />
            <div className="twin-bottom" style={{ height }}>
              <TableDrawer onClose={() => set({ drawerOpen: false })} />
            </div>
          </>
        )}
      </div>
      {rightOpen && <RightPanel onTable={openTable} />}
    </div>
  );
}

/** Below this width both panels would leave no map: the same width as in panels.css. */
const NARROW = '(max-width: 1023px)';

/** Folds the panels in a narrow window, opens them when there is room again, and shows the right one for an opened record. */
function useRoom(): void {
  const { set } = usePreferences.getState();
  const opened = useTwin((state) => state.trail.length > 0);
  const editing = useForm((form) => form.task !== null);
  useEffect(() => {
    const narrow = window.matchMedia(NARROW);
    const fold = () => set({ leftOpen: !narrow.matches, rightOpen: !narrow.matches });
    if (narrow.matches) fold();
    narrow.addEventListener('change', fold);
    return () => narrow.removeEventListener('change', fold);
  }, [set]);
  useEffect(() => {
    if (opened || editing) set({ rightOpen: true });
  }, [opened, editing, set]);
}

function RightPanel({ onTable }: { onTable(table?: TableName): void }) {
  const opened = useTwin((state) => state.trail.length > 0);
  const task = useForm((form) => form.task);
  const store = useTwinStore();
  const show = ({ records: [first] }: SavedEdit) => {
    if (first && first.row !== null) store.getState().open({ table: first.table, row: first.row });
  };
  return (
    <div className="twin-right twin-panel">
      {task ? (
        <RecordForm key={`${task.op}-${task.table}-${task.title ?? ''}`} task={task} onSaved={show} />
      ) : opened ? (
        <DossierPanel onTable={() => onTable('residents')} />
      ) : (
        <Inspector onTable={onTable} onExport={() => onTable()} />
      )}
    </div>
  );
}

interface FoldButtonProps {
  side: 'left' | 'right';
  open: boolean;
  onToggle(): void;
}

function FoldButton({ side, open, onToggle }: FoldButtonProps) {
  const { t } = useWording();
  const out = side === 'left' ? open : !open;
  return (
    <button
      type="button"
      className="twin-icon twin-fold-button"
      aria-expanded={open}
      aria-label={t(`twin.fold.${side}`)}
      title={`${t(`twin.fold.${side}`)}  ${side === 'left' ? '[' : ']'}`}
      onClick={onToggle}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={out ? 'm9.500 4-4 4 4 4' : 'm6.500 4 4 4-4 4'} />
      </svg>
    </button>
  );
}
