import { openSqliteStore } from '../../src/adapters/sqlite/store.js';

/** A process of its own: raises the node's name by one, COUNT times; called `kill`, it then waits inside a seal to be killed. */
const [path = '', count = '0', name = ''] = process.argv.slice(2);
const store = await openSqliteStore({ path });
for (let time = 0; time < Number(count); time += 1) {
  await store.seal(async ({ registry }) =>
    registry.setNode({ id: 'n', name: String(Number((await registry.node())?.name ?? 0) + 1) }),
  );
}
if (name === 'kill') {
  await store.seal(async ({ registry }) => {
    await registry.setNode({ id: 'n', name: 'lost' });
    process.send?.('inside the sixth');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
}
await store.close();
