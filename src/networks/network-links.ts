/** Makes a network's `recognise` and `tag` of the forms of its links, and says whether a form has room for a click id. */
import {
  CLICK_ID_LENGTH,
  type LinkForm,
  linkRules,
  parseClickId,
  ruleFor,
  subIdsOf,
  withSubId,
} from '../core/index.ts';
import type { NetworkLinks } from './contract.ts';

/** Percent-encoded text as people read it; as it stands if it is not encoded properly. */
export function decodedText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The links of a network. */
export function linksOf(network: string, forms: readonly LinkForm[]): NetworkLinks {
  const rulesOf = new Map(forms.map((form) => [form, linkRules(network, form)]));
  const all = [...rulesOf.values()].flat();
  const find = (text: string) => {
    const href = URL.canParse(text) ? new URL(text).href : '';
    for (const [form, rules] of rulesOf) {
      if (ruleFor(href, rules) !== undefined) return { href, form, rules };
    }
    return null;
  };
  return {
    forms,
    recognise: (text) => {
      const found = find(text);
      if (found === null) return null;
      const { href, form, rules } = found;
      const advertiserId = form.advertiser === undefined ? null : new URL(href).searchParams.get(form.advertiser);
      const subIds = [...subIdsOf(href, rules).values()].map(decodedText);
      const subId = subIds.find((text) => parseClickId(text).kind === 'intact') ?? subIds[0] ?? '';
      return { subId, advertiserId: advertiserId === '' ? null : advertiserId };
    },
    tag: (text, subId) => {
      const found = find(text);
      if (found === null) return null;
      const { href, form } = found;
      if (!isCarried(form, subId)) throw new RangeError(`not a sub-id for ${network}: "${subId.slice(0, 100)}"`);
      const tagged = withSubId(href, subId, all);
      return tagged === href ? text : tagged;
    },
  };
}

/** True if the network brings this sub-id back as it is. */
function isCarried({ maxLength, alphabet }: LinkForm, subId: string): boolean {
  return new RegExp(`^[${alphabet}]+$`).test(subId) && (maxLength === null || subId.length <= maxLength);
}

/** Why a click id cannot be written into links of this form, in words; null if it can, or none is ever written. */
export function clickIdFault({ subId, maxLength, alphabet }: LinkForm): string | null {
  if (subId === null) return null;
  if (maxLength !== null && maxLength < CLICK_ID_LENGTH)
    return `${subId} carries ${maxLength} characters, and a click id has ${CLICK_ID_LENGTH}: declare subId null`;
  return new RegExp(`^[${alphabet}]+$`).test('abcdefghijklmnopqrstuvwxyz0123456789')
    ? null
    : `${subId} does not carry every letter and digit of a click id: declare subId null`;
}
