/** What user agents say, remembered for the most frequent ones: reading one costs more than all else of an event. */
import { isbot } from 'isbot';
import { type Device, deviceOf } from './client.ts';

/** What is kept of a user agent; the text itself never leaves this map, which is in memory only. */
export interface UserAgent {
  readonly isBot: boolean;
  readonly device: Device;
}

/** Some hundred kinds of browsers make nearly all of the traffic. */
const MOST_REMEMBERED = 1000;
/** Browsers stay under 300 characters; what is longer is not worth the room. */
const LONGEST_REMEMBERED = 500;
const remembered = new Map<string, UserAgent>();

/** Reads a user agent. Who sends none is a bot: every browser does. */
export function readUserAgent(text: string): UserAgent {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const read = { isBot: text === '' || isbot(text), device: deviceOf(text) };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  if (text.length <= LONGEST_REMEMBERED) remembered.set(text, read);
  return read;
}
