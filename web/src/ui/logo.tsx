/** The mark: two streams that become one. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" fill="none" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g className="stroke-on-accent" strokeWidth="2.6" strokeLinecap="round">
        <path d="M8 8c0 7 8 6 8 13v4" />
        <path d="M24 8c0 7-8 6-8 13" />
        <path d="M16 7v7" />
      </g>
    </svg>
  );
}
