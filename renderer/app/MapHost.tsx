/**
 * One map for the whole window: it is drawn into an element of its own, and the workspace in front shows that element in
 * its slot. Switching workspaces moves the element; the map and its WebGL context live on. Owns the moving only.
 */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';

const HostElement = createContext<HTMLElement | null>(null);

/** @param map drawn once, wherever the slot is. */
export function MapHost({ map, children }: { map: ReactNode; children: ReactNode }) {
  const element = useMemo(() => {
    const host = document.createElement('div');
    host.className = 'map-host';
    return host;
  }, []);
  return (
    <HostElement.Provider value={element}>
      {createPortal(map, element)}
      {children}
    </HostElement.Provider>
  );
}

/** The place of the map in the workspace in front. */
export function MapSlot() {
  const slot = useRef<HTMLDivElement>(null);
  const element = useContext(HostElement);
  useEffect(() => {
    if (element) slot.current?.append(element);
  }, [element]);
  return <div className="map-slot" ref={slot} />;
}
