/**
 * The bar of pointer tools. Owns which are offered and their keys; what they do is in tools/.
 */
import { useIntl } from 'react-intl';
import { useStore } from 'zustand';
import { MapIcon } from './MapIcon.tsx';
import type { MapStore, ToolId } from './store.ts';

/** The plan's tools have a bar of their own. */
type BarTool = Exclude<ToolId, 'plan'>;

export const DESK_TOOLS: readonly BarTool[] = [
  'pick',
  'box',
  'lasso',
  'polygon',
  'circle',
  'buffer',
  'grid',
  'distance',
  'area',
];

export interface ToolBarProps {
  store: MapStore;
  /** Left out: all that select or measure. */
  tools?: readonly BarTool[];
}

export function ToolBar({ store, tools = DESK_TOOLS }: ToolBarProps) {
  const intl = useIntl();
  const tool = useStore(store, (state) => state.tool);
  const distance = useStore(store, (state) => state.bufferDistance);
  const set = useStore(store, (state) => state.set);
  const label = intl.formatMessage({ id: 'map.buffer.distance' });
  return (
    <div className="map-bar map-panel" role="toolbar" aria-label={intl.formatMessage({ id: 'map.tools' })}>
      {tools.map((id) => {
        const name = intl.formatMessage({ id: `map.tool.${id}` });
        const hint = intl.formatMessage({ id: `map.tool.${id}.hint` });
        return (
          <button
            key={id}
            type="button"
            className="map-button"
            aria-pressed={tool === id}
            aria-label={name}
            title={`${name}: ${hint}`}
            onClick={() => set({ tool: id })}
          >
            <MapIcon name={id} />
          </button>
        );
      })}
      {tool === 'buffer' && (
        <label>
          {label}
          <input
            type="number"
            min={1}
            max={5000}
            step={10}
            value={distance}
            onChange={(event) => {
              const value = event.target.valueAsNumber;
              if (value >= 1 && value <= 5000) set({ bufferDistance: value });
            }}
          />
          m
        </label>
      )}
    </div>
  );
}
