/**
 * The menu of a right click: the place in figures to copy, what lies there, and what may be selected round it. Owns its
 * looks and keys; what is chosen goes to the caller.
 */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { LngLat, Shape } from '../../shared/query/selection.ts';
import type { DataEngine, RecordRef } from '../worker/engine-api.ts';
import { CoordinateItems } from './CoordinateItems.tsx';

export interface MenuPlace {
  lngLat: LngLat;
  /** CSS pixels of the map. */
  x: number;
  y: number;
}

export interface MapMenuProps {
  engine: Pick<DataEngine, 'whatIsHere'>;
  place: MenuPlace;
  onOpen(record: RecordRef): void;
  onSelect(shape: Shape): void;
  onClose(): void;
}

/** Metres of the ready-made surroundings. */
const AROUND = 100;
const WIDTH = 320;
/** Rows of the menu at most, so that it is placed within the map before it is measured. */
const HEIGHT = 530;

export function MapMenu({ engine, place, onOpen, onSelect, onClose }: MapMenuProps) {
  const intl = useIntl();
  const list = useRef<HTMLDivElement>(null);
  const here = useHere(engine, place.lngLat);
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  useEffect(() => list.current?.querySelector('button')?.focus(), []);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node && list.current?.contains(event.target))) onClose();
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, [onClose]);
  const choose = (act: () => void) => {
    act();
    onClose();
  };
  const building = here.find((ref) => ref.table === 'buildings');
  const compound = here.find((ref) => ref.table === 'compounds');
  const grid = here.find((ref) => ref.table === 'grids');
  const members = (table: 'buildings' | 'compounds' | 'grids', row: number): Shape => ({
    type: 'members',
    table,
    rows: [row],
  });
  const around: Shape = building
    ? { type: 'buffer', table: 'buildings', rows: [building.row], distance: AROUND }
    : { type: 'circle', center: place.lngLat, radius: AROUND };
  return (
    <div
      ref={list}
      className="map-menu map-panel"
      role="menu"
      aria-label={say('map.menu')}
      style={{
        width: WIDTH,
        left: `clamp(8px, ${place.x}px, calc(100% - ${WIDTH + 8}px))`,
        top: `clamp(8px, ${place.y}px, calc(100% - ${HEIGHT}px))`,
      }}
      onKeyDown={(event) => moveInMenu(event, onClose)}
    >
      <CoordinateItems lngLat={place.lngLat} />
      <hr />
      {here.map((ref) => (
        <Item
          key={`${ref.table}-${ref.row}`}
          note={say(`table.${ref.table}`)}
          onChoose={() => choose(() => onOpen(ref))}
        >
          {ref.label}
        </Item>
      ))}
      <hr />
      {building && (
        <Item onChoose={() => choose(() => onSelect(members('buildings', building.row)))}>
          {say('map.menu.selectBuilding')}
        </Item>
      )}
      {compound && (
        <Item onChoose={() => choose(() => onSelect(members('compounds', compound.row)))}>
          {say('map.menu.selectCompound')}
        </Item>
      )}
      {grid && (
        <Item onChoose={() => choose(() => onSelect(members('grids', grid.row)))}>
          {say('map.menu.selectGrid')}
        </Item>
      )}
      <Item onChoose={() => choose(() => onSelect(around))}>
        {say('map.menu.around', { metres: AROUND })}
      </Item>
    </div>
  );
}

/** What lies at the place; empty until it is known. */
function useHere(engine: MapMenuProps['engine'], lngLat: LngLat): RecordRef[] {
  const [here, setHere] = useState<RecordRef[]>([]);
  useEffect(() => {
    let current = true;
    setHere([]);
    engine.whatIsHere(lngLat).then(
      (found) => current && setHere(found),
      // Without an answer the menu still offers the place itself.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [engine, lngLat]);
  return here;
}

function moveInMenu(event: KeyboardEvent<HTMLDivElement>, onClose: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    onClose();
    return;
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll('button')];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

interface ItemProps {
  note?: string;
  onChoose(): void;
  children: string;
}

function Item({ note, onChoose, children }: ItemProps) {
  return (
    <button type="button" role="menuitem" onClick={onChoose}>
      <span>{children}</span>
      {note && <small>{note}</small>}
    </button>
  );
}
