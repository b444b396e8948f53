import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshHome, parley, serve } from '../program.js';

/** The built program as a process of its own: `npm test` builds it first. */
describe('the program', () => {
  let environment: Record<string, string> = {};
  let remove = async () => {};
  beforeEach(async () => {
    const fresh = await freshHome();
    remove = fresh.remove;
    environment = { PARLEY_HOME: fresh.home };
  });
  afterEach(() => remove());

  it('exits with 0, 1 or 2, and with --json writes one document to standard output each time', { timeout: 60_000 }, async () => {
    const cases: readonly (readonly [readonly string[], number])[] = [
      [['init', '--name', 'Northern Cell', '--json'], 0],
      [['init', '--name', 'Northern Cell', '--json'], 1],
      [['init', '--json'], 2],
      [['participant', 'list', '--json'], 0],
    ];
    for (const [args, status] of cases) {
      const outcome = await parley(args, environment);
      expect(outcome.status, outcome.stderr).toBe(status);
      expect(outcome.stdout).toMatch(/^\{.*\}\n$/);
      JSON.parse(outcome.stdout);
    }
    const { stderr } = await parley(['participant', 'show', 'nobody'], environment);
    expect(stderr.split('\n')).toEqual([
      `home ${environment.PARLEY_HOME}`,
      'error participant-unknown: no participant `nobody`: see `parley participant list`',
      '',
    ]);
  });

  it('tells a malformed setting like any other error', { timeout: 60_000 }, async () => {
    const outcome = await parley(['track', 'list', '--json'], { ...environment, PARLEY_PORT: 'many' });
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toMatch(/^error setting-malformed: PARLEY_PORT/m);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code: 'setting-malformed' } });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('serves until %s and exits with 0', { timeout: 60_000 }, async (signal) => {
    await parley(['init', '--name', 'Northern Cell'], environment);
    const running = await serve(environment);
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    expect(await running.end(signal)).toBe(0);
  });

  it('refuses to listen beyond this machine without TLS', { timeout: 60_000 }, async () => {
    await parley(['init', '--name', 'Northern Cell'], environment);
    const outcome = await parley(['serve'], { ...environment, PARLEY_HOST: '0.0.0.0', PARLEY_PORT: '0' });
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toMatch(/^error host-exposed: /m);
    expect(outcome.stdout).toBe('');
  });
});
