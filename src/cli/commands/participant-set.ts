import { amend } from '../../exchange/admit.js';
import { gather, saying } from '../options.js';
import { participantAnswer, participantCard, tracksOf } from '../participant-answer.js';
import { plan } from '../plan.js';
import { UsageError } from '../usage-error.js';

/** `false` comes from the option's `--no-` form. */
interface Options {
  readonly name?: string;
  readonly group?: readonly string[] | false;
  readonly clearance?: readonly string[] | false;
  readonly identity?: readonly string[] | false;
  readonly certificate?: readonly string[] | false;
}

type Change = Parameters<typeof amend>[2];

const changeOf = ({ name, group, clearance, identity, certificate }: Options): Change => ({
  ...(name === undefined ? {} : { name }),
  ...(group === undefined ? {} : { groups: group || [] }),
  ...(clearance === undefined ? {} : { clearances: clearance || [] }),
  ...(identity === undefined ? {} : { identities: identity || [] }),
  ...(certificate === undefined ? {} : { certificates: certificate || [] }),
});

export const participantSet = plan<Options, [slug: string]>({
  name: 'set',
  summary: 'change what is said of a partner; a list given replaces the whole list',
  shape: (command) =>
    command
      .argument('<slug>', 'participant')
      .option('--name <name>', 'name of the organisation', saying)
      .option('--group <group>', 'group it belongs to (repeatable)', gather)
      .option('--no-group', 'it belongs to no group')
      .option('--clearance <marking>', 'marking-definition id, or tlp:amber and the like (repeatable)', gather)
      .option('--no-clearance', 'it has no clearance')
      .option('--identity <id>', 'STIX identity it may create objects as (repeatable)', gather)
      .option('--no-identity', 'it has no identity')
      .option('--certificate <binding>', 'client certificate it may show: sha256:HEX or subject:NAME (repeatable)', gather)
      .option('--no-certificate', 'no client certificate is its own'),
  examples: [
    'parley participant set meridian --clearance tlp:amber --clearance tlp:amber+strict',
    'parley participant set meridian --name "Meridian CERT" --no-group',
    'parley participant set meridian --certificate "subject:CN=taxii,O=Meridian CERT"',
  ],
  answer: '{participant: {slug, id, name, groups, clearances, identities, certificates, tiers, suspended}}',
  run: (shell, options, slug) => {
    const change = changeOf(options);
    if (Object.keys(change).length === 0) throw new UsageError('nothing is given to set: see `parley participant set --help`');
    return shell.house(async (house) => {
      const participant = participantAnswer(await amend(house, slug, change), await tracksOf(house));
      return shell.answer({ participant }, () => ({
        text: participantCard(shell.paint, participant),
        next: `preview --participant ${slug} --collection ALIAS`,
      }));
    });
  },
});
