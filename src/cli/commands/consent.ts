import type { Command } from 'commander';
import { listConsents, recordConsent, withdrawConsent } from '../../exchange/consent.js';
import { instantOf, type RulingOptions, timeOf, withRuling } from '../options.js';
import { group, plan } from '../plan.js';
import { table } from '../table.js';

interface Parties extends RulingOptions {
  readonly originator: string;
  readonly to: string;
}

const withParties = (command: Command): Command =>
  withRuling(
    command
      .requiredOption('--originator <slug>', 'participant that first released the objects')
      .requiredOption('--to <slug>', 'partner that may receive them'),
  );

const consentRecord = plan<Parties & { readonly expires?: string }>({
  name: 'record',
  summary: 'record that an originator lets one partner receive what it released',
  shape: (command) => withParties(command).option('--expires <iso>', 'when it ends, RFC 3339 in UTC (default: never)'),
  examples: [
    'parley consent record --originator lantern --to meridian --by admin --reason "letter of 4 May"',
    'parley consent record --originator lantern --to meridian --expires 2027-01-01T00:00:00Z --by admin --reason "letter of 4 May"',
  ],
  answer: '{consent: {originator, to, expires_at}}',
  run: (shell, { originator, to, expires, by, reason }) =>
    shell.house(async (house) => {
      const expiresAt = instantOf(expires);
      await recordConsent(house, { originator, participant: to, expiresAt, by, reason });
      const until = timeOf(expiresAt);
      return shell.answer({ consent: { originator, to, expires_at: until } }, () => ({
        text: `${to} may receive what ${originator} released${until === null ? '' : `, until ${until}`}`,
        next: `preview --participant ${to} --collection ALIAS`,
      }));
    }),
});

const consentWithdraw = plan<Parties>({
  name: 'withdraw',
  summary: 'take a consent back, at once',
  shape: withParties,
  examples: ['parley consent withdraw --originator lantern --to meridian --by admin --reason "letter of 9 June"'],
  answer: '{withdrawn: true}',
  run: (shell, { originator, to, by, reason }) =>
    shell.house(async (house) => {
      await withdrawConsent(house, { originator, participant: to, by, reason });
      return shell.answer({ withdrawn: true }, () => ({
        text: `${to} no longer receives what ${originator} released`,
        next: 'consent list',
      }));
    }),
});

const consentList = plan({
  name: 'list',
  summary: 'show the consents of originators',
  examples: ['parley consent list'],
  answer: '{consents: [{originator, to, expires_at}]}',
  run: (shell) =>
    shell.house(async (house) => {
      const roster = await listConsents(house);
      const consents = roster.map(({ originator, participant, expiresAt }) => ({
        originator,
        to: participant,
        expires_at: timeOf(expiresAt),
      }));
      return shell.answer({ consents }, () => ({
        text: table(
          shell.paint,
          ['originator', 'to', 'expires'],
          consents.map((each) => [each.originator, each.to, each.expires_at ?? 'never']),
        ),
        next: 'consent record --originator SLUG --to SLUG --by OPERATOR --reason TEXT',
      }));
    }),
});

export const consent = group('consent', 'consents of originators to onward sharing', [
  consentRecord,
  consentWithdraw,
  consentList,
]);
