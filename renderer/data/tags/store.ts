/**
 * The state of the labels page: the listing, the label in front, the draft of a rule with its live count. Owns the order
 * of calls: one count is asked at a time, and only the newest text is counted next.
 */
import { create } from 'zustand';
import type { TagRule, TagSubject } from '../../../shared/query/tag-rule.ts';
import { noteTag } from '../../app/access/audit-notes.ts';
import { mergeLabels, undoLabel } from '../../app/hand-work.ts';
import { appendAndApply } from '../../app/open-session.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { TagListing } from '../../worker/quality-api.ts';
import type { ShownError } from '../import-desk.ts';
import { shownError } from '../store.ts';

export interface Draft extends TagRule {
  /** The text as it can be counted; null: it cannot be read yet. */
  readable: string | null;
}
export type LiveCount =
  | { name: 'none' }
  | { name: 'counting' }
  | { name: 'count'; count: number; ms: number };

interface TagsStore {
  tags: TagListing[] | null;
  front: string | null;
  draft: Draft | null;
  live: LiveCount;
  saving: boolean;
  error: ShownError | null;
  load(engine: DataEngine): Promise<void>;
  choose(id: string | null): void;
  edit(tag: TagRule): void;
  begin(kind: 'rule' | 'manual'): void;
  change(part: Partial<Draft>): void;
  leave(): void;
  count(engine: DataEngine, subject: TagSubject, expression: string): Promise<void>;
  save(engine: DataEngine): Promise<void>;
  remove(engine: DataEngine, id: string): Promise<void>;
  /** Everybody of the label gets the other one; the first is removed. */
  merge(engine: DataEngine, tag: TagListing, into: string): Promise<void>;
  /** Takes the last change of labels back. */
  undo(engine: DataEngine): Promise<void>;
}

export const useTags = create<TagsStore>((set, get) => {
  const guard = async (work: () => Promise<void>) => {
    set({ error: null });
    await work().catch((error: unknown) => set({ error: shownError(error) }));
  };
  return {
    tags: null,
    front: null,
    draft: null,
    live: { name: 'none' },
    saving: false,
    error: null,
    load: (engine) =>
      guard(async () => {
        set({ tags: await engine.tagListings() });
      }),
    choose: (front) => set({ front, draft: null, error: null }),
    edit: (tag) => set({ draft: { ...ruleOf(tag), readable: tag.expression }, live: { name: 'none' } }),
    begin: (kind) => set({ draft: newTag(kind), front: null, live: { name: 'none' }, error: null }),
    change(part) {
      const { draft: before } = get();
      if (!before) return;
      const draft = { ...before, ...part };
      set({ draft });
      // The number stood for what was there before.
      if (draft.readable !== before.readable || draft.subject !== before.subject)
        set({ live: { name: draft.readable ? 'counting' : 'none' } });
    },
    leave: () => set({ draft: null, live: { name: 'none' }, error: null }),
    async count(engine, subject, expression) {
      const asked = () => {
        const { draft } = get();
        return draft?.subject === subject && draft.readable === expression;
      };
      set({ live: { name: 'counting' }, error: null });
      try {
        const { count, ms } = await engine.countRule(subject, expression);
        if (asked()) set({ live: { name: 'count', count, ms } });
      } catch (error) {
        if (asked()) set({ live: { name: 'none' }, error: shownError(error) });
      }
    },
    async save(engine) {
      const { draft, saving } = get();
      if (!draft || saving || draft.readable === null) return;
      set({ saving: true });
      await guard(async () => {
        const tag = keptOf(draft);
        // Once more with what will be kept: a rule that the worker refuses is never written.
        if (tag.kind === 'rule') await engine.countRule(tag.subject, tag.expression);
        await noteTag(tag.id, 'save');
        await appendAndApply([{ kind: 'tag.saved', tag }]);
        set({ draft: null, front: tag.id, tags: await engine.tagListings() });
      });
      set({ saving: false });
    },
    remove: (engine, id) =>
      guard(async () => {
        await noteTag(id, 'remove');
        await appendAndApply([{ kind: 'tag.removed', id }]);
        set({ front: null, draft: null, tags: await engine.tagListings() });
      }),
    merge: (engine, { id, subject }, into) =>
      guard(async () => {
        await mergeLabels(engine, subject, id, into);
        set({ front: into, draft: null, tags: await engine.tagListings() });
      }),
    undo: (engine) =>
      guard(async () => {
        await undoLabel();
        set({ tags: await engine.tagListings() });
      }),
  };
});

function ruleOf({ id, name, colour, owner, kind, subject, expression }: TagRule): TagRule {
  return { id, name, colour, owner, kind, subject, expression };
}

/** As it will be kept: a draft with a rule is one of a rule, also where the register gave the label before. */
function keptOf(draft: Draft): TagRule {
  const tag = ruleOf(draft);
  if (tag.kind === 'manual') return { ...tag, expression: '' };
  return { ...tag, expression: draft.readable ?? '', kind: 'rule' };
}

function newTag(kind: 'rule' | 'manual'): Draft {
  return {
    id: `tag-${Date.now().toString(36)}`,
    name: { zh: '', en: '' },
    colour: 'people',
    owner: '',
    kind,
    subject: 'residents',
    expression: '',
    readable: '',
  };
}
