/** A text as bars, with the text under them. */
import { code128 } from '../../../shared/print/code128.ts';

/** Millimetres of the narrowest bar: what a hand scanner reads off an office printer. */
const MODULE_MM = 0.3;
const HEIGHT_MM = 12;

export function Barcode({ text, label }: { text: string; label: string }) {
  const { width, bars } = code128(text);
  return (
    <figure className="slip-code">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} 40`}
        width={`${width * MODULE_MM}mm`}
        height={`${HEIGHT_MM}mm`}
        preserveAspectRatio="none"
        shapeRendering="crispEdges"
      >
        <title>{label}</title>
        <rect width={width} height="40" fill="#fff" />
        {bars.map(({ at, width: bar }) => (
          <rect key={at} x={at} width={bar} height="40" fill="#000" />
        ))}
      </svg>
      <figcaption>{text}</figcaption>
    </figure>
  );
}
