/** Steps at which a crash is tried: a test kills the program at the n-th step that it reaches. */
import { killAtStep } from './config.ts';

const killAt = killAtStep();
let reached = 0;

if (killAt !== undefined) process.on('exit', () => process.stderr.write(`reached ${reached} steps\n`));

/** Says that the program is between two effects that a crash may part. Costs nothing unless a test asked for a kill. */
export function reachStep(): void {
  if (killAt === undefined) return;
  reached += 1;
  if (reached === killAt) process.kill(process.pid, 'SIGKILL');
}
