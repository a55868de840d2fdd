/** The picture of the name: streams that become one river. It carries no information that the text does not. */

const WIDTH = 1200;
const HEIGHT = 180;
const MIDDLE = WIDTH / 2;
/** Where each stream begins, and how wide it is. */
const STREAMS: readonly (readonly [x: number, width: number])[] = [
  [40, 2],
  [180, 4],
  [330, 2],
  [470, 5],
  [600, 3],
  [730, 4],
  [880, 2],
  [1020, 5],
  [1160, 2],
];

/** As wide as the page; the strokes keep their width, whatever that is. */
export function Streams() {
  return (
    <svg class="streams" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" fill="none" preserveAspectRatio="none">
      <defs>
        <linearGradient id="stream" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2={HEIGHT}>
          <stop class="source" offset="0" />
          <stop class="mouth" offset="1" />
        </linearGradient>
      </defs>
      {STREAMS.map(([x, width]) => (
        <path d={courseOf(x)} stroke="url(#stream)" stroke-width={width} vector-effect="non-scaling-stroke" />
      ))}
    </svg>
  );
}

/** From its source at the top, towards the middle, and down. */
function courseOf(x: number): string {
  const near = Math.round(MIDDLE + (x - MIDDLE) * 0.1);
  const mouth = Math.round(MIDDLE + (x - MIDDLE) * 0.035);
  return `M${x} 0C${x} 120 ${near} 70 ${mouth} ${HEIGHT}`;
}
