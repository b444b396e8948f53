import { DONE } from '../exit-status.js';
import { plan } from '../plan.js';

export const serve = plan<{ behindProxy?: true }>({
  name: 'serve',
  summary: 'serve TAXII until SIGTERM or SIGINT, then drain and stop',
  shape: (command) => command.option('--behind-proxy', 'a proxy in front speaks TLS: any host may be listened on'),
  examples: [
    'parley serve',
    'PARLEY_HOST=0.0.0.0 parley serve --behind-proxy',
    'PARLEY_HOST=0.0.0.0 PARLEY_TLS_CERT=chain.pem PARLEY_TLS_KEY=key.pem parley serve',
  ],
  answer: '{listening: URL}, as soon as it does',
  run: async (shell, { behindProxy = false }) => {
    // Asked for first: a signal that comes while the server starts must stop it too.
    const stopped = shell.context.untilStopped();
    const serving = await shell.context.startServer(shell.home, { behindProxy });
    try {
      if (serving.operationsUrl !== undefined) await shell.note(`parley operations on ${serving.operationsUrl}`);
      await shell.answer({ listening: serving.url }, () => ({ text: `parley listening on ${serving.url}` }));
      await stopped;
    } finally {
      await serving.stop();
    }
    return DONE;
  },
});
