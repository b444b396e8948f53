import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect as connectPlainly } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amend } from '../../src/exchange/admit.js';
import { authenticateCertificate } from '../../src/exchange/certificates.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import { recordDisclosures } from '../../src/exchange/disclosure/record.js';
import { ledgerNamed } from '../../src/exchange/ledger/find-ledger.js';
import { type SecureListening, secureListening, type TlsMaterial } from '../../src/http/tls/secure-listening.js';
import { type Certificate, type CertificateOrder, makeAuthority, makeCertificate, type Name, named } from '../certificates.js';
import { openStage, publishIndicators, range, type Stage } from './stage.js';
import { connected, handshakeError, keptAlive, rawAnswer, sessionFields, TICKET_LIFETIME, ZERO_RTT } from './tls-client.js';

const site = makeAuthority('Site CA');
const partners = makeAuthority('Partners CA');
const others = makeAuthority('Others CA');
const server = makeCertificate({ subject: named('CN=localhost'), issuer: site });
const material: TlsMaterial = { cert: server.cert, key: server.key, clientCa: partners.cert };

const client = (subject: Name, rest: Partial<CertificateOrder> = {}): Certificate =>
  makeCertificate({ subject, issuer: partners, ...rest });

const MERIDIAN = named('O=Meridian CERT', 'CN=taxii');

let stage: Stage;
let tls: SecureListening;
let port: number;

const open = async (): Promise<void> => {
  tls = secureListening(material);
  stage = await openStage({ tls });
  await publishIndicators(stage, range(1, 3));
  await stage.app.listen({ host: '127.0.0.1', port: 0 });
  port = (stage.app.server.address() as AddressInfo).port;
};

beforeAll(open);
afterAll(() => stage.close());

const trusting = () => ({ port, ca: site.cert });
const showing = ({ cert, key }: Certificate) => ({ ...trusting(), cert, key });
const bind = (slug: string, ...certificates: readonly string[]) => amend(stage.house, slug, { certificates });
const bearer = () => `Bearer ${stage.meridian.token}`;
/** Whom the node takes the caller for; undefined: it is a 401. */
const slugOf = async (how: ReturnType<typeof trusting>): Promise<string | undefined> => {
  const { get, end } = keptAlive(how);
  const { status, body } = await get('/api/v1/me');
  end();
  return status === 401 ? undefined : (JSON.parse(body) as { participant: { slug: string } }).participant.slug;
};

const LEGACY = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

describe('TLS', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('T143 %s is spoken, and HTTP in it says to stay with it', async (version) => {
    const how = { ...trusting(), minVersion: version, maxVersion: version };
    const socket = await connected(how);
    expect(socket.getProtocol()).toBe(version);
    socket.destroy();
    const answer = await rawAnswer(how, bearer());
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/^strict-transport-security: max-age=31536000\r$/m);
  });

  it('T143 1.1 is refused, and so is a suite of 1.2 without authenticated encryption or forward secrecy', async () => {
    const only = (ciphers: string) => ({ ...trusting(), maxVersion: 'TLSv1.2', ciphers }) as const;
    expect(await handshakeError({ ...trusting(), ...LEGACY })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    for (const suite of ['ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA', 'AES128-GCM-SHA256', 'DHE-RSA-AES128-GCM-SHA256'])
      expect([suite, await handshakeError(only(suite))]).toEqual([suite, 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE']);
    expect(await handshakeError(only('ECDHE-ECDSA-AES128-GCM-SHA256'))).toBe('connected');
  });

  it('T143 takes no early data: its sessions allow none', async () => {
    const socket = await connected({ ...trusting(), minVersion: 'TLSv1.3' });
    const [session] = (await once(socket, 'session')) as [Buffer];
    socket.destroy();
    const fields = sessionFields(session);
    expect(fields).toContain(TICKET_LIFETIME);
    expect(fields).not.toContain(ZERO_RTT);
  });

  it('is not negotiated again for a client', async () => {
    const socket = await connected({ ...trusting(), maxVersion: 'TLSv1.2' });
    const refused = once(socket, 'error') as Promise<[NodeJS.ErrnoException]>;
    socket.renegotiate({}, () => undefined);
    expect((await refused)[0].code).toBe('ERR_SSL_NO_RENEGOTIATION');
  });

  it('is all that the port speaks: plain HTTP gets no answer', async () => {
    const socket = connectPlainly(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'close');
    expect(answer).not.toContain('HTTP');
    expect(await slugOf(showing(client(MERIDIAN)))).toBeUndefined();
  });

  it('is refused with a key that is too short', () => {
    const weak = makeCertificate({
      subject: named('CN=localhost'),
      issuer: site,
      keys: generateKeyPairSync('rsa', { modulusLength: 1024 }),
    });
    expect(() => secureListening({ ...weak, clientCa: undefined })).toThrow(expect.objectContaining({ code: 'tls-refused' }));
  });

  it('without authorities asks for no certificate, and takes tokens', async () => {
    const bare = await openStage({ tls: secureListening({ ...material, clientCa: undefined }) });
    await bare.app.listen({ host: '127.0.0.1', port: 0 });
    const to = { ...showing(client(MERIDIAN)), port: (bare.app.server.address() as AddressInfo).port };
    await amend(bare.house, 'meridian', { certificates: ['subject:CN=taxii,O=Meridian CERT'] });
    expect(await slugOf(to)).toBeUndefined();
    expect(await rawAnswer(to, `Bearer ${bare.meridian.token}`)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    await bare.close();
  });
});

describe('a client certificate', () => {
  it('T147 that is bound by its fingerprint or by its subject speaks for its partner', async () => {
    const [one, another] = [client(MERIDIAN), client(MERIDIAN)];
    await bind('meridian', one.fingerprint.toUpperCase().replace('SHA256', 'sha256'));
    expect(await slugOf(showing(one))).toBe('meridian');
    expect(await slugOf(showing(another))).toBeUndefined();
    await bind('meridian', 'subject:CN=taxii,O=Meridian CERT');
    expect(await slugOf(showing(another))).toBe('meridian');
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
      expect(await slugOf({ ...showing(one), ...{ minVersion: version, maxVersion: version } })).toBe('meridian');
  });

  it('belongs to one partner; where its subject is bound to another, the fingerprint decides', async () => {
    const shown = client(named('CN=shared'));
    await bind('twin', 'subject:CN=shared');
    await bind('visitor', shown.fingerprint);
    await expect(bind('meridian', 'subject:cn=shared')).rejects.toMatchObject({ code: 'certificate-taken' });
    await expect(bind('twin', shown.fingerprint)).rejects.toMatchObject({ code: 'certificate-taken' });
    expect(await slugOf(showing(shown))).toBe('visitor');
    await amend(stage.house, 'visitor', { suspended: true });
    expect(await slugOf(showing(shown))).toBeUndefined();
    await amend(stage.house, 'visitor', { suspended: false, certificates: [] });
    expect(await slugOf(showing(shown))).toBe('twin');
  });

  it('T147 that is not good for any reason gets the very same 401 as nobody does', async () => {
    const expired = { from: new Date('2020-01-01T00:00:00Z'), to: new Date('2021-01-01T00:00:00Z') };
    const later = { from: new Date('2039-01-01T00:00:00Z') };
    const suspended = client(named('CN=suspended'));
    const shown = {
      'of another authority': client(MERIDIAN, { issuer: others }),
      'of an authority that is called the same': client(MERIDIAN, { issuer: makeAuthority('Partners CA') }),
      'of the authority of the server': client(MERIDIAN, { issuer: site }),
      'self-signed': makeCertificate({ subject: MERIDIAN }),
      expired: client(MERIDIAN, expired),
      'not yet valid': client(MERIDIAN, later),
      'made for servers': client(MERIDIAN, { usage: 'server' }),
      unbound: client(named('O=Meridian CERT', 'CN=other')),
      'in another order': client(named('CN=taxii', 'O=Meridian CERT')),
      nameless: client(named()),
      'of a suspended partner': suspended,
    };
    const good = client(MERIDIAN, { usage: 'client' });
    await bind(
      'meridian',
      'subject:CN=taxii,O=Meridian CERT',
      ...['expired', 'self-signed'].map((kind) => shown[kind as 'expired'].fingerprint),
    );
    await bind('stranger', suspended.fingerprint);
    await amend(stage.house, 'stranger', { suspended: true });
    const nobody = await rawAnswer(trusting());
    expect(nobody).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(await rawAnswer(showing(good))).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    for (const [kind, each] of Object.entries(shown)) expect([kind, await rawAnswer(showing(each))]).toEqual([kind, nobody]);
    for (const header of [`${bearer()}x`, 'Bearer', '', 'Basic eDp5'])
      expect([header, await rawAnswer(showing(good), header)]).toEqual([header, nobody]);
    expect(await rawAnswer(showing(shown.unbound), bearer())).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it('T147 cannot pass for another by what stands in one value of its subject', async () => {
    await bind('meridian', 'subject:CN=taxii,O=Meridian CERT', 'subject:CN=a+OU=b,O=c');
    const bound = [
      MERIDIAN,
      [
        [['O', 'c']],
        [
          ['OU', 'b'],
          ['CN', 'a'],
        ],
      ],
    ] as const;
    for (const subject of bound) expect(await slugOf(showing(client(subject)))).toBe('meridian');
    const posing: readonly Name[] = [
      named('CN=taxii,O=Meridian CERT'),
      named('CN=taxii\\,O=Meridian CERT'),
      named('CN=taxii\nO=Meridian CERT'),
      named('O=Meridian CERT\nCN=taxii'),
      named('O=Meridian CERT', 'CN=taxii\0'),
      named('O=Meridian CERT', 'CN=taxii '),
      named('O=Meridian CERT', 'CN=TAXII'),
      named('O=Meridian CERT', 'CN=taxii', 'CN=taxii'),
      named('O=Meridian CERT', 'OU=x', 'CN=taxii'),
      [
        [
          ['O', 'Meridian CERT'],
          ['CN', 'taxii'],
        ],
      ],
      named('O=c', 'CN=a+OU=b'),
      named('O=c', 'CN=a + OU=b'),
      named('O=c', 'OU=b', 'CN=a'),
      [],
    ];
    for (const subject of posing) expect([subject, await slugOf(showing(client(subject)))]).toEqual([subject, undefined]);
  });

  it('that is bound to nobody any more is refused at the next request of an open connection', async () => {
    const shown = client(MERIDIAN);
    await bind('meridian', shown.fingerprint);
    const { get, end } = keptAlive(showing(shown));
    const objects = '/taxii2/main/collections/ics/objects/';
    expect(await get(objects)).toMatchObject({ status: 200 });
    await bind('meridian');
    expect(await get(objects)).toMatchObject({ status: 401, reused: true });
    await bind('twin', shown.fingerprint);
    expect((await get('/api/v1/me')).body).toContain('"slug":"twin"');
    await amend(stage.house, 'twin', { suspended: true });
    expect(await get(objects)).toMatchObject({ status: 401, reused: true });
    await amend(stage.house, 'twin', { suspended: false, certificates: [] });
    end();
  });

  it('goes on being looked at when a session is resumed', async () => {
    const shown = client(MERIDIAN);
    await bind('meridian', shown.fingerprint);
    const resumed = async (how: ReturnType<typeof trusting>) => {
      const first = await connected(how);
      const [session] = (await once(first, 'session')) as [Buffer];
      first.destroy();
      const second = await connected({ ...how, session });
      expect(second.isSessionReused()).toBe(true);
      second.destroy();
      return rawAnswer({ ...how, session });
    };
    expect(await resumed(trusting())).toMatch(/^HTTP\/1\.1 401 /);
    expect(await resumed(showing(shown))).toMatch(/^HTTP\/1\.1 200 /);
    await bind('meridian');
    expect(await resumed(showing(shown))).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is looked at again where a page is put on record, which tells of it', async () => {
    const { house } = stage;
    const shown = { fingerprint: `sha256:${'cd'.repeat(32)}`, subject: undefined, validFrom: 0, validTo: Date.UTC(2040, 0) };
    await bind('twin', shown.fingerprint);
    const caller = await authenticateCertificate(house, shown);
    const page = (limit: number) =>
      disclosePage(house, caller, { endpoint: 'objects', collection: 'ics', limit, selection: { versions: [{ kind: 'last' }] } });
    expect((await page(1)).items).toHaveLength(1);
    const told = await house.store.read(async (reader) => {
      const { num, size } = await ledgerNamed('twin')(reader);
      return (await reader.ledgers.leaves(num, 0, size)).map(({ payload }) => JSON.parse(payload ?? '') as object);
    });
    expect(told.at(-1)).toMatchObject({ kind: 'delivered', token_id: null, certificate: shown.fingerprint });
    expect(told).toContainEqual({ kind: 'participant-amended', suspended: false, certificates: [shown.fingerprint] });
    await bind('twin');
    await expect(page(2)).rejects.toMatchObject({ code: 'credentials-wrong' });
  });

  it('is looked at once more in the commit that puts a page on record', async () => {
    const { house, twin } = stage;
    const shown = { fingerprint: `sha256:${'ef'.repeat(32)}`, subject: undefined, validFrom: 0, validTo: house.clock() };
    await bind('twin', shown.fingerprint);
    const { num: participant } = twin.participant;
    const epoch = (await house.store.read((reader) => reader.registry.standing(participant)))?.epoch ?? 0;
    const parts = [{ carried: 'listing', positions: [1], digest: 'sha256:of a test' }] as const;
    const feed = { participant, collection: stage.ics.num, collectionId: stage.ics.id };
    const recorded = await recordDisclosures(
      house,
      [shown, { ...shown, validTo: shown.validTo - 1 }, { ...shown, fingerprint: 'sha256:unbound' }].map((certificate) => ({
        ...feed,
        epoch,
        token: undefined,
        certificate,
        endpoint: 'manifest',
        parts,
      })),
    );
    expect(recorded).toEqual([true, false, false]);
    await bind('twin');
  });

  it('expires by the clock of the house too, on a connection that is older', async () => {
    const shown = client(MERIDIAN, { to: new Date('2035-01-01T00:00:00Z') });
    await bind('meridian', shown.fingerprint);
    const { get, end } = keptAlive(showing(shown));
    expect(await get('/api/v1/me')).toMatchObject({ status: 200 });
    stage.wait(Date.UTC(2035, 0) - stage.house.clock());
    expect(await get('/api/v1/me')).toMatchObject({ status: 200, reused: true });
    stage.wait(1);
    expect(await get('/api/v1/me')).toMatchObject({ status: 401, reused: true });
    end();
  });
});

describe('new files', () => {
  it('hold for new connections; those that are open live on', async () => {
    const renewed = makeCertificate({ subject: named('CN=localhost'), issuer: site });
    const [old, how] = [keptAlive(trusting()), trusting()];
    expect((await old.get('/healthz')).status).toBe(200);
    tls.replace({ ...material, cert: renewed.cert, key: renewed.key });
    expect(await old.get('/healthz')).toMatchObject({ status: 200, reused: true, connection: 'keep-alive' });
    const fresh = await connected(how);
    expect(`sha256:${fresh.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase()}`).toBe(renewed.fingerprint);
    fresh.destroy();
    expect(await handshakeError({ ...how, ...LEGACY })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    const cbc = { ...how, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' } as const;
    expect(await handshakeError(cbc)).toBe('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE');
    old.end();
  });

  it('that do not go together change nothing', async () => {
    expect(() => tls.replace({ ...material, key: makeCertificate({ subject: [] }).key })).toThrow(
      expect.objectContaining({ code: 'tls-refused' }),
    );
    expect(await rawAnswer(trusting(), bearer())).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('with other authorities end what the former vouched for, also on connections that are open', async () => {
    const subject = named('CN=relay');
    const [former, next] = [client(subject), client(subject, { issuer: others })];
    await bind('meridian', 'subject:CN=relay');
    const { get, end } = keptAlive(showing(former));
    expect(await get('/api/v1/me')).toMatchObject({ status: 200 });
    const accepted = once(stage.app.server, 'connection');
    const slow = connectPlainly(port, '127.0.0.1');
    await accepted;
    tls.replace({ ...material, clientCa: others.cert });
    expect(await get('/api/v1/me')).toMatchObject({ status: 401, reused: true, connection: 'close' });
    expect(await get('/api/v1/me')).toMatchObject({ status: 401, reused: false });
    const late = { ...showing(former), socket: slow };
    expect(await rawAnswer(late)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await slugOf(showing(next))).toBe('meridian');
    end();
  });
});
