import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, ecKeys, makeAuthority, makeCertificate, named } from '../certificates.js';
import { documentOf, freshFolder, runLine } from '../cli/line-runner.js';
import { connected, keptAlive } from '../http/tls-client.js';
import { serve, writtenBy } from '../program.js';

const { dir, drop } = freshFolder();
const home = join(dir, 'home');
const file = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

const site = makeAuthority('Site CA');
const partners = makeAuthority('Partners CA');
const siteCertificate = (): Certificate => makeCertificate({ subject: named('CN=localhost'), issuer: site });
const first = siteCertificate();
const shown = makeCertificate({ subject: named('O=Meridian CERT', 'CN=taxii'), issuer: partners });

const settings = {
  PARLEY_TLS_CERT: file('cert.pem', `${first.cert}${site.cert}`),
  PARLEY_TLS_KEY: file('key.pem', first.key),
  PARLEY_TLS_CLIENT_CA: file('partners.pem', partners.cert),
};

beforeAll(async () => {
  await runLine(['init', '--name', 'Northern Cell'], home);
  await runLine(['participant', 'add', 'meridian', '--name', 'M', '--certificate', 'subject:CN=taxii,O=Meridian CERT'], home);
});
afterAll(drop);

describe('participants', () => {
  const run = (...argv: string[]) => runLine([...argv, '--json'], home);
  it('have their certificates set, shown and taken away by command', async () => {
    const colons = shown.fingerprint
      .slice(7)
      .toUpperCase()
      .replace(/..(?=.)/g, '$&:');
    const set = documentOf(
      await run('participant', 'set', 'meridian', '--certificate', `sha256:${colons}`, '--name', 'Meridian'),
    );
    expect(set).toMatchObject({ participant: { name: 'Meridian', certificates: [shown.fingerprint] } });
    await run(
      'participant',
      'add',
      'quillon',
      '--name',
      'Q',
      '--certificate',
      'subject:cn=a',
      '--certificate',
      'subject:CN=b\\,c',
    );
    expect((await runLine(['participant', 'show', 'quillon'], home)).out).toContain('subject:CN=a; subject:CN=b\\,c');
    const taken = documentOf(await run('participant', 'set', 'quillon', '--certificate', shown.fingerprint));
    expect(taken).toMatchObject({ error: { code: 'certificate-taken', details: { value: shown.fingerprint } } });
    expect(documentOf(await run('participant', 'set', 'quillon', '--certificate', 'sha256:12'))).toMatchObject({
      error: { code: 'certificate-malformed' },
    });
    const many = Array.from({ length: 33 }, (_, at) => ['--certificate', `subject:CN=c${at}`]).flat();
    expect(documentOf(await run('participant', 'set', 'quillon', ...many))).toMatchObject({ error: { code: 'limit-reached' } });
    expect(documentOf(await run('participant', 'set', 'quillon', '--no-certificate'))).toMatchObject({
      participant: { certificates: [] },
    });
  });
});

describe('serve', () => {
  it('speaks TLS on any host, and on SIGHUP takes new files without dropping a connection', { timeout: 30_000 }, async () => {
    const running = await serve({ ...settings, PARLEY_HOME: home, PARLEY_HOST: '0.0.0.0' });
    const written = writtenBy(running.child);
    const port = Number(/^https:\/\/0\.0\.0\.0:(\d+)$/.exec(running.url)?.[1]);
    const how = { port, ca: site.cert };
    const open = keptAlive({ ...how, cert: shown.cert, key: shown.key });
    const served = async (): Promise<string> => {
      const socket = await connected(how);
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return `sha256:${fingerprint256.replaceAll(':', '').toLowerCase()}`;
    };
    const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
      while (!(await holds())) await sleep(20);
    };
    try {
      expect((await open.get('/api/v1/me')).body).toContain('"slug":"meridian"');
      expect(await served()).toBe(first.fingerprint);
      const renewed = siteCertificate();
      file('cert.pem', renewed.cert);
      running.child.kill('SIGHUP');
      await until(() => written.stderr.includes('tls-mismatched'));
      expect(written.stderr).toContain('"alarm":"tls-not-reloaded","code":"tls-mismatched"');
      expect(await served()).toBe(first.fingerprint);
      file('key.pem', renewed.key);
      running.child.kill('SIGHUP');
      await until(async () => (await served()) === renewed.fingerprint);
      expect(await open.get('/api/v1/me')).toMatchObject({ status: 200, reused: true });
      expect(written.stderr).not.toContain(renewed.key.split('\n')[1]);
    } finally {
      open.end();
      expect(await running.end('SIGTERM')).toBe(0);
    }
  });

  const key = ecKeys().privateKey;
  const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' }).toString();
  const short = makeCertificate({ subject: named('CN=localhost'), keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) });
  const good = { PARLEY_TLS_CERT: file('good.pem', first.cert), PARLEY_TLS_KEY: file('good.key', first.key) };
  it.each([
    ['without the key', { PARLEY_TLS_CERT: 'x.pem' }, 'setting-malformed', 'PARLEY_TLS_CERT and PARLEY_TLS_KEY together'],
    ['without the certificate', { PARLEY_TLS_KEY: 'x.pem' }, 'setting-malformed', 'PARLEY_TLS_CERT and PARLEY_TLS_KEY together'],
    ['with authorities alone', { PARLEY_TLS_CLIENT_CA: 'x.pem' }, 'setting-malformed', 'PARLEY_TLS_CERT and PARLEY_TLS_KEY'],
    ['with a file that is not there', { ...good, PARLEY_TLS_CERT: join(dir, 'none') }, 'tls-unreadable', 'there is no such file'],
    ['with a folder', { ...good, PARLEY_TLS_KEY: dir }, 'tls-unreadable', 'it is a folder'],
    [
      'with a key for a certificate',
      { ...good, PARLEY_TLS_CERT: good.PARLEY_TLS_KEY },
      'tls-unreadable',
      'no certificate in PEM',
    ],
    [
      'with a certificate for a key',
      { ...good, PARLEY_TLS_KEY: good.PARLEY_TLS_CERT },
      'tls-unreadable',
      'no private key in PEM',
    ],
    [
      'with a damaged key',
      { ...good, PARLEY_TLS_KEY: file('cut.key', `${first.key.slice(0, 90)}\n`) },
      'tls-unreadable',
      'no private key',
    ],
    [
      'with an encrypted key',
      { ...good, PARLEY_TLS_KEY: file('locked.key', encrypted) },
      'tls-unreadable',
      'the key is encrypted',
    ],
    [
      'with a damaged certificate in the chain',
      { ...good, PARLEY_TLS_CERT: file('torn.pem', first.cert + site.cert.replace(/\n.{64}/, '\n')) },
      'tls-unreadable',
      'certificate 2 in it is damaged',
    ],
    [
      'with the key of another',
      { ...good, PARLEY_TLS_KEY: file('other.key', siteCertificate().key) },
      'tls-mismatched',
      'does not belong',
    ],
    [
      'with the chain first',
      { ...good, PARLEY_TLS_CERT: file('turned.pem', site.cert + first.cert) },
      'tls-mismatched',
      'first certificate',
    ],
    [
      'with no authorities in their file',
      { ...good, PARLEY_TLS_CLIENT_CA: file('empty.pem', '') },
      'tls-unreadable',
      'PARLEY_TLS_CLIENT_CA',
    ],
    [
      'with a short key',
      { PARLEY_TLS_CERT: file('short.pem', short.cert), PARLEY_TLS_KEY: file('short.key', short.key) },
      'tls-refused',
      'ERR_SSL_EE_KEY_TOO_SMALL',
    ],
  ])('does not start %s', async (_what, environment, code, words) => {
    const refused = (): Promise<{ status: number; out: string; err: string }> =>
      runLine(['serve', '--json'], home, { environment });
    const ran = await refused().catch((error: Error & { code?: string }) => ({
      status: 1,
      out: JSON.stringify({ error: { code: error.code } }),
      err: error.message,
    }));
    expect([ran.status, JSON.parse(ran.out)]).toEqual([1, { error: expect.objectContaining({ code }) }]);
    expect(ran.err).toContain(words);
    for (const secret of [first.key, encrypted, short.key]) expect(ran.err + ran.out).not.toContain(secret.split('\n')[1]);
  });
});
