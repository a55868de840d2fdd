/**
 * Reports by name, for who asks by a word (the command line): every route of a report that answers rows, and for each thing
 * that a report can be divided by its plural: `pages`, `brands`. Derived from the routes, so that a new one has a name.
 */
import { z } from 'zod';
import { attributionRoutes } from './attribution.ts';
import { reportRoutes } from './reports.ts';
import type { Route } from './route.ts';
import { siteRoutes } from './sites.ts';

const ROUTES = { ...reportRoutes, ...attributionRoutes, showLive: siteRoutes.showLive } as const;

/** A route that answers a report as JSON and needs no id. */
export type ReportRouteName = {
  [Name in keyof typeof ROUTES]: (typeof ROUTES)[Name] extends { readonly params: z.ZodType }
    ? never
    : (typeof ROUTES)[Name]['answer'] extends { readonly kind: 'json' }
      ? Name
      : never;
}[keyof typeof ROUTES];

/** One name. */
export interface NamedReport {
  readonly name: string;
  readonly route: ReportRouteName;
  /** What its rows are, where the name says so. */
  readonly by: string | null;
  readonly summary: string;
}

const FOLDER = '/api/v1/reports/';

/** `readerCountry` → `reader-country`. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function pluralOf(name: string): string {
  if (name.endsWith('y') && !/[aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
}

/** Every report, those with a route of their own first; a name that two would have is of the first. */
export const NAMED_REPORTS: readonly NamedReport[] = named();

function named(): NamedReport[] {
  const found = new Map<string, NamedReport>();
  const reports = Object.entries<Route>(ROUTES).flatMap(([key, route]) =>
    route.answer.kind === 'json' && route.params === undefined && route.path.startsWith(FOLDER)
      ? [{ route, key: key as ReportRouteName }] // the conditions of the type
      : [],
  );
  for (const { route, key } of reports) {
    const name = route.path.slice(FOLDER.length);
    found.set(name, { name, route: key, by: null, summary: route.summary });
  }
  for (const { route, key } of reports) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = route.query?.shape ?? {};
    const by = shape['by'];
    for (const value of by instanceof z.ZodEnum ? by.options : []) {
      const name = pluralOf(kebab(String(value)));
      const summary = `${route.path.slice(FOLDER.length)} by ${String(value)}`;
      if (!found.has(name)) found.set(name, { name, route: key, by: String(value), summary });
    }
  }
  return [...found.values()];
}
