/** A small network for tests of the API and the command line: one secret, one plain setting, two reports. */
import { z } from 'zod';
import type { CurrencyCode } from '../../src/core/index.ts';
import { defineNetwork } from '../../src/networks/index.ts';

const usd = 'USD' as CurrencyCode; // an ISO 4217 code, as the brand says

export const testNetwork = defineNetwork({
  id: 'testnet',
  label: 'Test Network',
  home: 'https://testnet.example/',
  timeZone: 'GMT',
  connectorVersion: 1,
  countries: [{ id: '1', code: 'US', label: 'United States', currency: usd }],
  limits: { maxWindowDays: 31, maxHistoryDays: 731, requestsPerMinute: 5, settleDays: 90, reversalDays: 90 },
  settings: z.strictObject({
    token: z.string().min(10).meta({ title: 'Token', secret: true }),
    country: z.string().meta({ title: 'Country' }).default('US'),
  }),
  prepareSettings: (input) => input,
  countryIdOf: () => '1',
  currencyOf: () => null,
  reports: [],
  unify: null,
  api: {
    account: ({ token }) => token,
    secrets: ({ token }) => [token],
    requestsPerMinute: () => 5,
    origin: () => 'https://testnet.example',
    reports: () => [
      { reportId: 'sales', name: 'Sales Report', isRequired: true },
      { reportId: 'brands', name: 'Brand Report', isRequired: false },
    ],
    fetch: () => {
      throw new Error('the fake imports never ask the network');
    },
  },
  links: null,
});
