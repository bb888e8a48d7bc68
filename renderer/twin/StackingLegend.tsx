/** What tints and marks of the stacking plan mean. */
import { WORDS } from '../../shared/model/words.ts';
import type { StackingMeasure } from '../../shared/query/stacking-matrix.ts';
import { useWording } from './wording.ts';

export function StackingLegend({ measure, tag }: { measure: StackingMeasure; tag: string }) {
  const { t, tag: tagName } = useWording();
  return (
    <div className="twin-legend">
      {measure === 'residents' && <Ramp labels={['0', '1', '2', '3', '4', '5', '6+']} />}
      {measure === 'matching' && <Ramp labels={['0', '', '', '50%', '', '', '100%']} />}
      {measure === 'tag' && (
        <span className="twin-legend-item">
          <i className="twin-swatch" data-step={5} />
          {tagName(tag)}
        </span>
      )}
      {measure === 'tenure' && <TenureKey />}
      <span className="twin-legend-item">
        <span className="twin-cell-dots">
          <i />
        </span>
        {t('twin.stacking.dot')}
      </span>
      <span className="twin-legend-item">
        <span className="twin-mark-box">
          <i className="twin-cell-tag" />
        </span>
        {t('twin.tag')}
      </span>
      <span className="twin-legend-item">
        <span className="twin-mark-box">
          <i className="twin-cell-device" />
        </span>
        {t('table.devices')}
      </span>
    </div>
  );
}

function TenureKey() {
  const { word } = useWording();
  return WORDS.tenure.map((tenure) => (
    <span key={tenure} className="twin-legend-item">
      <i className="twin-swatch" data-tenure={tenure} />
      {word('tenure', tenure)}
    </span>
  ));
}

function Ramp({ labels }: { labels: string[] }) {
  return (
    <span className="twin-ramp">
      {labels.map((label, step) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the step
        <span key={step}>
          <i className="twin-swatch" data-step={step} />
          {label}
        </span>
      ))}
    </span>
  );
}
