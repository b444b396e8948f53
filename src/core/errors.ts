/** What kind of refusal a code is; only doors map kinds to a status of their protocol. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'withheld' | 'absent' | 'conflict' | 'limit' | 'unavailable' | 'fault';

interface ErrorRow {
  readonly kind: ErrorKind;
  /** Lower case, no full stop, the user's value in backticks, then what to do next. `{name}` is filled from the details. */
  readonly message: string;
}

/** All errors that leave Parley. Codes are stable; users match codes, never messages. Documented in docs/reference/errors.md. */
export const ERRORS = {
  'home-exists': { kind: 'conflict', message: '`{home}` already holds a home: choose another directory with --home' },
  'home-missing': { kind: 'absent', message: '`{home}` holds no home: make one with `parley init --name NAME`' },
  'home-unreadable': { kind: 'invalid', message: 'the home `{home}` cannot be read: {reason}' },
  'home-unwritable': {
    kind: 'unavailable',
    message: '`{file}` cannot be written ({reason}): make space there; what the database has committed stands',
  },
  'schema-newer': {
    kind: 'conflict',
    message: 'the database was written by a newer Parley (migration `{migration}`): upgrade this one',
  },
  'node-missing': {
    kind: 'conflict',
    message:
      'the database is empty, and the home `{home}` belongs to a node: check PARLEY_DATABASE_URL, or put a backup back with `parley restore FILE`',
  },
  'node-mismatch': {
    kind: 'conflict',
    message: 'the {what} belongs to another node than the home `{home}`: check --home and PARLEY_DATABASE_URL',
  },
  'node-taken': { kind: 'conflict', message: 'the database already holds a node: give this one a database of its own' },
  'slug-malformed': { kind: 'invalid', message: '`{value}` is not a short name: use 1 to 64 of a-z, 0-9 and -' },
  'slug-taken': { kind: 'conflict', message: '`{value}` is taken: choose another short name' },
  'operator-unknown': { kind: 'absent', message: 'no operator `{value}`: see `parley operator list`' },
  'role-unknown': {
    kind: 'invalid',
    message: '`{value}` is not a role: use one of administrator, release-officer, analyst, auditor',
  },
  'role-insufficient': { kind: 'withheld', message: 'operator `{value}` is {role} and may not do this: it takes {needed}' },
  'participant-unknown': { kind: 'absent', message: 'no participant `{value}`: see `parley participant list`' },
  'collection-unknown': { kind: 'absent', message: 'no collection `{value}`: see `parley collection list`' },
  'track-unknown': { kind: 'absent', message: 'no track `{value}`: see `parley track list`' },
  'tier-unknown': { kind: 'invalid', message: '`{value}` is not a tier: use one of closed, contact, proving, partner, ally' },
  'label-malformed': {
    kind: 'invalid',
    message: '`{value}` is not a label: write KEY=VALUE as in docs/reference/labels.md: {reason}',
  },
  'identity-malformed': { kind: 'invalid', message: '`{value}` is not the id of a STIX identity: write identity--UUID' },
  'identity-taken': { kind: 'conflict', message: 'identity `{value}` is bound to another participant' },
  'certificate-malformed': {
    kind: 'invalid',
    message: '`{value}` names no certificate: write sha256:HEX or subject:CN=NAME,O=NAME: {reason}',
  },
  'certificate-taken': { kind: 'conflict', message: 'certificate `{value}` is bound to another participant' },
  'clearance-malformed': {
    kind: 'invalid',
    message: '`{value}` is not a clearance: give a marking-definition id, or tlp:amber and the like',
  },
  'time-malformed': { kind: 'invalid', message: '`{value}` is not a time: write RFC 3339 in UTC, as 2026-05-03T00:00:00Z' },
  'time-past': { kind: 'invalid', message: '`{value}` is not in the future: give a later time, or none' },
  'token-unknown': { kind: 'absent', message: 'no token `{value}`: see `parley token list`' },
  'object-unknown': { kind: 'absent', message: 'no object `{value}` in this node' },
  'version-unknown': { kind: 'absent', message: 'no version `{version}` of `{value}` in this node' },
  'consent-unknown': { kind: 'absent', message: 'no consent of `{originator}` to `{value}`: see `parley consent list`' },
  'file-exists': { kind: 'conflict', message: '`{file}` is there already: choose another name, nothing is overwritten' },
  'file-unwritable': { kind: 'invalid', message: '`{file}` cannot be written: {reason}' },
  'archive-damaged': { kind: 'invalid', message: 'the archive is not whole, nothing was stored: {reason}' },
  'archive-foreign': {
    kind: 'conflict',
    message: 'no key of this home has signed the archive: copy `keys/` from the home that it was made in',
  },
  'archive-newer': {
    kind: 'conflict',
    message: 'the archive was written by Parley {parley}, newer than this one (migration `{migration}`): upgrade this one',
  },
  'archive-older': {
    kind: 'conflict',
    message:
      'the archive was written by Parley {parley}, older than this one (migration `{migration}`): restore it with that one, then upgrade',
  },
  'file-unreadable': { kind: 'invalid', message: '`{file}` cannot be read: {reason}' },
  'json-malformed': { kind: 'invalid', message: 'not well-formed JSON: {reason}' },
  'json-truncated': { kind: 'invalid', message: 'the input ends inside {where}: the objects before it were kept' },
  'json-hostile': { kind: 'invalid', message: '{reason}' },
  'object-too-large': { kind: 'limit', message: 'the object is larger than {bytes_max} bytes' },
  'object-invalid': { kind: 'invalid', message: '{reason}' },
  'object-advised': { kind: 'invalid', message: '{reason}' },
  'objects-rejected': { kind: 'invalid', message: '{rejected} rejected, for the reasons listed; {read} read' },
  'version-conflict': {
    kind: 'conflict',
    message: '`{id}` version `{version}` is stored with other content: nothing was overwritten',
  },
  'creator-conflict': {
    kind: 'conflict',
    message: '`{id}` belongs to another creator: only the creator of an object may make versions of it (STIX 3.6)',
  },
  'originator-conflict': {
    kind: 'conflict',
    message: '`{id}` was first released by another participant: check --originator and the identities of your partners',
  },
  'created-conflict': {
    kind: 'conflict',
    message: '`{id}` was created at `{created}`: a new version may not change that (STIX 3.6)',
  },
  'revoked-final': { kind: 'conflict', message: '`{id}` was revoked at `{version}`: no later version can follow (STIX 3.6)' },
  'quarantine-unknown': { kind: 'absent', message: 'nothing stands in quarantine under `{value}`: see `parley quarantine list`' },
  'reference-dangling': { kind: 'absent', message: '`{target}` is referred to and not in the input' },
  'rules-invalid': {
    kind: 'invalid',
    message: 'the rule book in `{dir}` has {count} problem(s): see `parley rules check {dir}`',
  },
  'rules-unreadable': { kind: 'invalid', message: 'no rule book can be read in `{dir}`: {reason}' },
  'rules-changed': {
    kind: 'conflict',
    message: 'the rule book in `{dir}` has hash `{hash}`, not `{expected}`: check it again before applying',
  },
  'rules-erring': { kind: 'invalid', message: 'rule `{rule}` errs for an existing class: {reason}; nothing was applied' },
  'note-malformed': { kind: 'invalid', message: 'not a {format}: {reason}' },
  'ledger-unreachable': { kind: 'unavailable', message: '`{url}` does not answer as a ledger: {reason}' },
  'ledger-unverified': { kind: 'conflict', message: 'ledger `{origin}` does not verify: {reason}' },
  'receipt-unverified': { kind: 'conflict', message: 'the receipt of ledger `{origin}` does not verify: {reason}' },
  'leaf-unknown': { kind: 'absent', message: 'ledger `{origin}` has no leaf {index}: give a number below {size}' },
  'leaf-forgotten': {
    kind: 'absent',
    message: 'what leaf {index} of ledger `{origin}` said was forgotten: only its place in the tree is left',
  },
  'pull-url-malformed': { kind: 'invalid', message: '`{url}` cannot be pulled from: {reason}' },
  'pull-insecure': {
    kind: 'invalid',
    message: 'refusing to ask `{host}` without TLS: write https://, or, for a loopback or private address, add --allow-private',
  },
  'pull-private': {
    kind: 'invalid',
    message: 'refusing to connect to `{host}`: its address `{address}` is {reason}; if it is meant, add --allow-private',
  },
  'pull-redirected': {
    kind: 'conflict',
    message: '`{url}` redirects to `{target}`, which was not asked ({reason}): pull from there if you trust it',
  },
  'pull-unreachable': {
    kind: 'unavailable',
    message: '`{url}` does not answer: {reason}; check the address, or try again later',
  },
  'pull-refused': { kind: 'conflict', message: '`{url}` answers with status {status}: {advice}' },
  'pull-malformed': { kind: 'invalid', message: '`{url}` does not answer as TAXII 2.1: {reason}' },
  'pull-too-large': {
    kind: 'limit',
    message: '`{url}` sends more than {bytes_max} bytes at once: ask for smaller pages with --limit',
  },
  'pull-stuck': {
    kind: 'conflict',
    message: '`{url}` says that there is more and does not go on: {reason}; ask its operator, or go on with --added-after',
  },
  'pull-collection-unknown': { kind: 'absent', message: 'no collection `{value}` at `{url}`: {listed}' },
  'pull-collection-ambiguous': {
    kind: 'conflict',
    message: '`{value}` names {count} collections at `{url}`: give the URL of one',
  },
  'limit-reached': { kind: 'limit', message: 'the limit {limit} ({value}) is reached' },
  'host-exposed': {
    kind: 'invalid',
    message:
      'refusing to listen on `{host}` without TLS: use a loopback address, PARLEY_TLS_CERT with PARLEY_TLS_KEY, or --behind-proxy',
  },
  'tls-unreadable': { kind: 'invalid', message: '{name}: `{file}` cannot be used: {reason}' },
  'tls-mismatched': {
    kind: 'invalid',
    message: 'the key `{key}` does not belong to the first certificate of `{cert}`: give the two that were made together',
  },
  'tls-refused': {
    kind: 'invalid',
    message:
      'certificate and key cannot be served with ({reason}): use RSA of 2048 bits or more, ECDSA or Ed25519, signed by SHA-256 or better',
  },
  'address-refused': {
    kind: 'unavailable',
    message: 'cannot listen on `{host}` port `{port}` ({reason}): stop who does, or set {setting}',
  },
  'setting-malformed': { kind: 'invalid', message: '{name} is `{value}`: {reason}' },
  'credentials-wrong': { kind: 'unauthenticated', message: 'credentials are missing or not valid' },
  'rate-exceeded': { kind: 'limit', message: 'too much was asked for in a short time: come back in {wait_s} s' },
  'not-found': { kind: 'absent', message: 'no such resource' },
  'not-writable': { kind: 'withheld', message: 'this collection cannot be written to' },
  'not-readable': { kind: 'withheld', message: 'this collection can only be written to' },
  'envelope-malformed': {
    kind: 'invalid',
    message: 'send an envelope, `{"objects": […]}`, or a bundle, with at least one object: {reason}',
  },
  'creator-foreign': {
    kind: 'conflict',
    message:
      '`{id}` names no creator that is an identity of its sender: bind it with `parley participant set`, and let it be sent again',
  },
  'filter-malformed': { kind: 'invalid', message: '`{field}` is `{value}`: {reason}' },
  'cursor-foreign': { kind: 'invalid', message: '`next` was not made for this query: start again without it' },
  'not-acceptable': { kind: 'invalid', message: 'accept application/taxii+json;version=2.1' },
  'method-not-allowed': { kind: 'invalid', message: 'this resource has no such method: see the Allow header' },
  'request-malformed': { kind: 'invalid', message: 'the request is not well-formed HTTP, or its URL cannot be decoded' },
  'media-unsupported': { kind: 'invalid', message: 'the Content-Type cannot be read: send application/taxii+json;version=2.1' },
  'url-too-long': { kind: 'limit', message: 'the URL is longer than {length_max} characters: filter in several requests' },
  'body-too-large': { kind: 'limit', message: 'the body is larger than {bytes_max} bytes: send it in parts' },
  'store-refused': { kind: 'unavailable', message: 'the database cannot be used: {reason}' },
  'store-unavailable': { kind: 'unavailable', message: 'the database cannot be reached: try again' },
  'ledger-behind': {
    kind: 'unavailable',
    message:
      'the database holds {size} leaves of the host ledger, and this home has seen {seen}: put the newest database back, or give up the tail with --accept-loss, by `parley ledger recover` or `parley restore`',
  },
  'ledger-forked': {
    kind: 'unavailable',
    message:
      'the database contradicts the checkpoint `{seen}` that this home has seen: it is another history; put the right database back, or give it up with --accept-loss, by `parley ledger recover` or `parley restore`',
  },
  'ledger-sound': { kind: 'conflict', message: 'the ledgers are sound: there is nothing to give up' },
  'keys-stale': {
    kind: 'unavailable',
    message: 'the keys of this home are not those in force: copy `keys/` from the home where they were rotated',
  },
  fault: { kind: 'fault', message: 'an internal error occurred' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The one error class. `details` fill the message of the code's row; they never hold a secret. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError';
  readonly kind: ErrorKind;

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(formatError(code, details), options);
    this.kind = ERRORS[code].kind;
  }
}

/** The message of a code with its details filled in. */
export const formatError = (code: ErrorCode, details: ErrorDetails): string =>
  ERRORS[code].message.replace(/\{(\w+)\}/g, (whole, name: string) => (name in details ? String(details[name]) : whole));
