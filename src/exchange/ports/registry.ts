import type { Operator } from '../../core/registry/operator.js';
import type { Caller, Participant } from '../../core/registry/participant.js';
import type { Tier } from '../../core/registry/tier.js';

/** The host itself. */
export interface Node {
  readonly id: string;
  readonly name: string;
}

/**
 * What a participant may see at this moment, in numbers. `epoch` is raised by whatever can take something away. `due` is the
 * epoch of the last change that its feeds must be swept for, `swept` that of the last sweep that ended: while `swept < due` a
 * feed may still hold live entries that are no longer allowed, and pages check each one.
 */
export interface Standing {
  readonly participant: number;
  /** Its interned profile. */
  readonly profile: number;
  readonly epoch: number;
  readonly due: number;
  readonly swept: number;
  /** Instant (ms) at which a consent runs out and the profile must be made anew; null: none will. */
  readonly changesAt: number | null;
  /** Responses on record: grows with each. */
  readonly disclosures: number;
  /** Generation of the ledgers that the record goes on in: what is known of another one's record is not known of this. */
  readonly history: number;
}

/** An originator's consent that one partner receives what the originator released. Instants in ms. */
export interface Consent {
  readonly originator: number;
  readonly participant: number;
  readonly expiresAt: number | null;
}

/** A credential. Only a keyed hash of the secret is kept. Instants in ms. */
export interface Token {
  readonly id: string;
  readonly participant: number;
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** Who holds a token. */
export interface Bearer {
  readonly token: Token;
  readonly caller: Caller;
  readonly suspended: boolean;
}

/** Whom a client certificate is bound to. */
export interface CertificateHolder {
  readonly caller: Caller;
  readonly suspended: boolean;
}

/** Unknown names and numbers give undefined. Lists are in the order of addition. */
export interface RegistryReader {
  node(): Promise<Node | undefined>;
  tracks(): Promise<readonly string[]>;
  operators(): Promise<readonly Operator[]>;
  operator(slug: string): Promise<Operator | undefined>;
  participants(): Promise<readonly Participant[]>;
  participant(slug: string): Promise<Participant | undefined>;
  participantByNum(num: number): Promise<Participant | undefined>;
  standing(participant: number): Promise<Standing | undefined>;
  /** Of these participants, or of all. */
  standings(participants?: readonly number[]): Promise<readonly Standing[]>;
  consents(): Promise<readonly Consent[]>;
  tokens(): Promise<readonly Token[]>;
  /** The token with one of these hashes and the participant it was issued to: one look, as every request takes it. */
  bearerOf(hashes: readonly string[]): Promise<Bearer | undefined>;
  /** Those of the tokens that are neither revoked nor expired at `at` (ms), and whose participant is not suspended. */
  tokensInForce(tokens: readonly string[], at: number): Promise<ReadonlySet<string>>;
  /** By binding; those that are bound to nobody are left out. */
  certificateHolders(bindings: readonly string[]): Promise<ReadonlyMap<string, CertificateHolder>>;
}

/** `add…` of a slug, identity or certificate that exists is the caller's mistake: callers check first, inside the same seal. */
export interface RegistrySealer extends RegistryReader {
  setNode(node: Node): Promise<void>;
  addTrack(name: string): Promise<void>;
  addOperator(operator: Operator): Promise<void>;
  /** Returns the number given to it. Its standing is set by the caller before the seal ends. */
  addParticipant(participant: Omit<Participant, 'num' | 'tiers'>): Promise<number>;
  /** Replaces name, groups, clearances, identities, certificates and suspension; tiers have `setTier`. */
  updateParticipant(participant: Participant): Promise<void>;
  setTier(participant: number, track: string, tier: Tier): Promise<void>;
  /** Inserts or replaces; the count of disclosures and the history stay as they are. A new one is of the generation in force. */
  setStanding(standing: Omit<Standing, 'disclosures' | 'history'>): Promise<void>;
  countDisclosures(more: ReadonlyMap<number, number>): Promise<void>;
  /** The record of all participants goes on in ledgers of this generation, after a tail of it was given up. */
  beginHistory(generation: number): Promise<void>;
  /** Inserts or replaces by (originator, participant). */
  setConsent(consent: Consent): Promise<void>;
  /** False if there was none. */
  dropConsent(originator: number, participant: number): Promise<boolean>;
  addToken(token: Token, hash: string): Promise<void>;
  /** The number of its participant; undefined if there is no such token. Revoking twice keeps the first instant. */
  revokeToken(id: string, at: number): Promise<number | undefined>;
}
