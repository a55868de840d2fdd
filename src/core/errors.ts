/** The catalogue of errors a person can meet. `docs/errors.md` explains each; a test compares the two both ways. */

export const ERROR_CODES = {
  'unknown-network': 'There is no network of that name.',
  'unknown-country': 'The network has no country network of that name.',
  'missing-country': 'The network has several country networks and none was named.',
  'unknown-report': 'The network has no report of that name.',
  'unrecognised-report': 'No report of the network has this header.',
  'missing-columns': 'The report lacks columns that it must have.',
  'file-not-found': 'The file cannot be read.',
  'empty-file': 'The file has no content.',
  'html-instead-of-csv': 'The file is a web page, not a report.',
  'error-instead-of-csv': 'The file is an error message of the network, not a report.',
  'wrong-encoding': 'The file is not UTF-8 text.',
  'open-quote': 'A quote is never closed; the file is damaged or cut off.',
  'bad-quote': 'Text follows a closing quote; the file is damaged.',
  'truncated-file': 'The last row is too short; the file is cut off.',
  'bad-zip': 'The ZIP file cannot be read.',
  'empty-zip': 'The ZIP file holds no CSV.',
  'data-folder-busy': 'Another process holds the data folder.',
  'data-folder-unwritable': 'The data folder cannot be written.',
  'data-folder-mixed': 'The data folder holds a file of an earlier version beside its successor.',
  'facts-of-another-version': 'The facts store was written by another version of Tributary.',
  'file-unwritable': 'The file cannot be written.',
  'ports-busy': 'No free port was found.',
  'unknown-run': 'There is no such run.',
  'run-not-waiting': 'The run is not waiting for a decision.',
  'run-interrupted': 'The program ended while the run was being made.',
  'run-underway': 'A run of this connection is under way already.',
  'unknown-connection': 'There is no connection of that name.',
  'connection-name-taken': 'Another connection has this name.',
  'connection-stopped': 'The connection is paused or stopped.',
  'connection-without-api': 'The connection takes files only.',
  'ambiguous-connection': 'Several accounts match and none was named.',
  'adoption-undecided':
    'Files of this country were imported without a connection, and it is not said whether they are of this account.',
  'invalid-settings': 'A setting is missing or not understood.',
  'bad-token': 'The text is not a token of the network.',
  'advertiser-token': 'The token is of an advertiser, not of a publisher.',
  'foreign-url': 'The address is not of the network.',
  'unknown-test': 'There is no such test of a connection.',
  'unknown-raw-report': 'There is no such raw report.',
  'unknown-transaction': 'There is no such line in the ledger.',
  'unreadable-rates': 'The file holds no exchange rates that are understood.',
  'rates-unavailable': 'The exchange rates could not be fetched.',
  'unknown-site': 'There is no such site.',
  'site-host-taken': 'Another site has this host.',
  'network-auth': 'The network refuses the token.',
  'network-throttled': 'The network answers that there were too many requests.',
  'network-timeout': 'The network did not answer in time.',
  'network-unavailable': 'The network cannot be reached or fails.',
  'network-answer': 'The network answered something that is not known.',
  'report-not-found': 'The network has no report of that name.',
  'window-refused': 'The network refuses the range of days.',
  'address-refused': 'The address may not be asked.',
  'answer-too-large': 'The answer is larger than any report.',
  'wrong-key': 'The API key is missing or wrong.',
  'not-signed-in': 'Nobody is signed in.',
  'sign-in-failed': 'The e-mail address or the password is wrong.',
  'wrong-code': 'The code is wrong, over, or was used before.',
  'wrong-password': 'The password that was asked again is wrong.',
  'weak-password': 'The password is too short, too long or too common.',
  'too-many-attempts': 'There were too many attempts.',
  'not-allowed': 'The role or the key does not allow this.',
  'money-hidden': 'The amounts of this workspace are hidden from this account, and the file would show them.',
  'session-wanted': 'Only a person who is signed in can do this.',
  'link-invalid': 'The link is unknown, was used, or is over.',
  'unknown-workspace': 'There is no such workspace, or you are no member of it.',
  'workspace-wanted': 'There are several workspaces and none was named.',
  'trial-over': 'The trial or the plan of the workspace is over, so that it is read-only.',
  'unknown-plan': 'There is no such plan.',
  'bad-signature': 'The message about billing is not signed as it has to be.',
  'last-workspace': 'The installation would be left without a workspace.',
  'demo-failed': 'The demo could not be made.',
  'name-not-repeated': 'The name that confirms a removal is not the name.',
  'unknown-member': 'There is no such member.',
  'unknown-invitation': 'There is no such invitation.',
  'unknown-session': 'There is no such session.',
  'unknown-api-key': 'There is no such API key.',
  'unknown-view': 'There is no such saved view.',
  'unknown-annotation': 'There is no such annotation.',
  'unknown-label-rule': 'There is no such label rule.',
  'label-rule-taken': 'There is a label rule for this text already.',
  'already-member': 'A member or an invitation has this e-mail address already.',
  'last-owner': 'The workspace would be left without an owner.',
  'two-factor-on': 'The second factor is on already.',
  'two-factor-off': 'The second factor is not on.',
  'passkey-refused': 'The passkey was not accepted.',
  'passkeys-unavailable': 'Passkeys do not work at this address.',
  'unknown-passkey': 'There is no such passkey.',
  'mail-off': 'This installation sends no mail.',
  'mail-failed': 'The mail server did not take the mail.',
  'unknown-letter': 'There is no such letter of the newsletter.',
  'refused-request': 'The request came from another site or through a proxy.',
  'not-found': 'There is nothing at this address.',
  'invalid-request': 'The request is not understood.',
  'request-too-large': 'The request is larger than anything this program takes.',
  'master-key-missing': 'The master key of the data folder is missing or is another one.',
  'damaged-secret': 'A stored secret is damaged or lies in the wrong place.',
  'out-of-memory': 'The run needs more memory than the machine has for it.',
  'facts-reopened': 'The facts had to be opened again while this was under way.',
  'raw-reports-missing': 'Raw reports that a rebuild needs are not there.',
  'nothing-to-replay': 'No posted run has raw reports to replay.',
  'server-unreachable': 'The running server does not answer.',
  'wrong-arguments': 'The command was called with arguments it does not understand.',
  bug: 'Tributary itself failed.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Where in a person's input an error lies. Lines count from 1, preface and header included. */
export interface ErrorPlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: string;
}

/** An error with a message for the person who can mend it. `cause` keeps the internal one. */
export class TributaryError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  /** What the other side said, in its own words; nothing secret is in them. */
  readonly words: string | undefined;

  constructor(code: ErrorCode, userMessage: string, place: ErrorPlace = {}, cause?: unknown, words?: string) {
    super(userMessage, cause === undefined ? undefined : { cause });
    this.name = 'TributaryError';
    this.code = code;
    this.place = place;
    this.words = words;
  }
}

/** The same shape for every error that leaves the program. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: string | null;
  /** What the network said, in its own words; absent: nothing. */
  readonly words?: string | undefined;
}

/** Describes any thrown value; one that is not ours is a bug and says so. */
export function describeError(error: unknown): ErrorReport {
  if (error instanceof TributaryError) {
    const { code, message, words, place } = error;
    const report = { code, message, file: place.file ?? null, line: place.line ?? null, column: place.column ?? null };
    return words === undefined ? report : { ...report, words };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'bug', message: `Tributary failed: ${message}`, file: null, line: null, column: null };
}
