import { addOperator } from '../../exchange/add-operator.js';
import { saying } from '../options.js';
import { group, plan } from '../plan.js';
import { table } from '../table.js';

const operatorAdd = plan<{ name: string; role: string }, [slug: string]>({
  name: 'add',
  summary: 'add a person of the host',
  shape: (command) =>
    command
      .argument('<slug>', 'short name: a-z, 0-9 and -')
      .requiredOption('--name <name>', 'full name', saying)
      .requiredOption('--role <role>', 'administrator, release-officer, analyst or auditor'),
  examples: ['parley operator add ann --name "Ann Okoro" --role release-officer'],
  answer: '{operator: {slug, name, role}}',
  run: (shell, { name, role }, slug) =>
    shell.house(async (house) => {
      const operator = await addOperator(house, { slug, name, role });
      return shell.answer({ operator }, () => ({ text: `${slug} is ${role}`, next: 'operator list' }));
    }),
});

const operatorList = plan({
  name: 'list',
  summary: 'show the operators',
  examples: ['parley operator list'],
  answer: '{operators: [{slug, name, role}]}',
  run: (shell) =>
    shell.house(async (house) => {
      const operators = await house.store.read((reader) => reader.registry.operators());
      return shell.answer({ operators }, () => ({
        text: table(
          shell.paint,
          ['operator', 'name', 'role'],
          operators.map(({ slug, name, role }) => [slug, name, role]),
        ),
        next: 'operator add SLUG --name NAME --role ROLE',
      }));
    }),
});

export const operator = group('operator', 'people of the host', [operatorAdd, operatorList]);
