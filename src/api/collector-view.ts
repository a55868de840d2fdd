/** The collector as those see it who may not know where things lie on the server. Pure. */
import type { CollectorHealth } from '../collect/index.ts';

/** Places of files in what the system or an engine says of a failure. */
const PLACE = /(?<![\w.])(?:[A-Za-z]:)?[/\\][^\s'",:)]+/g;

/** The health with `…` for every place; all of it for who runs the installation. */
export function collectorView(health: CollectorHealth, isOperator: boolean): CollectorHealth {
  if (isOperator) return health;
  const { pulse } = health;
  const countries = pulse === null ? null : pulse.countries;
  return {
    ...health,
    fault: withoutPlaces(health.fault),
    pulse:
      pulse === null
        ? null
        : {
            ...pulse,
            fault: withoutPlaces(pulse.fault),
            countries: countries === null ? null : { ...countries, fault: withoutPlaces(countries.fault) },
          },
  };
}

function withoutPlaces(text: string | null): string | null {
  return text === null ? null : text.replaceAll(PLACE, '…');
}
