export const ROLES = ['administrator', 'release-officer', 'analyst', 'auditor'] as const;

export type Role = (typeof ROLES)[number];

/** A person of the host with an account, who rules, triages, audits. */
export interface Operator {
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
}

export const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word);
