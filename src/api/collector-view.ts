/** The collector as those see it who may not know where things lie on the server. Pure. */
import type { CollectorHealth } from '../collect/index.ts';

/** Paths of files in what the system or an engine says of a failure. */
const PATH = /(?<![\w.])(?:[A-Za-z]:)?[/\\][^\s'",:)]+/g;

/** The health with `…` for every path; all of it for who runs the installation. */
export function collectorView(health: CollectorHealth, isOperator: boolean): CollectorHealth {
  if (isOperator) return health;
  const { pulse } = health;
  const places = pulse === null ? null : pulse.places;
  return {
    ...health,
    fault: withoutPaths(health.fault),
    pulse:
      pulse === null
        ? null
        : {
            ...pulse,
            fault: withoutPaths(pulse.fault),
            places: places === null ? null : { ...places, fault: withoutPaths(places.fault) },
          },
  };
}

function withoutPaths(text: string | null): string | null {
  return text === null ? null : text.replaceAll(PATH, '…');
}
