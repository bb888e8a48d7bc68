import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  addressFault,
  hostOf,
  OnlineBasemapSchema,
  tileAddress,
} from '../../../../shared/host/online-basemap.ts';
import { onlineBasemap } from '../../../support/host-fixtures.ts';

const fault = (address: string, more: { subdomains?: string[]; plainHttp?: boolean } = {}) =>
  addressFault({ address, subdomains: [], plainHttp: false, ...more });

describe('an address', () => {
  it('may be XYZ, TMS or WMTS in either spelling', () => {
    const kvp =
      'https://t{s}.example.org/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=abc';
    const rest = 'https://example.org/wmts/1.0.0/map/default/g/{TileMatrix}/{TileRow}/{TileCol}.png';
    expect(fault(kvp, { subdomains: ['0', '1'] })).toBeNull();
    expect(fault(rest)).toBeNull();
    expect(fault('https://example.org/{z}/{x}/{-y}.png')).toBeNull();
    expect(fault('https://example.org:8443/a/{z}/{x}/{y}@2x.png')).toBeNull();
    expect(tileAddress({ address: rest, subdomains: [] }, 3, 5, 2)).toBe(
      'https://example.org/wmts/1.0.0/map/default/g/3/2/5.png',
    );
    expect(tileAddress({ address: 'https://e.org/{z}/{x}/{-y}', subdomains: [] }, 3, 5, 2)).toBe(
      'https://e.org/3/5/5',
    );
    expect(tileAddress({ address: kvp, subdomains: ['0', '1'] }, 3, 5, 2)).toContain(
      'https://t1.example.org/',
    );
    expect(hostOf({ address: kvp })).toBe('t.example.org');
    expect(hostOf({ address: 'https://{s}.example.org/{z}/{x}/{y}' })).toBe('example.org');
  });

  it.each([
    ['not an address {z}{x}{y}', 'form'],
    ['/tiles/{z}/{x}/{y}', 'form'],
    ['file:///etc/{z}/{x}/{y}', 'scheme'],
    ['javascript:{z}{x}{y}', 'scheme'],
    ['ftp://example.org/{z}/{x}/{y}', 'scheme'],
    ['http://example.org/{z}/{x}/{y}', 'plain'],
    ['https://user:secret@example.org/{z}/{x}/{y}', 'credentials'],
    ['https://{x}.example.org/{z}/{x}/{y}', 'host'],
    ['https://example.org:{z}/{x}/{y}', 'host'],
    ['https://example.org/{z}/{x}', 'tile'],
    ['https://example.org/{z}/{x}/{y}/{style}', 'unknown'],
    ['https://{s}.example.org/{z}/{x}/{y}', 'subdomains'],
    ['https://example.org/?TILEMATRIXSET=c&z={z}&x={x}&y={y}', 'matrix'],
    ['https://example.org/?tilematrixset=EPSG:4490&z={z}&x={x}&y={y}', 'matrix'],
  ])('%s is refused: %s', (address, code) => {
    expect(fault(address)).toBe(code);
  });

  it('unencrypted needs consent, and no kept setting can be without it', () => {
    const address = 'http://example.org/{z}/{x}/{y}';
    expect(fault(address, { plainHttp: true })).toBeNull();
    expect(v.is(OnlineBasemapSchema, onlineBasemap())).toBe(true);
    expect(v.is(OnlineBasemapSchema, onlineBasemap({ address }))).toBe(false);
    expect(v.is(OnlineBasemapSchema, onlineBasemap({ subdomains: ['a.b/c'] }))).toBe(false);
    expect(v.is(OnlineBasemapSchema, onlineBasemap({ minZoom: 5, maxZoom: 4 }))).toBe(false);
  });
});
