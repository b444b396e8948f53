import { admit } from '../../exchange/admit.js';
import { gather, saying } from '../options.js';
import { participantAnswer, standingLine, tracksOf } from '../participant-answer.js';
import { plan } from '../plan.js';

interface Options {
  readonly name: string;
  readonly group?: readonly string[];
  readonly clearance?: readonly string[];
  readonly identity?: readonly string[];
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
      .option('--identity <id>', 'STIX identity it may create objects as (repeatable)', gather),
  examples: [
    'parley participant add meridian --name "Meridian CERT"',
    'parley participant add meridian --name "Meridian CERT" --group certs --clearance tlp:amber',
  ],
  answer: '{participant: {slug, id, name, groups, clearances, identities, tiers, suspended}}',
  run: (shell, { name, group: groups = [], clearance: clearances = [], identity: identities = [] }, slug) =>
    shell.house(async (house) => {
      const admitted = await admit(house, { slug, name, groups, clearances, identities });
      const participant = participantAnswer(admitted, await tracksOf(house));
      return shell.answer({ participant }, () => ({
        text: standingLine(shell.paint, participant),
        next: `tier set ${slug} --track TRACK --tier contact --by OPERATOR --reason TEXT`,
      }));
    }),
});
