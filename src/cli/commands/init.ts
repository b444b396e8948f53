import { saying } from '../options.js';
import { plan } from '../plan.js';

export const init = plan<{ name: string; operator: string }>({
  name: 'init',
  summary: 'make a home: keys, database, default rule book, first operator',
  shape: (command) =>
    command
      .requiredOption('--name <name>', 'name of the host organisation', saying)
      .option('--operator <slug>', 'short name of the first operator, an administrator', 'admin'),
  examples: ['parley init --name "Northern Cell"', 'parley init --name "Northern Cell" --operator ann --home /srv/parley'],
  answer: '{home, participant_id, operator, ledger_origin}',
  run: async (shell, { name, operator }) => {
    const founded = await shell.context.foundHome(shell.home, { name, operator: { slug: operator, name: operator } });
    return shell.answer({ home: shell.home, ...founded, operator }, () => ({
      text: `${name} has a home in ${shell.home}; first operator ${operator}`,
      next: 'collection add ALIAS --title TITLE --track TRACK',
    }));
  },
});
