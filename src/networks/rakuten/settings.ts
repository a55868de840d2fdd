/** The settings of a Rakuten connection: the form's schema, and how what a person typed or pasted becomes it. */
import { z } from 'zod';
import { TributaryError } from '../../core/index.ts';
import type { ConnectionSettings, CountryNetwork } from '../contract.ts';
import { COUNTRIES, CURRENCIES, countryNamed } from './countries.ts';
import { isReportName, isSameReport, isStandardReport } from './report-slug.ts';
import {
  inspectToken,
  isLoopback,
  type PastedUrl,
  REPORT_ORIGIN,
  readPastedToken,
  readReportUrl,
  TOKEN_START,
} from './token-input.ts';

const SKU_REPORT_NAME = 'Affilimate SKU Report';
/** What clients of the network keep to; it documents no pace. */
const DEFAULT_PACE = 5;
const FASTEST_PACE = 60;
/** For a simulated network on this machine. */
const FASTEST_SIMULATED_PACE = 6000;
const COUNTRY_CODES = COUNTRIES.map((country) => country.code).join(', ');

function wholeNumber(least: number, most: number) {
  const error = `Write a whole number from ${least} to ${most}.`;
  const written = z.string().regex(/^\d{1,6}$/);
  return z
    .union([z.number(), written.transform(Number)], { error })
    .pipe(z.int({ error }).min(least, { error }).max(most, { error }));
}

function yesOrNo() {
  return z.union([z.boolean(), z.stringbool()], { error: 'Write yes or no.' });
}

function reportName() {
  const error = 'Write the name of a report as Rakuten shows it, or leave it empty.';
  return z
    .string({ error })
    .max(200, { error: 'The name of a report has at most 200 characters.' })
    .refine((name) => name === '' || isReportName(name), { error })
    .refine((name) => !isCredential(name), { error: 'This is a token or a URL; write the name of the report only.' });
}

/** Names of reports are shown: a token that was pasted into the wrong field must not get there. */
function isCredential(text: string): boolean {
  return text.includes('://') || text.includes(TOKEN_START) || /[0-9a-f]{64}/i.test(text);
}

/** The text as an origin: the network's own, or one on this machine; null if it is neither. */
function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isOriginOnly = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return isOriginOnly && (url.origin === REPORT_ORIGIN || isLoopback(url)) ? url.origin : null;
}

const fields = {
  token: z
    .string({ error: 'Paste the report URL or the token.' })
    .superRefine((text, issues) => {
      const reading = inspectToken(text);
      const message = reading.kind === 'fault' ? reading.message : 'The token is not in its usual form.';
      if (reading.kind === 'fault' || reading.token !== text) issues.addIssue({ code: 'custom', message });
    })
    .meta({
      title: 'Report URL or token',
      description:
        'At Rakuten open Reports > Reporting, choose a report, then "Get API" in the menu beside "View Report". Paste the whole URL, or only the token in it.',
      secret: true,
    }),
  siteId: z
    .string({ error: 'Write the Site ID, 7 digits.' })
    .regex(/^\d{7}$/, { error: 'The Site ID has 7 digits.' })
    .meta({
      title: 'Site ID',
      description: '7 digits; the dashboard of Rakuten shows them at the top right, after "Site ID".',
    }),
  country: z
    .enum([...new Set(COUNTRIES.map((country) => country.id))], {
      error: `Name the country network: ${COUNTRY_CODES}.`,
    })
    .meta({
      title: 'Country network',
      description:
        'Each country of Rakuten is a network of its own; the flags under Programs > My Advertisers show yours. Make one connection a country, with the same token.',
    }),
  currency: z
    .enum([...CURRENCIES], { error: `Write one of ${[...CURRENCIES].join(', ')}.` })
    .optional()
    .meta({
      title: 'Currency',
      description:
        'What the country network pays in. Needed for Europe and Latin America only: the others pay in their own.',
    }),
  skuReport: reportName().default(SKU_REPORT_NAME).meta({
    title: 'SKU report',
    description:
      'Exact name of your saved report with the columns Product Name, SKU, Total Commission and Product Brand. Empty: no figures by brand.',
  }),
  betterReport: reportName().default('').meta({
    title: 'Report with Transaction ID',
    description:
      'Exact name of your saved report with the column Transaction ID, if you made one. It takes the place of the Individual Item and Signature Orders reports. Empty: these two are read.',
  }),
  nonCommissionable: yesOrNo().default(true).meta({
    title: 'Read lost sales',
    description: 'Also read the Non-Commissionable Sales Report: sales that will never pay, and why.',
  }),
  requestsPerMinute: wholeNumber(1, FASTEST_SIMULATED_PACE)
    .default(DEFAULT_PACE)
    .meta({
      title: 'Requests a minute',
      description: `For the whole account, ${FASTEST_PACE} at most. Rakuten refuses more than about ${DEFAULT_PACE}.`,
    }),
  timeoutSeconds: wholeNumber(1, 3600).default(300).meta({
    title: 'Longest wait for a report, in seconds',
    description: 'Rakuten makes a report while we wait; minutes are normal.',
  }),
  baseUrl: z
    .string()
    .transform((text) => originOf(text) ?? text)
    .pipe(
      z.string().refine((origin) => originOf(origin) === origin, {
        error: `Leave this at ${REPORT_ORIGIN}, or write the origin of a simulated network on this machine, such as http://127.0.0.1:4400.`,
      }),
    )
    .default(REPORT_ORIGIN)
    .meta({
      title: 'Address of the network',
      description: `Leave it at ${REPORT_ORIGIN}. For a simulated network only, a loopback http origin on this machine, such as http://127.0.0.1:4400.`,
    }),
};

/** The form of a connection. Parsing what it gave gives the same again. */
export const settingsSchema = z.strictObject(fields).superRefine((settings, issues) => {
  const fail = (field: keyof typeof fields, message: string): void =>
    issues.addIssue({ code: 'custom', path: [field], message });
  const country = COUNTRIES.find(({ id }) => id === settings.country);
  const pays = country?.currency ?? null;
  if (pays === null && settings.currency === undefined) {
    fail('currency', `Rakuten does not say what ${country?.label} pays in: name the currency of your payments there.`);
  }
  if (pays !== null && settings.currency !== undefined && settings.currency !== pays) {
    fail('currency', `${country?.label} pays in ${pays}; leave the currency out.`);
  }
  if (settings.baseUrl === REPORT_ORIGIN && settings.requestsPerMinute > FASTEST_PACE) {
    fail('requestsPerMinute', `Write a whole number from 1 to ${FASTEST_PACE}.`);
  }
  if (isSameReport(settings.skuReport, settings.betterReport)) {
    fail('betterReport', 'The report with Transaction ID and the SKU report are two reports; name another.');
  }
});

/** Settings of a connection, as the schema gave them. `token` is a secret. */
export type RakutenSettings = z.infer<typeof settingsSchema>;

/** The names of saved reports: here an empty text says something, and the report's whole URL is as good as its name. */
const REPORT_NAMES: ReadonlySet<string> = new Set(['skuReport', 'betterReport']);

/**
 * Takes apart what a person typed or pasted; the schema reads the result. What was typed counts before what a pasted
 * URL says. Throws `TributaryError` `bad-token`, `advertiser-token`, `foreign-url` or `unknown-country`.
 */
export function prepareSettings(input: ConnectionSettings): ConnectionSettings {
  const typed = Object.fromEntries(Object.entries(input).flatMap(tidyEntry));
  const { token, country, currency } = typed;
  const pasted = typeof token === 'string' ? readPastedToken(token) : null;
  return {
    ...(pasted?.url ? settingsIn(pasted.url, typed) : {}),
    ...typed,
    ...(pasted === null ? {} : { token: pasted.token }),
    ...(typeof country === 'string' ? { country: countryIdOfName(country) } : {}),
    ...(typeof currency === 'string' ? { currency: currency.toUpperCase() } : {}),
    ...(pasted?.url ? reportIn(pasted.url, typed) : {}),
  };
}

/** Leaves out what was left empty, and writes ids that came as numbers as the texts that they are. */
function tidyEntry([name, value]: [string, unknown]): [string, unknown][] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'number' && (name === 'siteId' || name === 'country')) return [[name, String(value)]];
  if (typeof value !== 'string') return [[name, value]];
  const text = value.trim();
  if (REPORT_NAMES.has(name)) return [[name, readReportUrl(text)?.reportKey ?? text]];
  return text === '' ? [] : [[name, text]];
}

function countryIdOfName(name: string): CountryNetwork['id'] {
  const country = countryNamed(name);
  if (country !== null) return country.id;
  const shown = name.length > 30 ? 'such country network' : `country network "${name}"`; // longer may be a token
  throw new TributaryError('unknown-country', `Rakuten has no ${shown}: there is ${COUNTRY_CODES}.`);
}

function settingsIn(url: PastedUrl, typed: ConnectionSettings): ConnectionSettings {
  return {
    ...(url.network !== null && typed['country'] === undefined ? { country: countryIdOfName(url.network) } : {}),
    ...(url.loopbackOrigin === null ? {} : { baseUrl: url.loopbackOrigin }),
  };
}

/** The saved report that a URL asks for, under its key as the URL writes it, so that the same is asked again. */
function reportIn({ reportKey }: PastedUrl, typed: ConnectionSettings): ConnectionSettings {
  const { skuReport, betterReport = '' } = typed;
  if (reportKey === null || isStandardReport(reportKey)) return {};
  const skuNames = [SKU_REPORT_NAME, skuReport].filter((name) => typeof name === 'string');
  if (skuNames.some((name) => isSameReport(name, reportKey))) {
    return skuReport === undefined ? { skuReport: reportKey } : {};
  }
  return betterReport === '' ? { betterReport: reportKey } : {};
}
