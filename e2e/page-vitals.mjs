// What a page is like while it loads, as the browser itself measures it: paints, jumps, and tasks that hold it up.

/** Runs in the page before anything of it: notes what happens. `figure` is the selector of what is waited for. */
export function watchVitals(figure) {
  return `(() => {
  const seen = { largestMs: 0, jumps: 0, longTasksMs: [], figureMs: null };
  globalThis.__vitals = seen;
  const note = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  note('largest-contentful-paint', ({ startTime }) => { seen.largestMs = startTime; });
  note('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.jumps += value; });
  note('longtask', ({ duration }) => { seen.longTasksMs.push(duration); });
  const look = () => {
    if (document.querySelector(${JSON.stringify(figure)}) === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => { seen.figureMs = performance.now(); });
  };
  look();
})()`;
}

/** An expression for the page: what was noted, once the figure is there and a second has passed in which things may jump. */
export const READ_VITALS = `new Promise((done) => {
  const look = () => {
    if (globalThis.__vitals.figureMs === null) return setTimeout(look, 50);
    setTimeout(() => {
      const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
      done({
        ...globalThis.__vitals,
        blockedMs: globalThis.__vitals.longTasksMs.reduce((sum, one) => sum + one - 50, 0),
        scriptBytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      });
    }, 1000);
  };
  look();
})`;
