/**
 * The left panel while something is drawn: scan underneath, what is drawn, tools, values, problems, keep or give up. Owns the places and the
 * order of steps; gestures are renderer/map/draw, what is wrong is shared/geo/drawing-check.ts.
 */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DrawnRequest } from '../../../shared/edits/drawn-edits.ts';
import { type DrawTool, NO_HINT } from '../../map/draw/draw-mode.ts';
import { drawStore, isDrawing, newSketch } from '../../map/draw/draw-store.ts';
import { isEmpty, type SketchKind } from '../../map/draw/sketch.ts';
import type { MapView } from '../../map/map-view.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { useWording } from '../wording.ts';
import { DrawForm } from './DrawForm.tsx';
import { openAsked } from './open-record.ts';
import { ScanSection } from './ScanSection.tsx';
import './draw.css';

export interface DrawPanelProps {
  view: MapView | null;
  /** The building whose page is open; null: none. */
  openBuilding: number | null;
  /** Keeps what was drawn; rejects with a coded error, then nothing was changed. */
  onKeep(request: DrawnRequest, confirmed: boolean): Promise<void>;
  /** The drawing tool is laid down. */
  onLeave(): void;
}

const KINDS: readonly SketchKind[] = ['building', 'compound', 'barrier'];
const TOOLS: Record<SketchKind, readonly DrawTool[]> = {
  building: ['corners', 'rectangle', 'vertices', 'cut', 'entrance'],
  compound: ['corners', 'rectangle', 'vertices'],
  barrier: ['corners', 'vertices'],
};

export function DrawPanel({ view, openBuilding, onKeep, onLeave }: DrawPanelProps) {
  const { t } = useWording();
  const drawing = useStore(drawStore);
  const { sketch, tool, begun, refused } = drawing;
  const [asking, setAsking] = useState<(() => void) | null>(null);
  /** Anything drawn is given up only when that was said. */
  const unlessDrawing = (work: () => void) => {
    if (isDrawing(drawStore.getState())) setAsking(() => work);
    else work();
  };
  useAsked(unlessDrawing);
  useLeaving(() => unlessDrawing(onLeave));
  useEffect(() => {
    if (!isDrawing(drawStore.getState())) newSketch('building');
    return () => drawStore.setState({ controls: [], onControl: null });
  }, []);
  return (
    <section className="draw" aria-label={t('draw.title')}>
      <header className="twin-head">
        <h2>{t('draw.title')}</h2>
        <button type="button" className="twin-button" onClick={() => unlessDrawing(onLeave)}>
          {t('draw.leave')}
        </button>
      </header>
      {asking && (
        <div className="draw-ask" role="alertdialog" aria-label={t('draw.discard.ask')}>
          <p>{t('draw.discard.ask')}</p>
          <div className="twin-actions">
            <button
              type="button"
              className="twin-button"
              onClick={() => {
                const work = asking;
                setAsking(null);
                newSketch(drawStore.getState().sketch.kind);
                work();
              }}
            >
              {t('draw.discard')}
            </button>
            <button type="button" className="twin-button twin-primary" onClick={() => setAsking(null)}>
              {t('draw.goOn')}
            </button>
          </div>
        </div>
      )}
      <ScanSection view={view} />
      <fieldset className="twin-segments draw-kinds">
        <legend className="draw-hidden">{t('draw.kind')}</legend>
        {KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="draw-kind"
              checked={sketch.kind === kind}
              onChange={() => unlessDrawing(() => newSketch(kind))}
            />
            <span>{t(`draw.kind.${kind}`)}</span>
          </label>
        ))}
      </fieldset>
      <div className="draw-tools" role="toolbar" aria-label={t('draw.tools')}>
        {TOOLS[sketch.kind].map((id) => (
          <button
            key={id}
            type="button"
            className="twin-button"
            aria-pressed={tool === id}
            disabled={(id === 'cut' || id === 'entrance') && sketch.rings.length === 0}
            title={t(`draw.tool.${id}.hint`)}
            onClick={() => drawStore.setState({ tool: id, hint: NO_HINT, refused: null })}
          >
            {t(`draw.tool.${id}`)}
          </button>
        ))}
      </div>
      <p className="twin-hint draw-hint" role="status">
        {refused ? t(`draw.${refused}`) : t(hintId(tool, isEmpty(sketch)))}
      </p>
      {openBuilding !== null && sketch.row !== openBuilding && (
        <button
          type="button"
          className="twin-link draw-open"
          onClick={() => unlessDrawing(() => drawStore.setState({ asked: { row: openBuilding } }))}
        >
          {t('draw.openRecord')}
        </button>
      )}
      <DrawForm key={begun} onKeep={onKeep} />
    </section>
  );
}

function hintId(tool: DrawTool, empty: boolean): string {
  if (tool === 'vertices' && empty) return 'draw.tool.vertices.none';
  return `draw.tool.${tool}.hint`;
}

/** A record was clicked, or its page asks: it is opened for correction. */
function useAsked(unlessDrawing: (work: () => void) => void): void {
  const engine = useEngine();
  const asked = useStore(drawStore, (state) => state.asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new question is a reason.
  useEffect(() => {
    if (!asked) return;
    drawStore.setState({ asked: null });
    unlessDrawing(() => void openAsked(engine, asked));
  }, [asked]);
}

function useLeaving(leave: () => void): void {
  const leaving = useStore(drawStore, (state) => state.leaving);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish is a reason.
  useEffect(() => {
    if (!leaving) return;
    drawStore.setState({ leaving: false });
    leave();
  }, [leaving]);
}
