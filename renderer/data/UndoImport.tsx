/**
 * The way back from the last import: offered only while a copy of what it replaced is kept, asked once more, and told when it is done.
 */
import { Button } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { useScope } from '../app/access/seat.ts';
import { usePreferences } from '../app/preferences.ts';
import { useSession } from '../app/session.ts';
import { useDeskEngine } from './desk-engine.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { Loading } from './SampleCards.tsx';
import { useData } from './store.ts';

export function UndoImport() {
  const { formatMessage } = useIntl();
  const engine = useDeskEngine();
  const generation = useSession((session) => session.community?.generation);
  const records = useSession((session) => session.records);
  const may = useScope('data.import') === 'all';
  const language = usePreferences((preferences) => preferences.language);
  const { undo, busy, lookForUndo, undoImport } = useData();
  const [asked, setAsked] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew whenever another generation is open or a record was changed
  useEffect(() => {
    setAsked(false);
    if (engine) void lookForUndo(engine);
  }, [engine, generation, records, lookForUndo]);
  if (!engine || undo.name === 'none') return null;
  if (undo.name === 'failed') return <ErrorNote error={undo.error} />;
  if (undo.name === 'going') return <Loading progress={undo.progress} />;
  const name = undo.to.name[language];
  if (undo.name === 'done')
    return generation !== undo.to.generation ? null : (
      <p className="data-note" role="status">
        {formatMessage({ id: 'import.undo.done' }, { name, seconds: undo.ms / 1000 })}
      </p>
    );
  return (
    <div className="data-undo">
      {asked ? (
        <>
          <p>{formatMessage({ id: 'import.undo.ask' }, { name, changes: undo.to.changes })}</p>
          <div className="data-buttons">
            <Button
              size="small"
              disabled={busy || !may}
              text={formatMessage({ id: 'import.undo.confirm' })}
              onClick={() => void undoImport(engine)}
            />
            <Button
              size="small"
              variant="minimal"
              text={formatMessage({ id: 'data.cancel' })}
              onClick={() => setAsked(false)}
            />
          </div>
        </>
      ) : (
        <Button
          size="small"
          icon="undo"
          disabled={busy || !may}
          title={may ? undefined : formatMessage({ id: 'access.refused.role' })}
          text={formatMessage({ id: 'import.undo' })}
          onClick={() => setAsked(true)}
        />
      )}
    </div>
  );
}
