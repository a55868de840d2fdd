/** The picture of the name: streams that become one river. It carries no information that the text does not. */

const WIDTH = 1200;
const HEIGHT = 190;
/** Where each stream begins, and how wide it is. */
const STREAMS: readonly (readonly [x: number, width: number])[] = [
  [90, 3],
  [250, 5],
  [430, 3],
  [600, 6],
  [770, 4],
  [950, 5],
  [1110, 3],
];

export function Streams() {
  const middle = WIDTH / 2;
  return (
    <svg
      class="streams"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      fill="none"
      preserveAspectRatio="xMidYMid slice"
    >
      {STREAMS.map(([x, width]) => (
        <>
          <path
            d={`M${x} 0C${x} ${HEIGHT * 0.62} ${middle + (x - middle) * 0.12} ${HEIGHT * 0.4} ${middle + (x - middle) * 0.03} ${HEIGHT}`}
            stroke-width={width}
            stroke-linecap="round"
          />
          <circle cx={x} cy="4" r={width + 1} />
        </>
      ))}
    </svg>
  );
}
