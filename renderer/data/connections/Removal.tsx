/** Asks before a connection is removed. */
import { Button } from '@blueprintjs/core';

interface Props {
  question: string;
  go: string;
  cancel: string;
  onRemove(): void;
  onDone(): void;
}

export function Removal({ question, go, cancel, onRemove, onDone }: Props) {
  return (
    <div className="data-consent" role="alert">
      <p>{question}</p>
      <div className="data-buttons">
        <Button
          className="data-primary"
          text={go}
          onClick={() => {
            onDone();
            onRemove();
          }}
        />
        <Button text={cancel} onClick={onDone} />
      </div>
    </div>
  );
}
