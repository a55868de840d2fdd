/** What a simulated reader's browser says of itself. */

/** Headers and settings of one reader; the same reader always has the same. */
export interface ReaderBrowser {
  readonly userAgent: string;
  /** A documentation address (RFC 5737): it belongs to nobody. */
  readonly address: string;
  readonly language: string;
}

const AGENTS = {
  mobile: [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
  ],
  tablet: [
    'Mozilla/5.0 (iPad; CPU OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  ],
  desktop: [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
    'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0',
  ],
} as const;
const LANGUAGES: Readonly<Record<string, string>> = {
  US: 'en-US',
  GB: 'en-GB',
  CA: 'en-CA',
  FR: 'fr-FR',
  BR: 'pt-BR',
  DE: 'de-DE',
  AU: 'en-AU',
};
const NETS = ['192.0.2', '198.51.100', '203.0.113'];

/** The browser of a reader `reader-<country>-<number>`. */
export function browserOf(readerId: string, device: keyof typeof AGENTS, country: string): ReaderBrowser {
  const number = Number(readerId.slice(readerId.lastIndexOf('-') + 1));
  const agents = AGENTS[device];
  return {
    userAgent: agents[number % agents.length] ?? agents[0],
    address: `${NETS[number % NETS.length]}.${1 + (Math.floor(number / NETS.length) % 254)}`,
    language: LANGUAGES[country] ?? 'en',
  };
}
