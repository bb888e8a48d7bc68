/** The state of the notices page: the lists, the one in front with those on it. Owns the order of calls; one thing is done at a time. */
import { create } from 'zustand';
import type { Delivery, Notice } from '../../../shared/work/notice.ts';
import { makeNotice, type NoticeRequest, noteDelivery } from '../../app/hand-work.ts';
import { saveFile } from '../../app/save-file.ts';
import { dropWish } from '../../app/work-wish.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { Recipient } from '../../worker/work-api.ts';
import type { ShownError } from '../import-desk.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { shownError } from '../store.ts';

/** Lines of a list shown at once; the file holds all. */
export const SHOWN = 200;

const TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

interface NoticesStore {
  notices: Notice[] | null;
  front: string | null;
  /** Of the list in front, the first SHOWN of those chosen. */
  recipients: Recipient[];
  only: Delivery | null;
  busy: boolean;
  error: ShownError | null;
  load(engine: DataEngine): Promise<void>;
  choose(engine: DataEngine, id: string | null): Promise<void>;
  show(engine: DataEngine, only: Delivery | null): Promise<void>;
  /** `title`: of the file, without ending. */
  make(engine: DataEngine, request: NoticeRequest): Promise<void>;
  deliver(engine: DataEngine, ids: string[], state: Delivery): Promise<void>;
}

export function stateOf(notice: Notice, id: string): Delivery {
  return notice.deliveries.get(id)?.state ?? 'pending';
}

export const useNotices = create<NoticesStore>((set, get) => {
  const alone = oneAtATime({ get, set });
  const lookAgain = async (engine: DataEngine) => {
    const notices = await engine.notices();
    const { front, only } = get();
    const notice = notices.find(({ id }) => id === front);
    const ids = notice?.ids.filter((id) => only === null || stateOf(notice, id) === only).slice(0, SHOWN);
    const recipients = notice && ids ? await engine.recipients({ table: notice.table, ids }) : [];
    set({ notices, recipients, front: notice ? front : null });
  };
  return {
    notices: null,
    front: null,
    recipients: [],
    only: null,
    busy: false,
    error: null,
    load: (engine) => lookAgain(engine).catch((error: unknown) => set({ error: shownError(error) })),
    async choose(engine, front) {
      set({ front, only: null, recipients: [], error: null });
      await get().load(engine);
    },
    async show(engine, only) {
      set({ only });
      await get().load(engine);
    },
    make: (engine, request) =>
      alone(async () => {
        const { id, bytes } = await makeNotice(engine, request);
        const { format, title } = request;
        const name = title.replace(/[\\/:*?"<>|\s]+/g, '-');
        saveFile(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: TYPES[format] }), `${name}.${format}`);
        dropWish('notice');
        set({ front: id, only: null });
        await lookAgain(engine);
      }),
    deliver: (engine, ids, state) =>
      alone(async () => {
        const { front } = get();
        if (!front || ids.length === 0) return;
        await noteDelivery(front, ids, state);
        await lookAgain(engine);
      }),
  };
});
