import { admit } from '../../exchange/admit.js';
import { gather, saying } from '../options.js';
import { participantAnswer, standingLine, tracksOf } from '../participant-answer.js';
import { plan } from '../plan.js';

interface Options {
  readonly name: string;
  readonly group?: readonly string[];
  readonly clearance?: readonly string[];
  readonly identity?: readonly string[];
  readonly certificate?: readonly string[];
}

export const participantAdd = plan<Options, [slug: string]>({
  name: 'add',
  summary: 'add a partner; every track is closed to it',
  shape: (command) =>
    command
      .argument('<slug>', 'short name: a-z, 0-9 and -')
      .requiredOption('--name <name>', 'name of the organisation', saying)
      .option('--group <group>', 'group it belongs to (repeatable)', gather)
      .option('--clearance <marking>', 'marking-definition id, or tlp:amber and the like (repeatable)', gather)
      .option('--identity <id>', 'STIX identity it may create objects as (repeatable)', gather)
      .option('--certificate <binding>', 'client certificate it may show: sha256:HEX or subject:NAME (repeatable)', gather),
  examples: [
    'parley participant add meridian --name "Meridian CERT"',
    'parley participant add meridian --name "Meridian CERT" --group certs --clearance tlp:amber',
  ],
  answer: '{participant: {slug, id, name, groups, clearances, identities, certificates, tiers, suspended}}',
  run: (shell, { name, group = [], clearance = [], identity = [], certificate = [] }, slug) =>
    shell.house(async (house) => {
      const lists = { groups: group, clearances: clearance, identities: identity, certificates: certificate };
      const admitted = await admit(house, { slug, name, ...lists });
      const participant = participantAnswer(admitted, await tracksOf(house));
      return shell.answer({ participant }, () => ({
        text: standingLine(shell.paint, participant),
        next: `tier set ${slug} --track TRACK --tier contact --by OPERATOR --reason TEXT`,
      }));
    }),
});
