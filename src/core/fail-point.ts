/** Steps at which a crash is tried: a test kills the program at the n-th step that it reaches. */
import { killAtStep } from './config.ts';

let stepsLeft = killAtStep();

/** Says that the program is between two effects that a crash may part. Costs nothing unless a test asked for a kill. */
export function reachStep(): void {
  if (stepsLeft === undefined) return;
  stepsLeft -= 1;
  if (stepsLeft === 0) process.kill(process.pid, 'SIGKILL');
}
