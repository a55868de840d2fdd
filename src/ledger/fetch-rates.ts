/** Asks the European Central Bank for its rates: only where the workspace said so, and nothing of ours goes there. */
import { type Outbound, TributaryError } from '../core/index.ts';
import { type PublishedRate, readEcbRates } from './ecb-rates.ts';

const ORIGIN = 'https://www.ecb.europa.eu';
const FOLDER = '/stats/eurofxref/';
/** The file of the last 90 days covers a gap up to here; a longer one takes the whole history. */
const SHORT_GAP_DAYS = 80;
const TIMEOUT_MS = 30_000;
const MOST_BYTES = 20 * 1024 * 1024;

/** Fetches what is missing after `lastDay` (null: everything). Throws `rates-unavailable`, `unreadable-rates`. */
export async function fetchEcbRates(
  outbound: Outbound,
  lastDay: string | null,
  today: string,
): Promise<PublishedRate[]> {
  const gap = lastDay === null ? Number.POSITIVE_INFINITY : (Date.parse(today) - Date.parse(lastDay)) / 86_400_000;
  const name = gap > SHORT_GAP_DAYS ? 'eurofxref-hist.zip' : 'eurofxref-hist-90d.xml';
  return readEcbRates(name, await download(outbound, new URL(`${FOLDER}${name}`, ORIGIN)));
}

async function download(outbound: Outbound, url: URL): Promise<Uint8Array> {
  try {
    const answer = await outbound.request({
      url,
      purpose: 'exchange-rates',
      allowedOrigins: [ORIGIN],
      timeoutMs: TIMEOUT_MS,
      maxBytes: MOST_BYTES,
    });
    if (answer.status !== 200) {
      answer.discard();
      throw new Error(`status ${answer.status}`);
    }
    const parts: Uint8Array[] = [];
    for await (const part of answer.bytes) parts.push(part);
    return Buffer.concat(parts);
  } catch (error) {
    throw new TributaryError(
      'rates-unavailable',
      `The exchange rates of ${url.host} could not be fetched: try again later, or download the file and upload it.`,
      {},
      error,
    );
  }
}
