/** Progress on stderr, only where a person is watching. */
import type { RunProgress } from '../imports/index.ts';
import type { Surroundings } from './surroundings.ts';

/** A line that says what a long command does; `done` removes it. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  readonly done: () => void;
}

const MARKS = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const BAR_WIDTH = 20;
const CLEAR = '\r\u001b[2K';

/** Starts a line with a turning mark and the seconds so far. Writes nothing unless stderr is a terminal. */
export function showProgress(surroundings: Surroundings, first: string): ProgressLine {
  if (!surroundings.isWatched) return { show: () => undefined, done: () => undefined };
  let text = first;
  let turn = 0;
  const started = performance.now();
  const timer = setInterval(() => {
    turn += 1;
    const seconds = Math.round((performance.now() - started) / 1000);
    surroundings.stderr.write(`${CLEAR}${MARKS[turn % MARKS.length] ?? ''} ${text} · ${seconds} s`);
  }, 120);
  return {
    show: (next) => {
      text = next;
    },
    done: () => {
      clearInterval(timer);
      surroundings.stderr.write(CLEAR);
    },
  };
}

/** How far a run is, in one line: stage, bar, what is asked now, until when it waits. */
export function progressText({ stage, done, total, current, retryAt }: RunProgress): string {
  const parts = [stage];
  if (total > 0) {
    const full = Math.min(BAR_WIDTH, Math.floor((BAR_WIDTH * done) / total));
    parts.push(`${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${done}/${total}`);
  }
  if (current !== null) parts.push(current);
  if (retryAt !== null) parts.push(`the network takes requests again at ${retryAt.slice(11, 16)} UTC`);
  return parts.join(' · ');
}
