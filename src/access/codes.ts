/** Random codes of links and the hashes under which they are stored. */
export { hashOf, newCode } from '../core/index.ts';
