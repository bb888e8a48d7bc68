/**
 * The figures of each sample: counts that come out exactly, and where it lies. They are those of docs: a central business
 * district, an old town, a district of 169 communities, a village.
 */
import type { SampleId } from '../model/bundle.ts';
import type { WorkerFigures } from './civic-tables.ts';
import type { DeviceCounts } from './devices.ts';
import type { PopulationFigures } from './people.ts';
import type { Origin } from './plane.ts';

export interface SampleFigures {
  name: { zh: string; en: string };
  origin: Origin;
  population: PopulationFigures;
  /** Per household. */
  cars: number;
  bikes: number;
  devices: DeviceCounts;
  cameras: number;
  workers: WorkerFigures;
  pastAlerts: number;
  services: number;
}

export const FIGURES: Record<SampleId, SampleFigures> = {
  y: {
    name: { zh: '云和社区（示例 Y）', en: 'Yunhe community (sample Y)' },
    origin: { lng: 116.46, lat: 39.91 },
    population: { households: 2_630, registered: 6_400, floating: 2_050, away: 947, over60: 1_800 },
    cars: 0.46,
    bikes: 0.52,
    devices: {
      waterMeter: 420,
      gasLeak: 170,
      smoke: 210,
      tilt: 18,
      subsidence: 14,
      oneKey: 96,
      electrical: 64,
      hydrant: 32,
      manhole: 60,
      waterLevel: 8,
      ebikeCharging: 28,
      door: 120,
      environment: 14,
    },
    cameras: 118,
    workers: { community: 15, doubled: 2, property: 12, volunteers: 24, police: 2 },
    pastAlerts: 1_460,
    services: 1_240,
  },
  zjl: {
    name: { zh: '钟家里社区（示例 ZJL）', en: 'Zhongjiali community (sample ZJL)' },
    origin: { lng: 118.78, lat: 32.02 },
    population: { households: 2_156, registered: 3_120, floating: 1_331, away: 0, over60: 1_336 },
    cars: 0.16,
    bikes: 0.62,
    devices: {
      waterMeter: 760,
      gasLeak: 330,
      smoke: 460,
      tilt: 60,
      subsidence: 44,
      oneKey: 150,
      electrical: 90,
      hydrant: 30,
      manhole: 64,
      waterLevel: 12,
      ebikeCharging: 26,
      door: 40,
      environment: 12,
    },
    cameras: 146,
    workers: { community: 13, doubled: 1, property: 4, volunteers: 30, police: 2 },
    pastAlerts: 2_240,
    services: 1_520,
  },
  gusu: {
    name: { zh: '古苏区（示例）', en: 'Gusu district (sample)' },
    origin: { lng: 120.62, lat: 31.31 },
    population: {
      households: 404_000,
      registered: 750_700,
      floating: 366_800,
      away: 189_100,
      over60: 243_000,
    },
    cars: 0.42,
    bikes: 0.5,
    devices: {
      waterMeter: 2_000,
      gasLeak: 900,
      smoke: 1_500,
      tilt: 320,
      subsidence: 220,
      oneKey: 900,
      electrical: 480,
      hydrant: 360,
      manhole: 420,
      waterLevel: 180,
      ebikeCharging: 300,
      door: 240,
      environment: 180,
    },
    cameras: 9_920,
    workers: { community: 1_690, doubled: 120, property: 820, volunteers: 1_400, police: 338 },
    pastAlerts: 18_600,
    services: 26_000,
  },
  cun: {
    name: { zh: '云溪村（示例）', en: 'Yunxi village (sample)' },
    origin: { lng: 119.9, lat: 30.6 },
    population: { households: 912, registered: 2_760, floating: 96, away: 690, over60: 742 },
    cars: 0.55,
    bikes: 0.7,
    devices: {
      waterMeter: 60,
      gasLeak: 12,
      smoke: 18,
      tilt: 8,
      subsidence: 6,
      oneKey: 44,
      electrical: 12,
      hydrant: 6,
      manhole: 4,
      waterLevel: 8,
      ebikeCharging: 4,
      door: 2,
      environment: 4,
    },
    cameras: 36,
    workers: { community: 6, doubled: 0, property: 0, volunteers: 12, police: 1 },
    pastAlerts: 210,
    services: 320,
  },
};
