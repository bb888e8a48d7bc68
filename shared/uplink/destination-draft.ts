/** A destination while it is filled in: texts as they stand in the fields, and which of them do not pass. Pure. */
import * as v from 'valibot';
import type { SecretName, SourceSecrets } from '../feeds/source.ts';
import { type Destination, DestinationSchema, FAMILIES, type Family } from './destination.ts';

export const DRAFT_FIELDS = { http: ['url', 'every'], mqtt: ['url', 'topic'] } as const;
export const DRAFT_SWITCHES = ['inner', 'takes', 'drills', 'enabled'] as const;
export const DRAFT_SECRETS: Readonly<Record<Destination['type'], readonly SecretName[]>> = {
  http: ['token', 'ca', 'certificate', 'key'],
  mqtt: ['user', 'password', 'ca', 'certificate', 'key'],
};

export interface DestinationDraft extends Record<(typeof DRAFT_SWITCHES)[number], boolean> {
  type: Destination['type'];
  id: string;
  name: string;
  url: string;
  every: string;
  topic: string;
  sends: readonly Family[];
  /** What was written now; '': as it was. */
  secrets: Partial<SourceSecrets>;
}

/** `plain`: a connection without TLS that is not said to be inside. */
export const DRAFT_FAULTS = ['name', 'url', 'every', 'topic', 'plain'] as const;
export type DraftFault = (typeof DRAFT_FAULTS)[number];

export function newDestinationDraft(type: Destination['type'], salt: string): DestinationDraft {
  return {
    ...{
      type,
      id: `${type}-${salt}`,
      name: '',
      url: '',
      every: '30',
      topic: '',
      sends: FAMILIES,
      secrets: {},
    },
    ...{ inner: false, takes: true, drills: false, enabled: true },
  };
}

export function draftOfDestination(destination: Destination): DestinationDraft {
  const { type, id, name, url, sends, inner, takes, drills, enabled } = destination;
  return {
    ...{ type, id, name, url, sends, inner, takes, drills, enabled, secrets: {} },
    every: destination.type === 'http' ? String(destination.every) : '30',
    topic: destination.type === 'mqtt' ? destination.topic : '',
  };
}

export function destinationFrom(
  draft: DestinationDraft,
): { destination: Destination } | { faults: DraftFault[] } {
  const { type, id, name, url, every, topic, sends, inner, takes, drills, enabled } = draft;
  const own = type === 'http' ? { every: Number(every) } : { topic };
  const made = v.safeParse(DestinationSchema, {
    ...{ type, id, name, url: url.trim(), sends: [...sends], inner, takes, drills, enabled, ...own },
  });
  if (made.success) return { destination: made.output };
  const found = made.issues.map((issue) => String(issue.path?.[0]?.key ?? 'plain'));
  // Of an address that is none nobody can say whether it is plain.
  const shown = found.filter((fault) => fault !== 'plain' || !found.includes('url'));
  return { faults: DRAFT_FAULTS.filter((fault) => shown.includes(fault)) };
}

/** Those that were written. */
export function writtenSecrets({ secrets }: DestinationDraft): Partial<SourceSecrets> {
  return Object.fromEntries(Object.entries(secrets).filter(([, text]) => text !== ''));
}
