/** A QR code, always dark on light: cameras want it so. */
import { useMemo } from 'react';
import { qrMatrix } from './qr-matrix.ts';

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
  readonly size: number;
}

/** Squares of rest around it, as the standard wants. */
const QUIET = 4;

export function QrCode({ text, label, size }: QrCodeProps) {
  const matrix = useMemo(() => qrMatrix(text), [text]);
  const side = matrix.length + 2 * QUIET;
  const path = matrix
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="shrink-0 rounded-card border"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
